"""Importing newspaper features in admin: from the article list to the new draft."""

import logging
from dataclasses import dataclass, field

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import format_lazy
from django.utils.translation import gettext as _

from articles.actions.importing import import_feature
from articles.forms.importing import ImportForm, refusal_of
from articles.images import shown_name
from articles.import_report import to_check
from articles.models import Article
from articles.newspaper.feature import FeatureError

RELATIONS = ("organisation", "channel", "topic")

logger = logging.getLogger(__name__)


@dataclass
class Result:
    """What became of one file: an article with sentences about what to check, or a refusal."""

    filename: str
    article: Article | None = None
    checks: list[str] = field(default_factory=list)
    refusal: str = ""


class FeatureImportAdmin(admin.ModelAdmin):
    """`import/` below the list of articles, for those who may add one; put it before PublicationAdmin."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.import_view)
        return [path("import/", view, name="articles_article_import"), *super().get_urls()]

    def import_view(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = self._import_form(request)
        if request.method == "POST" and form.is_valid():
            results = [_import(upload, form, request) for upload in form.cleaned_data["files"]]
            if any(result.article for result in results):
                return self._show(results, request)
            for result in results:
                form.add_error("files", format_lazy("{}：{}", result.filename, result.refusal))
        return self._page(
            request, "import_feature.html", title=_("Import newspaper features"), form=form, media=form.media
        )

    def _import_form(self, request) -> ImportForm:
        initial = {"organisation": request.user.organisation_id, "topic": request.GET.get("topic")}
        form = ImportForm(request.POST or None, request.FILES or None, initial=initial)
        for name in RELATIONS:
            form.fields[name] = self.formfield_for_foreignkey(self.opts.get_field(name), request)
        form.order_fields(ImportForm.field_order)
        return form

    def _show(self, results: list[Result], request):
        """One file leads straight to its draft; several to a page with a row for each."""
        if len(results) > 1:
            return self._page(request, "import_result.html", title=_("Imported newspaper features"), results=results)
        article, checks = results[0].article, results[0].checks
        messages.success(request, _("“%(title)s” was imported as a draft.") % {"title": article})
        if checks:
            points = format_html_join("", "<br>{}", ((check,) for check in checks))
            messages.warning(request, format_html("{}{}", _("Please check:"), points))
        return redirect(reverse("admin:articles_article_change", args=[article.pk]))

    def _page(self, request, template: str, **context):
        context |= self.admin_site.each_context(request) | {"opts": self.opts}
        return TemplateResponse(request, f"admin/articles/{template}", context)


def _import(upload, form: ImportForm, request) -> Result:
    result = Result(shown_name(upload.name) or _("Unnamed file"), refusal=refusal_of(upload))
    if result.refusal:
        return result
    fields = {name: form.cleaned_data[name] for name in (*RELATIONS, "year")}
    try:
        result.article = import_feature(
            actor=request.user, data=upload.read(), filename=result.filename, request=request, **fields
        )
        result.checks = to_check(result.article)
    except FeatureError as error:
        result.refusal = str(error)
    except Exception:  # the other files of the batch are drafts already: their row must still be shown
        logger.exception("%s could not be imported", result.filename)
        result.refusal = str(_("The file could not be read. It was noted for the site's administrator."))
    return result
