"""Pages that gather what an organisation published and what a credited person wrote or photographed."""

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property

from articles.models import Credit
from articles.views.base import ArticleListPage, ReportListPage
from members.access import subtree
from members.models import Organisation

LONGEST_NAME = Credit._meta.get_field("name").max_length


class OfOrganisation:
    """Narrows a list to an organisation and all below it. One query, for the whole tree: numbers and names."""

    @cached_property
    def tree(self) -> dict[int, tuple[int | None, str]]:
        rows = Organisation.objects.order_by().values_list("pk", "parent_id", "name")
        return {pk: (parent, name) for pk, parent, name in rows}

    @cached_property
    def organisation_ids(self) -> frozenset[int]:
        if self.kwargs["pk"] not in self.tree:
            raise Http404
        children: dict[int | None, list[int]] = {}
        for pk, (parent, _name) in self.tree.items():
            children.setdefault(parent, []).append(pk)
        return subtree(self.kwargs["pk"], children)

    def items(self, model):
        return super().items(model).of_organisations(self.organisation_ids)

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        pk = self.kwargs["pk"]
        parent, name = self.tree[pk]
        return context | {
            "name": name,
            "seal": name[:1],
            "parent": {"pk": parent, "name": self.tree[parent][1]} if parent else None,
            "url": reverse("articles:organisation", args=[pk]),
            "photos_url": reverse("articles:organisation-photos", args=[pk]),
        }


class OrganisationPage(OfOrganisation, ArticleListPage):
    template_name = "articles/organisation.html"


class OrganisationPhotos(OfOrganisation, ReportListPage):
    template_name = "articles/organisation_photos.html"


class OfAuthor:
    """Narrows a list to the credits of one printed name; a name that nothing bears has no page."""

    @cached_property
    def name(self) -> str:
        name = self.kwargs["name"]
        if "\0" in name or len(name) > LONGEST_NAME:
            raise Http404
        return name

    def items(self, model):
        return super().items(model).credited_to(self.name)

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        if not context["paginator"].count and not context["reports"]:
            raise Http404
        return context | {
            "name": self.name,
            "seal": self.name[:1],
            "url": reverse("articles:author", args=[self.name]),
            "photos_url": reverse("articles:author-photos", args=[self.name]),
        }


class AuthorPage(OfAuthor, ArticleListPage):
    template_name = "articles/author.html"


class AuthorPhotos(OfAuthor, ReportListPage):
    template_name = "articles/author_photos.html"
