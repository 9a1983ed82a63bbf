"""Rich text as a model field: edited with django-prose-editor, cleaned by `sanitise_html` whenever it is stored."""

from django.conf import settings
from django_prose_editor.fields import ProseEditorField, ProseEditorFormField

from publishing.sanitise import sanitise_html
from publishing.widgets import EXTENSIONS, RichTextWidget


def clean_rich_text(html: str) -> str:
    return sanitise_html(html, media_url=settings.MEDIA_URL)


class RichTextFormField(ProseEditorFormField):
    def __init__(self, **kwargs):
        super().__init__(**kwargs | {"widget": RichTextWidget})

    def has_changed(self, initial, data):
        """The editor writes the same text a little differently; only what will be stored counts."""
        return clean_rich_text(initial or "") != clean_rich_text(data or "")


class RichTextField(ProseEditorField):
    """`RichTextField(_("body"), blank=True)`: HTML that is safe to show, whoever wrote it and by whatever door it came.

    The form cleans it so that validation sees what will be stored. Imports, commands, `bulk_create` and `update()` pass
    no form, so it is cleaned again where every write passes, and the object in memory is given the stored text.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs | {"extensions": EXTENSIONS, "sanitize": clean_rich_text})

    def formfield(self, **kwargs):
        return super().formfield(**kwargs | {"form_class": RichTextFormField})

    def pre_save(self, model_instance, add):
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = clean_rich_text(value)
            setattr(model_instance, self.attname, value)
        return value

    def get_db_prep_save(self, value, connection):
        if isinstance(value, str):
            value = clean_rich_text(value)
        return super().get_db_prep_save(value, connection)
