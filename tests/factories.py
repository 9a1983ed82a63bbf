"""The minimum valid row of each model; tests say only what matters to them."""

import datetime
import decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from activities.kinds import Form
from activities.models import Participant, ServiceRecord, StudySession, VolunteerEvent
from articles.models import Article, Channel, Photo, PhotoReport, Topic
from members.models import Member, Organisation, Place, Post
from publishing.states import State

PASSWORD = "correct-horse-42"


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence("单位{}".format)
    kind = Organisation.Kind.BUREAU


class PlaceFactory(DjangoModelFactory):
    class Meta:
        model = Place

    name = factory.Sequence("地点{}".format)
    kind = Place.Kind.COMMUNITY


class MemberFactory(DjangoModelFactory):
    class Meta:
        model = Member
        skip_postgeneration_save = True

    username = factory.Sequence("member{}".format)
    display_name = "王小明"
    organisation = factory.SubFactory(OrganisationFactory)
    password = factory.django.Password(PASSWORD)


class PostFactory(DjangoModelFactory):
    class Meta:
        model = Post

    member = factory.SubFactory(MemberFactory)
    organisation = factory.SelfAttribute("member.organisation")
    role = Post.Role.WRITER
    since = datetime.date(2020, 1, 1)


class ChannelFactory(DjangoModelFactory):
    class Meta:
        model = Channel

    name = factory.Sequence("栏目{}".format)
    slug = factory.Sequence("channel-{}".format)
    section = Channel.Section.STUDY


class TopicFactory(DjangoModelFactory):
    class Meta:
        model = Topic

    title = factory.Sequence("专题{}".format)
    slug = factory.Sequence("topic-{}".format)


class PublicationFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    class Params:
        published = factory.Trait(
            state=State.PUBLISHED,
            published_at=factory.LazyFunction(lambda: timezone.now() - datetime.timedelta(hours=1)),
            approved_hash="0" * 64,
            review_round=1,
        )
        withdrawn = factory.Trait(
            state=State.WITHDRAWN, withdrawal_reason="内容有误", withdrawn_at=factory.LazyFunction(timezone.now)
        )

    organisation = factory.SubFactory(OrganisationFactory)
    author = factory.SubFactory(MemberFactory, organisation=factory.SelfAttribute("..organisation"))


class ArticleFactory(PublicationFactory):
    class Meta:
        model = Article

    title = factory.Sequence("标题{}".format)
    lead = "四月二日，第二次专题学习在列车上进行。"
    body = "<p>学员沿醴茶铁路前往茶陵县、炎陵县。</p>"


class PhotoReportFactory(PublicationFactory):
    class Meta:
        model = PhotoReport

    title = factory.Sequence("图片报道{}".format)
    date = datetime.date(2021, 5, 18)


def _days(number: int, hour: int = 9):
    """A moment that many days from now, at that hour of the district's day."""
    day = timezone.localtime() + datetime.timedelta(days=number)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


class ActivityFactory(PublicationFactory):
    class Meta:
        abstract = True

    title = factory.Sequence("活动{}".format)
    starts_at = factory.LazyFunction(lambda: _days(7, 9))
    ends_at = factory.LazyAttribute(lambda activity: activity.starts_at + datetime.timedelta(hours=2))


class StudySessionFactory(ActivityFactory):
    class Meta:
        model = StudySession

    form = Form.LECTURE


class VolunteerEventFactory(ActivityFactory):
    class Meta:
        model = VolunteerEvent

    form = Form.CLEAN_UP
    risk_notice = "路面湿滑，请穿防滑鞋。"


class PhotoFactory(DjangoModelFactory):
    """A photo that passes the check before publication, without files of its own."""

    class Meta:
        model = Photo

    organisation = factory.SubFactory(OrganisationFactory)
    uploaded_by = factory.SubFactory(MemberFactory, organisation=factory.SelfAttribute("..organisation"))
    state = Photo.State.READY
    width, height, widths = 1600, 1067, [480, 960, 1600]
    sha256 = factory.Sequence("{:064x}".format)
    caption = "5月18日，党员志愿者上门清理杂草。"
    alt = "几名志愿者在屋前弯腰除草"
    credit = "通讯员 余红梅/摄"


def administrator_of_all(member):
    """Give the member an administrator's post at every organisation that there is; what is site-wide asks for it."""
    for organisation in Organisation.objects.exclude(posts__member=member, posts__role=Post.Role.ADMINISTRATOR):
        PostFactory(member=member, role=Post.Role.ADMINISTRATOR, organisation=organisation)
    return member


class ParticipantFactory(DjangoModelFactory):
    """Somebody without an account, unless a member is named."""

    class Meta:
        model = Participant

    key = factory.Sequence("p{}".format)
    name = factory.LazyAttribute(lambda participant: "" if participant.member else "林晓")

    member = None


class ServiceRecordFactory(DjangoModelFactory):
    """Two hours of an event that ended three days ago, still to be approved."""

    class Meta:
        model = ServiceRecord

    participant = factory.SubFactory(ParticipantFactory)
    activity = factory.SubFactory(
        VolunteerEventFactory, published=True, starts_at=factory.LazyFunction(lambda: _days(-3, 9))
    )
    organisation = factory.SelfAttribute("activity.organisation")
    title = factory.SelfAttribute("activity.title")
    place = "日升社区"
    content = "清理沟渠淤泥"
    person_in_charge = "余红梅"
    starts_at = factory.SelfAttribute("activity.starts_at")
    ends_at = factory.SelfAttribute("activity.ends_at")
    hours = decimal.Decimal(2)
    source = ServiceRecord.Source.ROSTER
    due_on = factory.LazyFunction(lambda: timezone.localdate() + datetime.timedelta(days=7))

    class Params:
        approved = factory.Trait(
            state=ServiceRecord.State.APPROVED,
            decided_at=factory.LazyFunction(timezone.now),
            decided_by=factory.SubFactory(MemberFactory),
        )
