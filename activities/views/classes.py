"""A whole class signs up, without a name of any child. Private, like all of signing up."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import FormView

from activities.actions.classes import classes_of, set_class
from activities.errors import NotPossible
from activities.forms.classes import ClassForm
from activities.kinds import Basis
from activities.views.sign_up import OfActivity


class ClassPage(OfActivity, FormView):
    """Which class and how many; the classes that one has signed up already, each with a button that signs it off."""

    template_name = "activities/class.html"
    form_class = ClassForm

    def get_activity(self):
        activity = super().get_activity()
        if activity.basis != Basis.CHILD:
            raise Http404
        return activity

    def get_initial(self) -> dict:
        return {"name": getattr(self.activity.leaf, "class_name", "")}

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {"classes": classes_of(self.request.user, self.activity)}

    def post(self, request, *args, **kwargs):
        if "sign_off" in request.POST:
            return self._sign_off(request.POST["sign_off"].replace("\0", ""))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        data = form.cleaned_data
        try:
            set_class(self.activity, name=data["name"], number=data["number"], member=self.request.user, now=self.now)
        except NotPossible as refused:
            form.add_error("number" if refused.why == refused.why.CLASS_FULL else None, refused.why.label)
            return self.form_invalid(form)
        text = ngettext("%(name)s has %(n)s seat.", "%(name)s has %(n)s seats.", data["number"])
        messages.success(self.request, text % {"name": data["name"], "n": data["number"]})
        return redirect(self.request.path)

    def _sign_off(self, name: str):
        try:
            set_class(self.activity, name=name, number=0, member=self.request.user, now=self.now)
        except NotPossible as refused:
            messages.error(self.request, refused.why.label)
        else:
            messages.success(self.request, _("Signed off. The seats go to whoever waits longest."))
        return redirect(self.request.path)
