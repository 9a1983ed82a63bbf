"""The words of an action that is over: its title, and the sentence that captions and summaries begin with."""

from datetime import datetime

from django.utils import timezone, translation

from activities.kinds import Form
from activities.models import Closing
from activities.public.counts import heads

HEADS_OF = "志愿者"
CAPTION, SUMMARY, TITLE = 300, 200, 100


def title_of(form: str, place: str) -> str:
    """Return a title in Chinese, which is what readers see: 日升社区清淤保洁."""
    with translation.override("zh-hans"):
        return f"{place}{Form(form).label}"[:TITLE]


def sentence_of(*, starts_at: datetime, place: str, content: str, closing: Closing) -> str:
    """Return 5月18日，志愿者40余名在日升社区清理沟渠淤泥。"""
    day = timezone.localtime(starts_at)
    what = "、".join(line.strip() for line in content.splitlines() if line.strip()).rstrip("。；;.，, ")
    with translation.override("zh-hans"):
        who = heads(closing)
    where = f"在{place}" if place else ""
    return f"{day.month}月{day.day}日，{who}{where}{what}。"[:CAPTION]
