"""The rich-text editor as a form widget: which tools it has, and the scripts and styles it needs.

The tools are those whose HTML `publishing.sanitise` keeps, no more: what a person can make survives saving, and what
would not survive cannot be made. Our own versions of some tools (Chinese, keyboard, figures from the photo library)
come from `static/admin/js/editor-*.js`, which the editor loads through `js_modules`.
"""

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django_prose_editor.widgets import ProseEditorWidget, prose_editor_admin_media, prose_editor_presets
from js_asset import Media

# A page of a higher floor, so named by string: the photo library as a window that hands back one photo.
PICKER = "admin:articles_photo_picker"

TOOLBAR = ["headings", "marks", "link", "lists", "nodes -blockType", "table", "history", "utility"]

EXTENSIONS = {
    "Document": True,
    "Paragraph": True,
    "Text": True,
    "Dropcursor": True,
    "Gapcursor": True,
    "NoSpellCheck": True,
    "History": True,
    "Heading": {"levels": [2, 3]},
    "Bold": True,
    "Italic": True,
    "Strike": True,
    "Subscript": True,
    "Superscript": True,
    "HardBreak": True,
    "HorizontalRule": True,
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "Link": {"protocols": ["http", "https", "mailto", "tel"], "enableTarget": False, "linkOnPaste": True},
    "Table": {"resizable": False},
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "Image": True,
    "Figure": True,
    "Caption": True,
    "Credit": True,
    "CaptionHint": True,
    "TrailingNode": True,  # room to write on after a table or a figure
    "Fullscreen": True,
    "Keyboard": True,
    "Paste": True,
    "Menu": {"groups": [{"group": group} for group in TOOLBAR]},
}

MODULES = [f"admin/js/editor-{name}.js" for name in ("toolbar", "figure", "table", "link", "list", "keyboard", "paste")]


class RichTextWidget(ProseEditorWidget):
    @property
    def media(self):
        styles = [f"django_prose_editor/{name}.css" for name in ("editor", "overrides")]
        return prose_editor_admin_media + Media(
            css={"all": [*styles, "admin/css/editor.css"]}, js=prose_editor_presets()["configurable"]
        )

    def get_config(self):
        photos = {"pickerUrl": reverse(PICKER), "mediaUrl": settings.MEDIA_URL}
        return {
            "extensions": EXTENSIONS | {"Figure": photos, "Image": photos},
            "js_modules": [static(module) for module in MODULES],
        }
