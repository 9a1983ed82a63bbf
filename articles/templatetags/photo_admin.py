from django import template

from articles.admin import photo_columns

register = template.Library()


@register.simple_tag
def photo_thumbnail(photo, width=480):
    """The picture of a photo in admin, or its state in words."""
    return photo_columns.thumbnail(photo, width)


@register.simple_tag
def photo_state(photo):
    """The state of a photo and what needs attention."""
    return photo_columns.state_badge(photo)
