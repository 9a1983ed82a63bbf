"""What the kept pages of the special kinds say of themselves: memorials, children's activities, discussions.

What changes without an edit is in special_now.
"""

from typing import NamedTuple

from activities.kinds import Form
from activities.special import is_of_children
from members.rules import masked_name

TEACHES = ("老师", "教师", "校长", "辅导员", "宣讲")


def special_facts(session, speakers=None) -> dict:
    """Return `sources` of the facts, `speakers` as they may be named (read, if not given), and `is_of_children`."""
    all_speakers = session.speakers.all() if speakers is None else speakers
    return {
        "sources": [line.strip() for line in session.fact_sources.splitlines() if line.strip()],
        "speakers": [shown for speaker in all_speakers if any(shown := shown_speaker(session, speaker))],
        "is_of_children": is_of_children(session),
    }


class ShownSpeaker(NamedTuple):
    name: str
    unit: str
    subject: str


def shown_speaker(session, speaker) -> ShownSpeaker:
    """Return a speaker as readers see them: at a discussion by unit alone, children masked."""
    name = speaker.name
    if session.form == Form.FORUM:
        name = ""
    elif is_of_children(session) and _is_child(speaker):
        name = masked_name(name)
    return ShownSpeaker(name, speaker.unit, speaker.subject)


def _is_child(speaker) -> bool:
    """Whether somebody of a school speaks who does not teach there."""
    is_at_school = any(
        word in speaker.unit for word in ("班", "年级", "学校", "小学", "中学", "幼儿园", "少先队", "学生")
    )
    return is_at_school and not any(word in speaker.unit + speaker.name for word in TEACHES)
