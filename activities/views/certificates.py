"""Checking a certificate by its code: what anyone with the paper in hand may read, and nothing else."""

from allauth.core.internal.ratelimit import consume
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from activities.certificates import typed_code
from activities.models import Certificate
from activities.printing import NoPdf, make_pdf
from activities.public.certificate_page import certificate_context

GUESSES = "10/m/ip,60/h/ip"  # wrong codes from one address
FILES = "6/m/ip,60/h/ip"  # PDF files for one address: each costs seconds
STYLESHEET = "css/certificate.css"


@method_decorator(require_safe, name="dispatch")
class Lookup(TemplateView):
    """Where somebody at a counter types the code."""

    template_name = "activities/certificate_lookup.html"

    def get(self, request, *args, **kwargs):
        typed = request.GET.get("code", "")
        if not typed:
            return self.render_to_response(self.get_context_data())
        if code := typed_code(typed):
            return redirect("activities:certificate", code=code)
        return self.render_to_response(self.get_context_data(typed=typed, is_no_code=True), status=400)


class CertificatePage(TemplateView):
    """The base of the pages of one certificate: found by its code, gone when it was withdrawn."""

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    def get(self, request, code: str):
        found = Certificate.objects.filter(code=typed_code(code)).first()
        if found is None:
            return self._unknown(request, code)
        if found.code != code:
            return redirect(found)
        if found.withdrawn_at:
            return render(request, "activities/certificate_withdrawn.html", {"certificate": found}, status=410)
        return self.answer(certificate_context(request, found))

    def answer(self, context: dict) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**context))

    def _unknown(self, request, code: str):
        if not _allowed(request, "certificate_guess", GUESSES):
            return render(request, "429.html", status=429)
        return render(request, Lookup.template_name, {"typed": code, "is_unknown": True}, status=404)


class Check(CertificatePage):
    template_name = "activities/certificate_detail.html"


class Paper(CertificatePage):
    """The print page: what the PDF shows, for browsers that print, and where the PDF library is missing."""

    template_name = "activities/certificate_paper.html"


class Pdf(CertificatePage):
    def answer(self, context: dict) -> HttpResponse:
        certificate = context["certificate"]
        if not _allowed(self.request, "certificate_pdf", FILES):
            return render(self.request, "429.html", status=429)
        html = render_to_string(Paper.template_name, context | {"is_pdf": True}, request=self.request)
        try:
            data = make_pdf(html, stylesheet=STYLESHEET)
        except NoPdf:
            return redirect("activities:certificate-print", code=certificate.code)
        response = HttpResponse(data, content_type="application/pdf")
        response.headers["Content-Disposition"] = f'inline; filename="{certificate.number}.pdf"'
        return response


def _allowed(request, action: str, rates: str) -> bool:
    return consume(request, app="activities", action=action, config={action: rates}, limit_get=True) is not None
