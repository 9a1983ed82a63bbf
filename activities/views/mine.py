"""What a member takes part in, and the details that organisers need for it."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView, ListView

from activities.actions.classes import classes_of
from activities.forms.sign_up import OwnDetailsForm
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
    """One's own number, address and date of birth. Shown in full to oneself alone."""

    template_name = "activities/my_details.html"
    form_class = OwnDetailsForm
    success_url = reverse_lazy("activities:my-details")

    def get_initial(self) -> dict:
        details = PrivateDetails.objects.filter(pk=self.request.user.pk).first()
        return {name: getattr(details, name) for name in OwnDetailsForm.base_fields} if details else {}

    def form_valid(self, form):
        change_private(self.request.user, values=form.values(), actor=self.request.user, request=self.request)
        messages.success(self.request, _("Saved."))
        return super().form_valid(form)
