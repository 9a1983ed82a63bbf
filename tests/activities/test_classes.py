from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from activities.actions.classes import MOST_CHILDREN, classes_of, set_class
from activities.actions.seats import set_seats
from activities.actions.sign_ups import sign_up
from activities.errors import NotPossible, Why
from activities.kinds import Basis, Form
from activities.models import Participant, SeatPool, SignUp
from members.models import OutboxMail, PrivateDetails
from tests.factories import MemberFactory, ParticipantFactory, StudySessionFactory
from tests.publishing.desk import signed_in

CLASS = "新龙村小学三年级2班"


@pytest.fixture
def session(people):
    made = StudySessionFactory(
        organisation=people.alice.organisation, author=people.alice, form=Form.CHILDREN, basis=Basis.CHILD,
        takes_sign_ups=True, published=True, age_min=6, age_max=12,
    )  # fmt: skip
    set_seats(made, seats=30, quotas={}, actor=people.alice)
    return made


@pytest.fixture
def teacher(people):
    PrivateDetails.objects.create(member=people.charlie, email="teacher@example.cn")
    return people.charlie


def _number(session) -> int:
    taken = SeatPool.objects.get(activity=session).taken
    assert taken == SignUp.objects.confirmed().filter(activity=session).count()
    return taken


def _why(*args, **kwargs) -> Why:
    with pytest.raises(NotPossible) as refused:
        set_class(*args, **kwargs)
    return refused.value.why


def test_class_takes_so_many_seats_and_no_name(session, teacher):
    assert set_class(session, name=CLASS, number=25, member=teacher) == 25
    assert _number(session) == 25
    assert {name[: len(CLASS)] for name in (person.name for person in Participant.objects.all())} == {CLASS}
    assert [(row["firm"], row["number"]) for row in classes_of(teacher)] == [(CLASS, 25)]


@pytest.mark.parametrize(("then", "new"), [(25, 0), (28, 3), (10, 0), (0, 0)])
def test_number_of_a_class_is_changed(session, teacher, then, new):
    set_class(session, name=CLASS, number=25, member=teacher)
    assert set_class(session, name=CLASS, number=then, member=teacher) == new
    assert _number(session) == then


def test_class_that_does_not_fit_takes_nothing(session, teacher):
    assert _why(session, name=CLASS, number=31, member=teacher) == Why.CLASS_FULL
    assert (_number(session), SignUp.objects.count(), Participant.objects.count()) == (0, 0, 0)


def test_class_that_grows_too_large_keeps_what_it_had(session, teacher):
    set_class(session, name=CLASS, number=25, member=teacher)
    assert _why(session, name=CLASS, number=31, member=teacher) == Why.CLASS_FULL
    assert _number(session) == 25


def test_seats_given_back_go_to_those_who_wait(session, teacher):
    set_class(session, name=CLASS, number=30, member=teacher)
    waiting = sign_up(session, ParticipantFactory(born_on="2013-01-01"), by_staff=True)
    assert waiting.state == SignUp.State.WAITING
    set_class(session, name=CLASS, number=0, member=teacher)
    waiting.refresh_from_db()
    assert (waiting.state, _number(session)) == (SignUp.State.CONFIRMED, 1)


def test_same_class_by_a_colleague_is_refused(session, teacher):
    set_class(session, name=CLASS, number=5, member=teacher)
    colleague = MemberFactory(organisation=teacher.organisation)
    assert _why(session, name=CLASS, number=5, member=colleague) == Why.CLASS_IN
    assert _why(session, name=CLASS, number=0, member=colleague) == Why.CLASS_IN
    assert _number(session) == 5


def test_two_classes_of_one_teacher_stand_apart(session, teacher):
    set_class(session, name=CLASS, number=5, member=teacher)
    set_class(session, name="四年级1班", number=6, member=teacher)
    set_class(session, name=CLASS, number=0, member=teacher)
    assert [(row["firm"], row["number"]) for row in classes_of(teacher, session)] == [("四年级1班", 6)]


def test_class_comes_again_after_it_was_signed_off(session, teacher):
    for number in (5, 0, 7):
        set_class(session, name=CLASS, number=number, member=teacher)
    assert _number(session) == 7


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"basis": Basis.PERSON}, Why.NO_CLASSES),
        ({"takes_sign_ups": False}, Why.NO_SIGN_UP),
        ({"sign_up_opens_at": timedelta(days=1)}, Why.NOT_OPEN),
        ({"sign_up_closes_at": -timedelta(days=1)}, Why.CLOSED),
        ({"state": "draft"}, Why.GONE),
    ],
)
def test_class_signs_up_in_its_time_only(session, teacher, change, why):
    for name, value in change.items():
        setattr(session, name, timezone.now() + value if isinstance(value, timedelta) else value)
    session.save()
    assert _why(session, name=CLASS, number=5, member=teacher) == why


def test_teacher_is_told_once(session, teacher):
    set_class(session, name=CLASS, number=25, member=teacher)
    assert list(OutboxMail.objects.values_list("address", flat=True)) == ["teacher@example.cn"]


# --- the page
@pytest.fixture
def url(session):
    return reverse("activities:class", args=[session.pk])


def _data(**changes) -> dict:
    return {"name": CLASS, "number": "5", "is_responsible": "on"} | changes


def test_class_signs_up_and_off_by_its_page(client, session, teacher, url):
    signed_in(client, teacher)
    assert client.get(url).status_code == 200
    client.post(url, _data(name=" 新龙村小学 三年级２班 "))
    assert CLASS in client.get(url).content.decode()
    assert CLASS in client.get(reverse("activities:my-activities")).content.decode()
    client.post(url, {"sign_off": CLASS})
    assert _number(session) == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"), ({"name": "x" * 41}, "name"), ({"name": "三年级2班李明"}, "name"), ({"name": "三年级13812345678"}, "name"),
        ({"name": "a\0"}, "name"), ({"number": "0"}, "number"), ({"number": "-1"}, "number"), ({"number": "9" * 30}, "number"),
        ({"number": str(MOST_CHILDREN + 1)}, "number"), ({"number": "三"}, "number"), ({"number": "31"}, "number"), ({"is_responsible": ""}, "is_responsible"),
    ],
)  # fmt: skip
def test_odd_class_is_refused_beside_the_field(client, session, teacher, url, changes, field):
    answer = signed_in(client, teacher).post(url, _data(**changes))
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert _number(session) == 0


def test_page_asks_for_sign_in_and_is_kept_by_no_cache(client, url, teacher):
    assert client.get(url).status_code == 302
    assert "no-store" in signed_in(client, teacher).get(url)["Cache-Control"]


def test_other_activities_have_no_such_page(client, session, teacher, url):
    session.basis = Basis.PERSON
    session.save()
    assert signed_in(client, teacher).get(url).status_code == 404


@pytest.mark.parametrize("sign_off", ["", "x", "\0", "x" * 5000, "四年级1班"])
def test_signing_off_what_is_not_there_changes_nothing(client, session, teacher, url, sign_off):
    set_class(session, name=CLASS, number=5, member=teacher)
    assert signed_in(client, teacher).post(url, {"sign_off": sign_off}).status_code == 302
    assert _number(session) == 5


def test_way_to_the_page_stands_where_children_take_part(client, session, teacher, url):
    signed_in(client, teacher)
    for page in ("sign-up", "state"):
        assert url in client.get(reverse(f"activities:{page}", args=[session.pk])).content.decode()
