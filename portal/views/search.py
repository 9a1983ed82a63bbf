"""The search of the public pages: the same answer for every visitor, staff too. Nothing of who asked is kept."""

from dataclasses import asdict
from functools import wraps

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import JsonResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from portal.search.gate import client_of, gate
from portal.search.question import Question
from portal.search.results import suggest
from portal.views import errors
from publishing.addresses import site_root

ANYBODY = AnonymousUser()


def limited(view):
    """Answer 429 to a client that asks too often, before the view asks the database."""

    @wraps(view)
    def ask(request, *args, **kwargs):
        wait = gate.wait(client_of(request), settings.SEARCHES_PER_MINUTE)
        return errors.too_many_searches(request, wait) if wait else view(request, *args, **kwargs)

    return ask


@method_decorator(limited, name="dispatch")
class Search(TemplateView):
    template_name = "portal/search.html"

    def get_context_data(self, **kwargs) -> dict:
        question = Question.read(self.request.GET)
        return super().get_context_data(**kwargs) | question.page_context(question.answer(ANYBODY))

    def render_to_response(self, context, **response_kwargs):
        response = super().render_to_response(context, **response_kwargs)
        response.headers["Referrer-Policy"] = "strict-origin"  # the next page's log need not hold what was looked for
        return response


@require_safe
@limited
def suggestions(request):
    """Titles for what was typed so far, as `{"suggestions": [{"title": …, "label": …, "url": …}]}`."""
    text = request.GET.get("q", "").strip()
    found = suggest(text, user=ANYBODY) if text else []
    return JsonResponse({"suggestions": [asdict(each) for each in found]})


@require_safe
def opensearch(request):
    """The OpenSearch description, by which browsers offer the site's search in their address bar."""
    kind = "application/opensearchdescription+xml; charset=utf-8"
    return render(request, "portal/opensearch.xml", {"root": site_root(request)}, content_type=kind)
