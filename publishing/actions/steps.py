"""What the actions share: locking the row, asking the rules, writing the move and the audit entry."""

from django.utils import timezone

from members import audit
from members.access import scope_of
from members.roles import Right, reviewer_of_step
from publishing import rules
from publishing.errors import Refused
from publishing.models import Move, Publication, digest_of
from publishing.rules import RIGHT_FOR, Approval, Refusal
from publishing.states import Act

REVIEW_ACTS = (Act.APPROVE, Act.RETURN)


def locked(publication: Publication) -> Publication:
    """Return the publication as the database has it now, locked until the transaction ends."""
    return type(publication)._default_manager.locking().get(pk=publication.pk)


def why_not_act(act: Act, publication: Publication, actor) -> Refusal | None:
    """Whether `actor` may do `act` to the publication as it is now: what buttons and actions ask alike."""
    if act in REVIEW_ACTS:
        return why_not_review(publication, actor)
    if reason := rules.why_not(act, publication.state, is_scheduled=publication.is_scheduled):
        return reason
    if not scope_of(actor).has(RIGHT_FOR[act], publication.organisation_id):
        return Refusal.NO_RIGHT
    return Refusal.NOT_YOURS if act == Act.RECALL and not _takes_back(publication, actor) else None


def _takes_back(publication: Publication, actor) -> bool:
    """Whether the text is the person's to take back: its author's, its writers', an administrator's. Others return it."""
    if actor.pk == publication.author_id or scope_of(actor).has(Right.MANAGE, publication.organisation_id):
        return True
    return Move.objects.of(publication).writing(publication.review_round).filter(actor=actor).exists()


def refuse_unless_possible(act: Act, publication: Publication, actor) -> None:
    if reason := why_not_act(act, publication, actor):
        raise Refused(reason)


def refuse_blocking_findings(publication: Publication) -> None:
    if blocking := [finding for finding in publication.findings() if finding.is_blocking]:
        raise Refused(Refusal.FINDINGS, blocking)


def required(text: str) -> str:
    """Return the reason without its spaces; raises Refused when nothing is left."""
    if not (text := text.strip()):
        raise Refused(Refusal.NEEDS_REASON)
    return text[:500]


def why_not_review(publication: Publication, actor) -> Refusal | None:
    """Whether `actor` may decide on the step that the publication waits at: role, own text, other steps."""
    if reason := rules.why_not(Act.APPROVE, publication.state):
        return reason
    role = reviewer_of_step(publication.review_step, publication.review_steps)
    if publication.organisation_id not in scope_of(actor).organisations(role):
        return Refusal.NO_RIGHT
    moves = Move.objects.of(publication)
    writers = moves.writing(publication.review_round)
    approvals = moves.filter(act=Act.APPROVE).values_list("step", "actor_id")
    return rules.why_not_review(
        actor_id=actor.pk,
        author_id=publication.author_id,
        writer_ids=set(writers.values_list("actor_id", flat=True)),
        step=publication.review_step,
        approvals=[Approval(*row) for row in approvals],
    )


def write_move(publication: Publication, act: Act, actor, *, note: str = "", step: int = 0, request=None) -> Move:
    """Record the move with the text as it stands, and its audit entry, which names the text's hash too.

    So the audit chain proves later who decided on which text, even against somebody who rewrites the moves.
    """
    content = publication.content()
    digest = digest_of(content)
    audit.record(
        actor=actor, action=action_name(act), obj=publication, fields=[f"sha256:{digest}"], note=note, request=request
    )
    return Move.objects.create(
        object_type=publication._meta.label_lower,
        object_id=publication.pk,
        act=act,
        round=publication.review_round,
        step=step,
        actor=actor,
        at=timezone.now(),
        note=note,
        content=content,
        content_hash=digest,
    )


def action_name(act: str) -> str:
    """The name of an act in the audit log."""
    return f"publication.{act}"
