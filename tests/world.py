"""Two organisations with the same things in each, so that whatever leaks from one into the other is seen.

Each side has a word of its own, its canary, in everything that is not for the public: titles of drafts, captions,
names, labels, reasons. No answer to somebody of the other side, nor to a stranger, may hold it.
"""

import datetime
from dataclasses import dataclass, field

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from articles.models import Credit, ReportPhoto
from members import audit
from members.models import Member, Organisation, PrivateDetails
from members.roles import Role
from publishing import actions
from publishing.models import Consent
from publishing.states import Audience, State
from tests import factories
from tests.world_activities import add_activities
from tests.world_records import add_records

PUBLIC_NAME = "公开作者"
TODAY = datetime.date(2021, 5, 18)


@dataclass
class Side:
    """An organisation: its people by role, `member` for one without a post, and its objects by model and state."""

    organisation: Organisation
    canaries: list[str]
    people: dict[str, Member] = field(default_factory=dict)
    objects: dict[str, dict[str, object]] = field(default_factory=dict)
    joined: list[str] = field(default_factory=list)  # name and number of those who joined: canaries too

    def hidden(self, words: str) -> str:
        return f"{words} {self.canaries[0]}"


@dataclass
class World:
    town: Side
    harbour: Side
    channel: object
    topic: object
    place: object
    superuser: Member


@transaction.atomic
def build_world() -> World:
    """Make both sides and what they share: a channel, a topic, a place, somebody who may do everything."""
    shared = {"channel": factories.ChannelFactory(slug="c"), "topic": factories.TopicFactory(slug="t")}
    town = _side("雷打石镇", "canary-5t3k", "13857315731", shared)
    harbour = _side("群丰镇", "canary-7d1q", "13971917191", shared)
    superuser = factories.MemberFactory(username="root", display_name="超级", is_superuser=True)
    return World(town, harbour, place=factories.PlaceFactory(), superuser=superuser, **shared)


def _side(name: str, canary: str, phone: str, shared: dict) -> Side:
    side = Side(factories.OrganisationFactory(name=name), [canary, phone])
    for role in ["member", *Role]:
        member = factories.MemberFactory(
            username=f"{role}-{canary}", display_name=side.hidden("林晓"), organisation=side.organisation
        )
        side.people[role] = member
        if role in Role:
            factories.PostFactory(member=member, role=role)
    member = side.people["member"]
    PrivateDetails.objects.create(member=member, phone=phone, emergency_contact=side.hidden("林母"))
    _add_photos(side)
    _add_publications(side, factories.ArticleFactory, "article", body=side.hidden("<p>正文</p>"), **shared)
    _add_publications(side, factories.PhotoReportFactory, "photoreport", intro=side.hidden("导语"), **shared)
    side.objects |= {"member": {"": member}, "organisation": {"": side.organisation}}
    draft, administrator = side.objects["article"]["draft"], side.people[Role.ADMINISTRATOR]
    side.objects["auditentry"] = {"": audit.record(actor=administrator, action="article.add", obj=draft)}
    audit.record(actor=administrator, action="channel.change", obj=shared["channel"])  # what everyone shares
    add_records(side)
    add_activities(side)
    return side


def _add_photos(side: Side) -> None:
    consent = Consent.objects.create(
        organisation=side.organisation, label=side.hidden("户主"), who=side.hidden("林家"), purpose="图片报道", given_on=TODAY,
        document=ContentFile(b"signed", "paper.pdf"),
    )  # fmt: skip
    photo = factories.PhotoFactory(
        organisation=side.organisation,
        uploaded_by=side.people[Role.WRITER],
        caption=side.hidden("清理杂草"),
        consent=consent,
        original=ContentFile(b"a picture", "a.jpg"),
        original_name=side.hidden("IMG") + ".jpg",
    )
    public = factories.PhotoFactory(
        organisation=side.organisation, uploaded_by=side.people[Role.WRITER], credit=f"通讯员 {PUBLIC_NAME}/摄"
    )
    side.objects |= {"photo": {"": photo, "public": public}, "consent": {"": consent}}


def _add_publications(side: Side, factory, kind: str, **fields) -> None:
    """One in each state; what was never public has the canary in its title."""
    common = {"organisation": side.organisation, "author": side.people[Role.WRITER], **fields}
    hidden = common | {"title": side.hidden("内部稿件")}
    opened = common | ({"body": "<p>公开</p>"} if kind == "article" else {"intro": "公开"})
    ahead = timezone.now() + datetime.timedelta(days=3)
    made = {
        "draft": factory(**hidden),
        "in_review": factory(**hidden),
        "scheduled": factory(**hidden, published=True, published_at=ahead),
        "internal": factory(**hidden, published=True, audience=Audience.ORGANISATION),
        "published": factory(**opened, published=True),
        "withdrawn": factory(**common, withdrawn=True, published_at=timezone.now() - datetime.timedelta(days=9)),
    }
    for item in made.values():
        _add_words(side, kind, item)
    made["in_review"] = actions.submit(made["in_review"], actor=side.people[Role.WRITER], note=side.hidden("请审"))
    assert made["in_review"].state == State.IN_REVIEW
    side.objects[kind] = made


def _add_words(side: Side, kind: str, item) -> None:
    is_hidden = item.title.startswith("内部")
    if kind == "article":
        Credit.objects.create(article=item, name=side.hidden("刘阳") if is_hidden else PUBLIC_NAME)
    else:
        photo = side.objects["photo"]["" if is_hidden else "public"]
        ReportPhoto.objects.create(report=item, photo=photo)
