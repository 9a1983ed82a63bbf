"""What a member takes part in, and the details that organisers need for it."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView, ListView

from activities.actions.classes import classes_of
from activities.forms.details import OwnDetailsForm
from activities.models import SignUp
from activities.public.my_state import mine_of
from members.actions.private import change_private
from members.models import PrivateDetails


class MyActivities(LoginRequiredMixin, ListView):
    """What I, my children and my firm are signed up for: what comes first, then what is over."""

    template_name = "activities/my_activities.html"
    paginate_by = 20
    context_object_name = "past"

    def _rows(self):
        return SignUp.objects.active().of_member(self.request.user).for_people()

    def get_queryset(self):
        over = self._rows().confirmed().filter(activity__ends_at__lte=timezone.now())
        return over.order_by("-activity__starts_at", "-pk")

    def get_context_data(self, **kwargs) -> dict:
        now = timezone.now()
        coming = self._rows().filter(activity__ends_at__gt=now).order_by("activity__starts_at", "pk")
        return super().get_context_data(**kwargs) | {
            "coming": [mine_of(row, row.activity, now) for row in coming[:100]],
            "classes": classes_of(self.request.user).filter(activity__ends_at__gt=now)[:100],
        }


class MyDetails(LoginRequiredMixin, FormView):
    """One's own number, address and date of birth: masked, changed without being shown, as staff see them."""

    template_name = "activities/my_details.html"
    form_class = OwnDetailsForm
    success_url = reverse_lazy("activities:my-details")

    def get_form_kwargs(self) -> dict:
        user = self.request.user
        details = PrivateDetails.objects.filter(pk=user.pk).first() or PrivateDetails(member=user)
        return super().get_form_kwargs() | {"details": details}

    def form_valid(self, form):
        user = self.request.user
        changed = change_private(user, values=form.changes(), actor=user, request=self.request)
        messages.success(self.request, _("Saved.") if changed else _("Nothing was changed."))
        return super().form_valid(form)
