"""Saving a publication from the admin: the row is locked, the review is told, and nothing typed is lost."""

from django.contrib import admin, messages
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from publishing import actions
from publishing.actions.steps import locked
from publishing.errors import Refused
from publishing.rules import Refusal
from publishing.states import Act, State


class SavingMixin(admin.ModelAdmin):
    """What happens between the form and the row. Put it behind EditorMixin, which forgets the browser's draft."""

    def get_object(self, request, object_id, from_field=None):
        """A form that comes back meets the row as it is now, locked: whoever saves second sees the first."""
        obj = super().get_object(request, object_id, from_field)
        if request.method != "POST" or not getattr(request, "is_saving", False):
            return obj
        obj = locked(obj)
        if not self.is_editable(request, obj):  # it was when the form was opened: keep what was typed
            request.refusals = (Refusal.WRONG_STATE.label,)
        return obj

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """What an action refuses after saving is rolled back, and the form comes back with the reason in it."""
        request.is_saving = True
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refused:
            request.refusals = tuple(refused.sentences)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def delete_view(self, request, object_id, extra_context=None):
        request.is_saving = True  # a draft that was submitted meanwhile is none any more
        return super().delete_view(request, object_id, extra_context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        facts = {
            "user": request.user,
            "is_correcting": getattr(request, "is_correcting", False),
            "refusals": getattr(request, "refusals", ()),
        }
        return type(form.__name__, (form,), facts)

    def get_changeform_initial_data(self, request):
        return {"organisation": request.user.organisation_id} | super().get_changeform_initial_data(request)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.author = request.user
        super().save_model(request, obj, form, change)

    def save_formset(self, request, form, formset, change):
        if formset.prefix in form.rows_left:
            formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []
        else:
            super().save_formset(request, form, formset, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        note = form.cleaned_data.get("correction", "")
        request.text_has_changed = self.content_saved(request, form.instance, form.hash_before, note)

    def content_saved(self, request, publication, before_hash: str, note: str) -> bool:
        """Tell the review or the readers, and return whether the text changed; kinds with more to do override it."""
        told = {"before_hash": before_hash, "note": note, "request": request}
        return not before_hash or actions.edited(publication, actor=request.user, **told)

    # --- after saving ---
    def response_add(self, request, obj, post_url_continue=None):
        return self._next_page(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self._next_page(request, obj) or super().response_change(request, obj)

    def _next_page(self, request, publication):
        if "_preview" in request.POST:
            return redirect(self.address("preview", publication))
        if "_submit" in request.POST:
            return self._submit(request, publication)
        if getattr(request, "is_correcting", False):
            if request.text_has_changed:
                messages.success(request, _("Corrected: %(title)s") % {"title": publication})
            else:
                text = _("The text is as it was, so there is no correction and readers see no note.")
                messages.warning(request, text)
            return redirect(self.address("change", publication))
        return None

    def _submit(self, request, publication):
        """Submit at once what the check has nothing to say about; else show what it found."""
        if publication.findings() or actions.why_not_act(Act.SUBMIT, publication, request.user):
            messages.info(request, _("Saved. Look at what the check found, then submit."))
            return redirect(self.address("submit", publication))
        actions.submit(publication, actor=request.user, request=request)
        messages.success(request, _("Saved and submitted for review: %(title)s") % {"title": publication})
        return redirect(self.address("change", publication))

    # --- what may be changed when ---
    def is_editable(self, request, publication) -> bool:
        """Whether the form is open for a text in this state; what readers have is corrected on a page of its own."""
        if publication.state in (State.DRAFT, State.IN_REVIEW) or publication.is_scheduled:
            return True
        is_correcting = getattr(request, "is_correcting", False)
        return is_correcting and actions.why_not_act(Act.CORRECT, publication, request.user) is None

    def correct_view(self, request, object_id: str):
        """The form of a published text: it asks for the note that readers see."""
        publication = self.get_publication(request, object_id)
        if reason := actions.why_not_act(Act.CORRECT, publication, request.user):
            return self.refuse(request, publication, reason)
        request.is_correcting = True
        return self.changeform_view(request, object_id)

    def correct_url(self, request, publication) -> str:
        """The address of the correction form, if this person may correct this text now."""
        is_possible = actions.why_not_act(Act.CORRECT, publication, request.user) is None
        return self.address("correct", publication) if is_possible else ""
