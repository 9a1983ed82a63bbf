"""What fields are called where people read of them: on histories, review sheets and comparisons."""

from django.core.exceptions import FieldDoesNotExist


def field_label(model, name: str) -> str:
    """Return the form's name of a field, the plural of what a relation holds, or `name` itself for neither."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return name
    if field.auto_created and field.related_model:
        return str(field.related_model._meta.verbose_name_plural)
    return str(field.verbose_name)
