"""What a ModelAdmin needs to edit rich text under a strict content policy and never to lose what was typed."""

from urllib.parse import quote

from django.contrib import admin
from js_asset import ImportMap, Media, Script

DRAFT_MODULES = ImportMap({"portal/draft-fields": "admin/js/draft-fields.js"})
DRAFT_SAVED_COOKIE = "draft_saved"


class EditorMixin(admin.ModelAdmin):
    """For models that people write texts in; put it before the other bases.

    Unsaved changes are kept in the browser (`draft.js`), per person and object, until they are saved. So it is not for
    forms with private details: what is typed there must not outlive the page.
    """

    def render_change_form(self, request, context, *args, **kwargs):
        # The browser needs the map of modules before any of them; it is inline, hence the nonce.
        media = draft_media(request.user) + context["media"]
        context["media"] = Media.from_media(media, nonce=str(request.csp_nonce))
        return super().render_change_form(request, context, *args, **kwargs)

    def response_add(self, request, obj, *args, **kwargs):
        return forget_draft(request, super().response_add(request, obj, *args, **kwargs))

    def response_change(self, request, obj):
        return forget_draft(request, super().response_change(request, obj))


def draft_media(user) -> Media:
    script = Script("admin/js/draft.js", type="module", **{"data-user": user.pk})
    return Media(js=[script], importmap=DRAFT_MODULES)


def forget_draft(request, response):
    """Tell the browser that what it kept for this form has been saved; for views that answer a save by themselves."""
    response.set_cookie(
        DRAFT_SAVED_COOKIE,
        quote(request.path, safe=""),
        max_age=600,
        path="/admin/",
        secure=request.is_secure(),
        samesite="Strict",
    )
    return response
