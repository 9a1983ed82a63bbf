"""Filling in admin forms in tests the way a browser does: everything that the page holds goes back."""

from django.forms import ModelMultipleChoiceField, MultipleChoiceField, MultiValueField
from django.urls import reverse

from publishing import actions


def url(page: str, obj=None, kind: str = "articles_article") -> str:
    return reverse(f"admin:{kind}_{page}", args=[obj.pk] if obj is not None else [])


def filled(response, **changes) -> dict:
    """Return what the browser would send of a change form, with `changes` typed into it."""
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        rows = inline.formset.forms
        forms += [inline.formset.management_form, *rows, *(row.words for row in rows if hasattr(row, "words"))]
    data = {}
    for form in forms:
        for field in form:
            data |= _sent(field)
    return data | changes


def _sent(field) -> dict:
    value = field.value()
    if isinstance(field.field, MultiValueField):
        parts = value if isinstance(value, list) else field.field.widget.decompress(value)
        return {f"{field.html_name}_{n}": "" if part is None else str(part) for n, part in enumerate(parts)}
    if isinstance(field.field, ModelMultipleChoiceField):
        return {field.html_name: [getattr(row, "pk", row) for row in value or ()]}
    if isinstance(field.field, MultipleChoiceField):
        return {field.html_name: value or []}
    if isinstance(value, bool):
        return {field.html_name: "on"} if value else {}
    return {field.html_name: "" if value is None else str(value)}


def signed_in(client, member):
    client.force_login(member)
    return client


def under_review(article, people, step: int = 1):
    """Submit the article as alice and take it to a step of its review."""
    article = actions.submit(article, actor=people.alice)
    for reviewer in (people.bob, people.carol)[: step - 1]:
        article = actions.approve(article, actor=reviewer, seen_hash=article.content_hash())
    return article


def published(article, people):
    article = under_review(article, people, step=3)
    return actions.approve(article, actor=people.dave, seen_hash=article.content_hash())
