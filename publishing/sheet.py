"""The review sheet (审核单): each step with who, when and what changed, and the proof that the text is the same."""

from collections.abc import Iterable
from dataclasses import dataclass

from members.models import AuditEntry
from members.roles import Role, reviewer_of_step
from publishing.actions.steps import action_name
from publishing.differences import Difference
from publishing.models import Move, Publication, digest_of
from publishing.states import Act


@dataclass(frozen=True)
class Line:
    """One move of the publication on the sheet."""

    move: Move
    role: str
    differences: list[Difference]
    is_intact: bool  # the snapshot still has the hash that was written beside it
    is_logged: bool  # the audit chain names the same hash for it


@dataclass(frozen=True)
class Sheet:
    publication: Publication
    lines: list[Line]
    current_hash: str
    since_approval: list[Difference]

    @property
    def is_as_approved(self) -> bool:
        return self.publication.approved_hash == self.current_hash

    @property
    def is_sound(self) -> bool:
        """Whether every snapshot is intact and in the audit log."""
        return all(line.is_intact and line.is_logged for line in self.lines)


def sheet_of(publication: Publication) -> Sheet:
    """Return the sheet of a publication: three queries beside the content's own."""
    moves = list(Move.objects.of(publication))
    content = publication.content()
    approved = [move for move in moves if move.act in (Act.PUBLISH, Act.CORRECT)]
    return Sheet(
        publication,
        _lines(publication, moves),
        digest_of(content),
        publication.differences(approved[-1].content, content) if approved else [],
    )


def _lines(publication: Publication, moves: Iterable[Move]) -> list[Line]:
    logged = _logged(publication)
    lines, before = [], None
    for move in moves:
        differences = [] if before is None else publication.differences(before, move.content)
        intact = digest_of(move.content) == move.content_hash
        lines.append(Line(move, _role(publication, move), differences, intact, _mark(move) in logged))
        before = move.content
    return lines


def _role(publication: Publication, move: Move) -> str:
    """The role in which somebody decided on a step."""
    if not 1 <= move.step <= publication.review_steps:
        return ""
    return str(Role(reviewer_of_step(move.step, publication.review_steps)).label)


def _logged(publication: Publication) -> set[tuple[str, str]]:
    """What the audit log says of the publication's moves: act and hash of the text."""
    entries = AuditEntry.objects.filter(
        object_type=publication._meta.label_lower, object_id=str(publication.pk), action__startswith=action_name("")
    )
    return {(action, name) for action, names in entries.values_list("action", "fields") for name in names}


def _mark(move: Move) -> tuple[str, str]:
    return action_name(move.act), f"sha256:{move.content_hash}"
