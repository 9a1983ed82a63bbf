"""The staff's search: everything within one's scope, drafts included; each hit leads to its change page."""

from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.search.question import Question


@require_safe
def search_page(request, site):
    question = Question.read(request.GET)
    results = question.answer(request.user, staff=True)
    context = site.each_context(request) | {"title": _("Search")} | question.page_context(results)
    return TemplateResponse(request, "admin/search.html", context)
