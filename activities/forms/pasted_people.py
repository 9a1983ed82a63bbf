"""Reading the people of a pasted list, and asking whether a name that is known already is the same person."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from activities.actions.participants import key_without_account
from activities.actions.proxy import Person
from activities.forms.proxy import person_of, suggested_of
from activities.models import Participant
from activities.pasted import MOST_LINES, Line, read_list
from members.models import Member

YES, NO = "yes", "no"


@dataclass(frozen=True)
class Question:
    """Whether somebody of the list is the one of that name who is known; `name` is that of the answer's field."""

    line: Line
    name: str
    account: Member | None
    participant: Participant | None
    answer: str

    @property
    def unit(self) -> str:
        unit = self.account.organisation if self.account else self.participant.organisation
        return unit.brief if unit else ""


class PastedPeople:
    """A form with `pasted`; it is given `accounts` (a function of names), `lately` and `units`."""

    def read_people(self, organisation) -> None:
        """Set `people`, `questions` and `problems`; a name alone never decides who somebody is."""
        self.people, self.questions, self.problems = [], [], []
        text = self.cleaned_data.get("pasted") or ""
        reading = read_list(text)
        self.heading = reading.heading
        self.problems = [line for line in reading.people if line.problem]
        if len(reading.people) > MOST_LINES:
            too_many = _("%(n)s people: at most 1,000 at a time. Split the list.")
            self.add_error("pasted", ValidationError(too_many, params={"n": len(reading.people)}))
        elif text.strip() and not reading.people:
            self.add_error("pasted", _("Nobody is in this list: paste a line for each person, the name first."))
        elif self.problems:
            self.add_error("pasted", _("Mend the marked lines; everybody else was read."))
        else:
            self._settle(reading.people, organisation)

    def number_of_people(self, cleaned: dict) -> int:
        """How many are in the list or ticked, each once."""
        ticked = {person.key for person in cleaned.get("ticked") or ()}
        return len(ticked | {person.key for person in getattr(self, "people", ())})

    def _settle(self, lines: list[Line], organisation) -> None:
        accounts = self.accounts({line.name for line in lines})
        known: dict[str, list[Participant]] = {}
        for person in self.lately:
            known.setdefault(person.full_name, []).append(person)
        host = type("Host", (), {"organisation": organisation})
        for line in lines:
            person = person_of(host, self.units, name=line.name, phone=line.phone, unit=line.unit)
            self.people.append(self._resolved(line, person, accounts, known))
        if any(question.answer not in (YES, NO) for question in self.questions):
            self.add_error("pasted", _("Some names are known already: say below whether it is them, then press again."))

    def _resolved(self, line: Line, person: Person, accounts, known) -> Person:
        account = suggested_of(person, accounts)
        participant = None if account else self._known_one(person, known.get(person.name, []))
        if account is None and participant is None:
            return person
        name = f"same-m{account.pk}" if account else f"same-p{participant.pk}"
        answer = self.data.get(name, "")
        self.questions.append(Question(line, name, account, participant, answer))
        if answer == YES:
            return Person(person.name, account=account) if account else Known(person.name, participant=participant)
        return person

    @staticmethod
    def _known_one(person: Person, found: list[Participant]) -> Participant | None:
        """The only one of that name who took part lately, unless the list itself says the same person or number."""
        key = key_without_account(person.name, person.phone, person.unit)
        if len(found) != 1 or found[0].key == key:
            return None
        return found[0] if not person.phone or not found[0].phone else None


@dataclass(frozen=True)
class Known(Person):
    """Somebody without an account who took part before, as whom a name of the list was recognised."""

    participant: Participant | None = None

    @property
    def key(self) -> str:
        return self.participant.key

    def as_participant(self) -> Participant:
        return self.participant
