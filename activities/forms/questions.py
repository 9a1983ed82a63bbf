"""What the form of an activity asks, by what the activity is. Pure: names of fields and rows."""

from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from activities.kinds import STUDY_FORMS, Form, Kind

COUNTED = {Form.GROUP_STUDY, Form.TOPIC_STUDY, Form.TRAIN_CLASS, Form.FIELD}  # 第2次
TRAVELLING = {Form.TRAIN_CLASS, Form.FIELD, Form.TRIP}
WITH_PUPILS = {Form.MEMORIAL, Form.CHILDREN, Form.TRIP}
COMES_AGAIN = {Form.PATROL, Form.COURTESY, Form.HOME_HELP, Form.RECORDING, Form.OUTREACH, Form.OTHER}
IN_HOMES = {Form.HOME_HELP, Form.WEEDING, Form.RECORDING}  # small teams by arrangement
BY_UNITS = {Form.GROUP_STUDY, Form.TOPIC_STUDY, *TRAVELLING, Form.LECTURE, Form.MEMORIAL, Form.CONTEST, Form.FORUM}
BY_UNITS |= {Form.CLEAN_UP, Form.COURTESY, Form.OUTREACH, Form.OTHER}
OF_FIRMS = {Form.FORUM, Form.TRIP, Form.LECTURE, Form.TRAIN_CLASS}
WITH_SIGN_UP = {Form.TRAIN_CLASS, Form.LECTURE, Form.TRIP, Form.FIELD, Form.CHILDREN, Form.CONTEST}
WITH_SIGN_UP |= {Form.CLEAN_UP, Form.WEEDING, Form.RECORDING, Form.COURTESY, Form.OUTREACH, Form.OTHER}
IN_THE_EVENING = {Form.PATROL, Form.COURTYARD}

# Fields and rows that only some forms ask for; everything else is asked of all.
ONLY: dict[str, set[str]] = {
    "ordinal": COUNTED,
    "theme": set(STUDY_FORMS) - {Form.CHILDREN, Form.CONTEST},
    "fact_sources": {Form.MEMORIAL},
    "class_name": WITH_PUPILS,
    "shows_people": WITH_PUPILS - {Form.TRIP},
    "weekdays": COMES_AGAIN,
    "shift_from": COMES_AGAIN,
    "shift_until": COMES_AGAIN,
    "repeats_until": COMES_AGAIN,
    "basis": OF_FIRMS | {Form.CHILDREN},
    "age_min": set(Form) - {Form.GROUP_STUDY, Form.TOPIC_STUDY, Form.FORUM, Form.LECTURE, Form.COURTYARD},
    "legs": TRAVELLING | {Form.MEMORIAL},
    "groups": TRAVELLING | {Form.MEMORIAL, Form.CHILDREN, Form.CLEAN_UP, Form.PATROL, Form.COURTESY, Form.OUTREACH},
    "pools": BY_UNITS,
    "speakers": set(STUDY_FORMS) - {Form.CONTEST, Form.CHILDREN, Form.MEMORIAL, Form.TRIP},
    "materials": set(STUDY_FORMS) - {Form.CONTEST, Form.COURTYARD, Form.STORIES, Form.CHILDREN, Form.FORUM},
}
ONLY["age_max"] = ONLY["age_min"]


class Section(NamedTuple):
    """A group of fields; `rows` stand behind it. What is rarely needed is folded as long as it is empty."""

    key: str
    title: str
    fields: tuple
    rows: tuple[str, ...] = ()
    help: str = ""
    is_rare: bool = False


WHAT_STUDY = ("title", ("form", "ordinal"), "theme", "summary", "details", "class_name", "fact_sources", "shows_people")
WHAT_SERVICE = ("title", "form", "summary", "tasks", "details", "skills")
SIGN_UP = ("sign_up_opens_at", "cancel_until", "question", ("age_min", "age_max"), "check_in")
SIGN_UP_HELP = _(
    "What is left empty is settled by itself: sign-up opens with publication and ends when the activity begins."
)


def sections_of(kind: Kind) -> Iterator[Section]:
    """Return all that is asked of a kind, in the order in which one plans."""
    is_study = kind == Kind.STUDY
    yield Section("what", _("What it is"), WHAT_STUDY if is_study else WHAT_SERVICE)
    yield Section("when", _("When and where"), _when(is_study), ("legs",))
    contact = (("contact_name", "contact_phone"), *(() if is_study else ("person_in_charge",)))
    yield Section("contact", _("Whom to ring"), contact, ("speakers", "materials") if is_study else ())
    if not is_study:
        safety = ("risk_notice", ("is_hazardous", "insurance_number"), "hours_cap")
        rule = _("Without a risk notice it cannot be published with sign-up; without insurance nothing hazardous.")
        yield Section("safety", _("Safety and hours"), safety, help=rule)
    people = "seats" if is_study else ("seats", "min_people")
    fields = ("takes_sign_ups", people, "basis", "sign_up_closes_at")
    yield Section("sign-up", _("Signing up"), fields, ("pools", "groups"), SIGN_UP_HELP)
    yield Section("sign-up-more", _("More about signing up"), SIGN_UP, is_rare=True)
    yield Section("filing", _("Publication"), ("organisation", "topic", "audience"))
    yield Section(
        "filing-more", _("Time, cover and related articles"), ("publish_at", "cover", "articles"), is_rare=True
    )


def _when(is_study: bool) -> tuple:
    rota = () if is_study else ("weekdays", ("shift_from", "shift_until"), "repeats_until")
    place = ("place", "venue", *(() if is_study else ("meeting_point",)), "directions", "bring")
    return (("starts_at", "ends_at"), *rota, *place)


def asks(form: str, name: str) -> bool:
    """Whether activities of that form are asked for a field or for rows."""
    return name not in ONLY or form in ONLY[name]
