"""Bulk actions of the photo library. Each is held to the photos that the person may change."""

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import transaction
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.actions import photos as actions
from articles.admin.photo_forms import FillForm
from articles.errors import PhotoRefused
from members.access import scope_of
from members.roles import Right
from publishing.errors import Refused


class PhotoActionsMixin(admin.ModelAdmin):
    actions = ["fill", "remake", "hide", "show"]

    @admin.action(description=_("Fill in for all selected…"), permissions=["change"])
    def fill(self, request, queryset):
        photos = self._within(request, queryset, Right.WRITE)
        is_sent = "apply" in request.POST
        form = FillForm(request.POST if is_sent else None)
        if is_sent and form.is_valid() and self._filled(request, photos, form):
            return None
        return TemplateResponse(request, "admin/articles/photo/fill.html", self._fill_context(request, photos, form))

    @admin.action(description=_("Make the public pictures anew"), permissions=["change"])
    def remake(self, request, queryset):
        photos = self._within(request, queryset, Right.WRITE)
        count = actions.remake_photos(photos, actor=request.user, request=request)
        text = ngettext("%(n)s photo is being prepared.", "%(n)s photos are being prepared.", count)
        self.message_user(request, text % {"n": count}, messages.SUCCESS)

    @admin.action(description=_("Hide from all pages at once"), permissions=["change"])
    def hide(self, request, queryset):
        photos = self._within(request, queryset, Right.WRITE)
        with transaction.atomic():
            for photo in photos:
                actions.hide_photo(photo, actor=request.user, request=request)
        text = ngettext("%(n)s photo is hidden.", "%(n)s photos are hidden.", len(photos)) % {"n": len(photos)}
        self.message_user(request, text, messages.SUCCESS)

    @admin.action(description=_("Show again"), permissions=["withdraw"])
    def show(self, request, queryset):
        for photo in self._within(request, queryset, Right.WITHDRAW):
            try:
                actions.show_photo(photo, actor=request.user, request=request)
            except PhotoRefused as refused:
                self.message_user(request, f"{photo}：{refused.sentence}", messages.ERROR)

    def has_withdraw_permission(self, request) -> bool:
        return scope_of(request.user).has(Right.WITHDRAW)

    def _within(self, request, queryset, right: Right) -> list:
        scope = scope_of(request.user)
        return list(queryset if scope.everything else queryset.of_organisations(scope.with_right(right)))

    def _filled(self, request, photos, form) -> bool:
        words = dict(form.cleaned_data)
        note = words.pop("correction")
        try:
            count = actions.fill_photos(photos, actor=request.user, note=note, request=request, **words)
        except Refused as refused:
            form.add_error(None, str(refused))
            return False
        text = ngettext("%(n)s photo was filled in.", "%(n)s photos were filled in.", count) % {"n": count}
        self.message_user(request, text, messages.SUCCESS)
        return True

    def _fill_context(self, request, photos, form) -> dict:
        return self.admin_site.each_context(request) | {
            "title": _("Fill in for all selected"),
            "opts": self.opts,
            "photos": photos,
            "form": form,
            "media": self.media + form.media,
            "action_checkbox_name": ACTION_CHECKBOX_NAME,
            "chosen": request.POST.getlist(ACTION_CHECKBOX_NAME),
            "select_across": request.POST.get("select_across", "0"),
        }
