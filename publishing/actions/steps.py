"""What the actions share: locking the row, asking the rules, writing the move and the audit entry."""

from django.utils import timezone

from members import audit
from members.access import scope_of
from members.roles import Right, reviewer_of_step
from publishing import rules
from publishing.errors import Refused
from publishing.models import Move, Publication
from publishing.rules import Approval, Refusal
from publishing.states import Act

WRITING_ACTS = (Act.SUBMIT, Act.EDIT)


def locked(publication: Publication) -> Publication:
    """Return the publication as the database has it now, locked until the transaction ends."""
    return type(publication)._default_manager.select_for_update(of=("self",)).get(pk=publication.pk)


def refuse_unless_possible(act: Act, publication: Publication) -> None:
    if reason := rules.why_not(act, publication.state):
        raise Refused(reason)


def refuse_without(right: Right, actor, publication: Publication) -> None:
    if not scope_of(actor).has(right, publication.organisation_id):
        raise Refused(Refusal.NO_RIGHT)


def required(text: str) -> str:
    """Return the reason without its spaces; raises Refused when nothing is left."""
    if not (text := text.strip()):
        raise Refused(Refusal.NEEDS_REASON)
    return text[:500]


def why_not_approve(publication: Publication, actor) -> Refusal | None:
    """Whether `actor` may decide on the step that the publication waits at: role, own text, other steps."""
    if reason := rules.why_not(Act.APPROVE, publication.state):
        return reason
    role = reviewer_of_step(publication.review_step, publication.review_steps)
    if publication.organisation_id not in scope_of(actor).organisations(role):
        return Refusal.NO_RIGHT
    moves = Move.objects.of(publication)
    writers = moves.filter(act__in=WRITING_ACTS, round=publication.review_round)
    approvals = moves.filter(act=Act.APPROVE).values_list("step", "actor_id")
    return rules.why_not_review(
        actor_id=actor.pk,
        author_id=publication.author_id,
        writer_ids=set(writers.values_list("actor_id", flat=True)),
        step=publication.review_step,
        approvals=[Approval(*row) for row in approvals],
    )


def write_move(publication: Publication, act: Act, actor, *, note: str = "", step: int = 0, request=None) -> Move:
    """Record the move with the text as it stands, and its audit entry."""
    audit.record(actor=actor, action=f"publication.{act}", obj=publication, note=note, request=request)
    return Move.objects.create(
        object_type=publication._meta.label_lower,
        object_id=publication.pk,
        act=act,
        round=publication.review_round,
        step=step,
        actor=actor,
        at=timezone.now(),
        note=note,
        content=publication.content(),
        content_hash=publication.content_hash(),
    )
