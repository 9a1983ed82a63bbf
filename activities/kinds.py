"""The kinds of activities and their forms. Pure: no database, no request."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    STUDY = "study", _("Study session")  # 学习活动
    SERVICE = "service", _("Volunteer event")  # 志愿服务


class Form(models.TextChoices):
    """What an activity is; the first twelve are forms of study, the others kinds of volunteer service."""

    GROUP_STUDY = "group_study", _("Study group session")  # 中心组学习
    TOPIC_STUDY = "topic_study", _("Study of a topic")  # 专题学习
    TRAIN_CLASS = "train_class", _("Classroom on a train")  # 车厢课堂
    LECTURE = "lecture", _("Lecture")  # 宣讲
    COURTYARD = "courtyard", _("Evening talk in a courtyard")  # 屋场夜话
    STORIES = "stories", _("Telling stories of party history")  # 讲党史故事
    CONTEST = "contest", _("Speech contest")  # 演讲比赛
    FIELD = "field", _("Lesson on site")  # 现场教学
    MEMORIAL = "memorial", _("Honouring martyrs")  # 祭英烈
    CHILDREN = "children", _("Children's activity")  # 童心向党
    TRIP = "trip", _("Study trip")  # 研学
    FORUM = "forum", _("Discussion")  # 座谈

    CLEAN_UP = "clean_up", _("Clearing and cleaning")  # 清淤保洁
    HOME_HELP = "home_help", _("Help at home")  # 上门服务
    WEEDING = "weeding", _("Weeding at home")  # 上门除草
    PATROL = "patrol", _("Evening patrol")  # 夜间巡逻
    RECORDING = "recording", _("Recording oral histories")  # 口述记录
    COURTESY = "courtesy", _("Courtesy and traffic")  # 文明劝导
    OUTREACH = "outreach", _("Information and outreach")  # 政策宣传
    OTHER = "other", _("Other service")  # 其他志愿服务


SERVICE_FORMS = (
    Form.CLEAN_UP, Form.HOME_HELP, Form.WEEDING, Form.PATROL, Form.RECORDING, Form.COURTESY, Form.OUTREACH, Form.OTHER,
)  # fmt: skip
STUDY_FORMS = tuple(form for form in Form if form not in SERVICE_FORMS)


def forms_of(kind: Kind) -> tuple[Form, ...]:
    return SERVICE_FORMS if kind == Kind.SERVICE else STUDY_FORMS


class Basis(models.TextChoices):
    """What one seat is for."""

    PERSON = "person", _("one person")
    FIRM = "firm", _("one firm: it sends one delegate")
    CHILD = "child", _("one child, signed up by a guardian")
