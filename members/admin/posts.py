from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from members.access import scope_of
from members.admin.base import ScopedInline
from members.models import Post
from members.roles import Right


class PostFormSet(BaseInlineFormSet):
    """Says in words what the database would refuse: the same post twice."""

    def clean(self):
        super().clean()
        seen = set()
        for form in self.forms:
            data = getattr(form, "cleaned_data", {})
            key = (data.get("role"), data.get("organisation"))
            if all(key) and not data.get("DELETE") and key in seen:
                raise ValidationError(_("The same post is there twice: change its dates instead."))
            seen.add(key)


class PostInline(ScopedInline, admin.TabularInline):
    """A member's posts inside the administrator's own scope: nobody grants, sees or ends others."""

    model = Post
    formset = PostFormSet
    fields = ["role", "organisation", "since", "until"]
    autocomplete_fields = ["organisation"]
    extra = 0

    add_right = Right.MANAGE

    def get_queryset(self, request):
        posts = super().get_queryset(request).select_related("organisation", "member")
        scope = scope_of(request.user)
        return posts if scope.everything else posts.filter(organisation__in=scope.with_right(Right.AUDIT))
