"""Who reaches what: a member's posts turned into sets of organisations, once per request."""

from dataclasses import dataclass, field

from django.utils import timezone

from members import rules
from members.models import Member, Organisation
from members.roles import RIGHTS, Right, Role


@dataclass(frozen=True)
class Scope:
    """The organisations that each role of a person reaches; `everything` for a superuser."""

    by_role: dict[Role, frozenset[int]] = field(default_factory=dict)
    everything: bool = False
    all_ids: frozenset[int] = frozenset()

    def organisations(self, *roles: Role) -> frozenset[int]:
        """Return the organisations reached by any of `roles`; by any role at all when none is named."""
        if self.everything:
            return self.all_ids
        chosen = roles or tuple(self.by_role)
        return frozenset().union(*(self.by_role.get(role, frozenset()) for role in chosen))

    def with_right(self, right: Right) -> frozenset[int]:
        """Return the organisations where the person has `right`."""
        if self.everything:
            return self.all_ids
        return frozenset().union(*(ids for role, ids in self.by_role.items() if right in RIGHTS[role]))

    def has(self, right: Right, organisation_id: int | None = None) -> bool:
        """Whether the person has `right` at the organisation, or anywhere when none is named."""
        reached = self.with_right(right)
        return bool(reached) if organisation_id is None else organisation_id in reached

    def has_everywhere(self, right: Right) -> bool:
        """Whether the person has `right` at every organisation: what belongs to the whole site asks for it."""
        return self.everything or (bool(self.all_ids) and self.with_right(right) >= self.all_ids)


def scope_of(user) -> Scope:
    """Return the user's scope, read once per user object: two queries, whatever the tree's size."""
    if not user.is_authenticated or not user.is_active:
        return Scope()
    if not hasattr(user, "_scope"):
        user._scope = _read_scope(user)
    return user._scope


def may_manage_account(user, member: Member) -> bool:
    """Whether `user` may change a member's account, posts, password and private details: one query."""
    scope = scope_of(user)
    if scope.everything:
        return True
    return rules.may_manage_account(
        managed=scope.with_right(Right.MANAGE),
        organisation_id=member.organisation_id,
        post_organisation_ids=member.posts.unended(timezone.localdate()).values_list("organisation", flat=True),
        is_superuser=member.is_superuser,
    )


def _read_scope(user) -> Scope:
    children = _children()
    everyone = frozenset(pk for pks in children.values() for pk in pks)
    if user.is_superuser:
        return Scope(everything=True, all_ids=everyone)
    by_role: dict[Role, frozenset[int]] = {}
    for post in user.active_posts:
        role = Role(post.role)
        by_role[role] = by_role.get(role, frozenset()) | subtree(post.organisation_id, children)
    return Scope(by_role=by_role, all_ids=everyone)


def _children() -> dict[int | None, list[int]]:
    children: dict[int | None, list[int]] = {}
    for pk, parent in Organisation.objects.order_by().values_list("pk", "parent_id"):
        children.setdefault(parent, []).append(pk)
    return children


def subtree(root: int, children: dict[int | None, list[int]] | None = None) -> frozenset[int]:
    """Return the numbers of an organisation and of all below it."""
    children = _children() if children is None else children
    found, waiting = set(), [root]
    while waiting:
        pk = waiting.pop()
        if pk not in found:
            found.add(pk)
            waiting.extend(children.get(pk, ()))
    return frozenset(found)
