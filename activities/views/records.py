"""One's own service records and the certificates from them. Nobody else's, and no comparison with others."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from activities.actions.certificates import issue_certificate, withdraw_certificate
from activities.errors import NotRecorded
from activities.forms.records import CertificateForm
from activities.models import Certificate, Participant, ServiceRecord
from activities.public.record_book import books_of


class MyRecords(LoginRequiredMixin, TemplateView):
    """The member's own records, and those of the children they answer for."""

    template_name = "activities/my_records.html"

    def get_context_data(self, **kwargs) -> dict:
        books = kwargs.pop("books", None) or books_of(self.request.user, page=self.request.GET.get("page"))
        return super().get_context_data(**kwargs) | {"books": books, "today": timezone.localdate()}

    def post(self, request):
        """Issue a certificate; with something wrong the page comes back with all that was typed."""
        person = _person(request)
        form = CertificateForm(request.POST, book=ServiceRecord.objects.approved().filter(participant=person))
        if form.is_valid():
            try:
                certificate = issue_certificate(
                    person, records=form.chosen(), shows_full_name=form.cleaned_data["full_name"],
                    actor=request.user, request=request,
                )  # fmt: skip
            except NotRecorded as refused:
                form.add_error("which", refused.why.label)
            else:
                messages.success(request, _("Certificate %(number)s is ready.") % {"number": certificate.number})
                return redirect(certificate)
        books = books_of(request.user, page=request.GET.get("page"), form=form, of=person.pk)
        return self.render_to_response(self.get_context_data(books=books), status=422)


class WithdrawCertificate(LoginRequiredMixin, View):
    """POST: the holder takes a certificate back; its check page then says so."""

    http_method_names = ["post", "options"]

    def post(self, request, pk: int):
        certificate = get_object_or_404(Certificate, pk=pk, participant__in=Participant.objects.of_member(request.user))
        withdraw_certificate(certificate, actor=request.user, request=request)
        messages.success(request, _("Certificate %(number)s is withdrawn.") % {"number": certificate.number})
        return redirect("activities:my-records")


def _person(request) -> Participant:
    """The person whose records the form is about: oneself or one's child; anybody else is not there."""
    number = request.POST.get("person", "")
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        raise Http404
    return get_object_or_404(Participant.objects.of_member(request.user).select_related("member"), pk=number)
