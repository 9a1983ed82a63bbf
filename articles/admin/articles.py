"""Articles in the admin, in the order in which a person writes them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.actions import writing
from articles.admin.filing import FiledAdmin
from articles.admin.importing import FeatureImportAdmin
from articles.forms.article import ArticleForm
from articles.models import Article, Credit
from articles.public.pages import article_context
from members.admin.base import ScopedInline
from publishing.forms.rows import NumberedFormSet, NumberedRowForm


class CreditInline(ScopedInline, admin.TabularInline):
    model = Credit
    form = NumberedRowForm
    formset = NumberedFormSet
    fields = ["role", "name", "organisation_name", "position"]
    extra = 1
    max_num = 30
    stands_after = 0  # right behind the title block, as in print


@admin.register(Article)
class ArticleAdmin(FeatureImportAdmin, FiledAdmin):
    list_display = ["title", "state_now", "channel", "unit", "changed", "came_out"]
    list_filter = [*FiledAdmin.list_filter[:3], "channel", "topic", *FiledAdmin.list_filter[3:]]
    list_select_related = ["organisation", "channel"]
    search_fields = ["title", "kicker", "subtitle", "lead", "credits__name"]
    autocomplete_fields = ["organisation", "channel", "topic", "cover"]
    form = ArticleForm
    add_title = _("Write an article")
    inlines = [CreditInline]
    fieldsets = [
        (None, {"fields": ["kicker", "title", "subtitle"]}),
        (_("Lead and body"), {"fields": ["lead", "body"]}),
        (_("Pictures"), {"fields": ["cover"]}),
        (
            _("Where and when"),
            {"fields": ["organisation", "channel", "topic", "audience", "publish_at", ("source", "issued_on")]},
        ),
    ]

    desk_actions = [
        (_("Write an article"), "admin:articles_article_add"),
        (_("Import a Word file"), "admin:articles_article_import"),
    ]

    def get_fieldsets(self, request, obj=None):
        """What an import could not place is asked for as long as there is any."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not obj.unplaced:
            return fieldsets
        return [*fieldsets, (_("Left over from the import"), {"fields": ["unplaced"]})]

    def content_saved(self, request, publication, before_hash: str, note: str) -> bool:
        told = {"before_hash": before_hash, "note": note, "request": request}
        return writing.content_saved(publication, actor=request.user, **told)

    def public_page(self, request, publication) -> tuple[str, dict]:
        return "articles/article_detail.html", article_context(request, publication, preview=True)

    def reading_facts(self, publication) -> list:
        cover = publication.cover or _("the first photo of the text")
        return [*super().reading_facts(publication), (_("cover"), cover)]
