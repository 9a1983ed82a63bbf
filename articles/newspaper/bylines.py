"""Bylines: `株洲日报·掌上株洲记者/旷昆红 通讯员/陈亮` becomes credits by role and the paper they came from."""

import re
from dataclasses import dataclass

from articles.newspaper.feature import Credit

# Roles that may touch the name (记者张三), and those that need a mark after them, being ordinary words otherwise.
TOUCHING_ROLES = "全媒体记者|融媒体记者|特约记者|见习记者|实习记者|首席记者|摄影记者|记者|特约通讯员|通讯员|实习生|特约撰稿人?|撰稿人?|撰文|摄影报道|摄影"
MARKED_ROLES = "供稿|总策划|执行|责任编辑|责编|编辑|作者|校对|审校|审核|监制|策划|文字|文|图片|图|摄"
BOTH = r"(?:文\s*[/／]\s*图|图\s*[/／]\s*文)"  # wrote the text and took the photos
TEXT_AND_PHOTOS = re.compile(rf"^{BOTH}[/／：:\s]*|[/／\s]*{BOTH}$")
ROLE = re.compile(rf"(?P<touching>{TOUCHING_ROLES})(?P<mark>[/／:：\s]*)|(?P<marked>{MARKED_ROLES})\s*[/／:：]\s*")
NAME = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,6}(?:[·•][\u4e00-\u9fff]{1,8})+|[A-Za-z][A-Za-z.\-]+")
SEPARATORS = re.compile(r"[、，,/／:：|｜\s]+")
SPACED_NAME = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])[ \u3000]+([\u4e00-\u9fff])(?![\u4e00-\u9fff])")
ORGANISATION = re.compile(
    r".*(?:报|报社|社|台|网|中心|媒体|客户端|频道|杂志|部|局|委|办|镇|街道|乡|公司|学院|大学|中学|协会|本报|本台|本网|本刊)"
)
SELF_NAMES = {"本报", "本台", "本网", "本刊", "本社"}
ORNAMENTS = "■□▲△●○◆◇★☆ \t\u3000"
BRACKETED = re.compile(r"[（(]([^（）()]{3,60})[）)]")
DATELINE = re.compile(r"^(?P<paper>[^\s，。（(]{2,20}?)(?:\d{1,2}月\d{1,2}日)?讯[\s　]*[（(]")
AFTER_DATELINE = re.compile(r"^.{2,40}[讯电]\s*$")
MAX_BYLINE = 80


@dataclass(frozen=True)
class Byline:
    credits: tuple[Credit, ...]
    source: str = ""


def parse_byline(text: str, *, is_bracketed: bool = False) -> Byline | None:
    """None when the line is not a byline: then every word of it is text."""
    text = text.strip(ORNAMENTS)
    if len(text) > MAX_BYLINE:
        return None
    if BRACKETED.fullmatch(text):
        text, is_bracketed = text[1:-1].strip(), True
    text, both = TEXT_AND_PHOTOS.subn("", text)
    if both and not ROLE.search(text):
        text = f"作者：{text}"
    roles = list(ROLE.finditer(text))
    if not roles or not (is_bracketed or _is_marked(roles, text)):
        return None
    organisation = _organisation(text[: roles[0].start()])
    if organisation is None:
        return None
    credits = _read_credits(text, roles, organisation)
    credits += [Credit("摄影", credit.name, credit.organisation) for credit in credits if both]
    return Byline(tuple(dict.fromkeys(credits)), _source(credits)) if credits else None


def byline_in(text: str) -> Byline | None:
    """The byline that a paragraph carries in brackets: `本报讯（记者 张三）…` or `…（记者 张三）` at its end."""
    for match in BRACKETED.finditer(text):
        if match.end() == len(text) or AFTER_DATELINE.search(text, 0, match.start()):
            found = parse_byline(match[1], is_bracketed=True)
            if found:
                paper = DATELINE.match(text)
                named = paper["paper"] if paper and paper["paper"] not in SELF_NAMES else ""
                return Byline(found.credits, found.source or named)
    return None


def _is_marked(roles: list[re.Match], text: str) -> bool:
    """`记者手记` is a heading, `记者 张三` and `本报记者张三` are bylines."""
    first = roles[0]
    return len(roles) > 1 or bool(first["marked"] or first["mark"]) or first.start() > 0


def _organisation(prefix: str) -> str | None:
    """The words before the first role: empty, or one name of a paper or unit; None when they are something else."""
    prefix = prefix.strip(" \t\u3000/／:：|｜")
    return prefix if not prefix or re.fullmatch(r"[^\s。！？；，,\d]{2,24}", prefix) else None


def _read_credits(text: str, roles: list[re.Match], organisation: str) -> list[Credit]:
    """An empty list when some word is neither role nor name nor organisation."""
    credits: list[Credit] = []
    ends = [role.start() for role in roles[1:]] + [len(text)]
    latest: list[str] = []
    for role, end in zip(roles, ends, strict=True):
        names = _names(text[role.end() : end])
        has_next_organisation = end < len(text) and len(names) > 1 and ORGANISATION.fullmatch(names[-1])
        following = names.pop() if has_next_organisation else ""
        title = role["touching"] or role["marked"]
        if not names and title.startswith("摄影"):  # 记者 张三 摄影报道
            names, title = latest, "摄影"
        if not names or not all(_is_name(name, role) for name in names):
            return []
        credits.extend(Credit(title, name, organisation) for name in names)
        latest, organisation = names, following
    return credits


def _is_name(text: str, role: re.Match) -> bool:
    """A person; after a role with its mark (供稿：) also a unit."""
    is_unit = role["marked"] and len(text) <= 24 and ORGANISATION.fullmatch(text)
    return bool(is_unit or NAME.fullmatch(text))


def _names(text: str) -> list[str]:
    text = SPACED_NAME.sub(r"\1\2", text.strip())
    words = [word for word in SEPARATORS.split(text) if word]
    if words and words[-1] in {"报道", "文", "综合报道"}:
        words.pop()
    return words


def _source(credits: list[Credit]) -> str:
    papers = (credit.organisation for credit in credits if "记者" in credit.role)
    return next((paper for paper in papers if paper and paper not in SELF_NAMES), "")
