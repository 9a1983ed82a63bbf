"""The lines under a picture: caption, date, place and credit, each as printed."""

import datetime
import re
from dataclasses import dataclass

DATE = re.compile(r"(?:(?P<year>(?:19|20)\d\d)\s?年\s?)?(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?日")
UNNAMED_DATE = re.sub(r"\?P<\w+>", "?:", DATE.pattern)
TIME_OF_DAY = r"(?:上午|下午|晚上?|傍晚|清晨|早上|早晨|中午|凌晨|夜晚?|当天|当晚)"
AFTER_DATE = re.compile(
    rf"(?:(?:至|到|[-—~～])(?:\d{{1,2}}月)?\d{{1,2}}日)?{TIME_OF_DAY}?[,，\s]*(?:在|于)?(?P<segment>[^,，。]{{2,20}})[,，]"
)
BARE_PLACE = re.compile(r"(?P<segment>[^,，。！？\s]{2,15})。?")
PLACE = re.compile(
    r".*(?:省|市|区|县|镇|乡|街道|社区|村|组|屋场|前坪|坪|广场|公园|游园|中心|学校|小学|中学|大学|学院|礼堂|会议室|路|街|巷|桥|河畔|"
    r"江畔|山|站|馆|陵园|园|大厅|厅|所|院|场|城|里|内|旁|边|村口|路口|门口|交汇处|处|基地|现场|工地|车间|车厢)"
)
NOT_A_PLACE = re.compile(r"走进|来到|组织|开展|前往|深入|赴|举行|召开|参观|志愿者|党员|干部|居民|村民|\d|[余多]人")
ARROWS = re.compile(r"[▲△▼▽↑↓◀▶]\s*")
MARKER = re.compile(
    rf"{ARROWS.pattern}|图为|图[一二三四五六七八九十\d]{{0,2}}[:：]|(?:上|下|左|右|小)图[:：为]|图注[:：]|图说[:：]|图片说明[:：]"
)

ROLE = r"(?:本报|特约|实习|见习|首席|全媒体|融媒体)?(?:记者|通讯员|摄影师|志愿者|实习生)"
WHO = r"[^。！？；，,:：（）()]{1,40}?"
CREDITS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{WHO}(?<![拍航摄])[\s/／]*摄",
        rf"(?:{ROLE}{WHO}|{WHO}[\s/／]+)[\s/／]*摄影(?:报道)?",
        rf"{WHO}[\s/／]*供图",
        r"(?:摄|摄影|图|供图|图片|照片|图源|图片来源|摄影者)\s*[/／:：]\s*[^。！？；]{1,40}",
        r"(?:本?[版文组]?(?:图片|照片)|图)均?(?:由|为)[^。！？；，]{1,40}(?:提供|摄|所摄|供图)",
        rf"{WHO}(?<!文)[/／]\s?图",
        r"资料图片?|资料照片|网络图片|插图(?:（.*）)?",
    )
)
LAST_SENTENCE = re.compile(r"(?P<caption>.*[。！？…”」』])[\s]*(?P<credit>[^。！？]{2,60})")
IN_BRACKETS = re.compile(r"(?P<caption>.+)[（(](?P<credit>[^（）()]{2,60})[）)]")
SPACED = (
    re.compile(r"(?P<caption>\S*[^\s/／、])\s+(?P<credit>\S+供图)"),
    re.compile(
        rf"(?P<caption>(?:图为|{UNNAMED_DATE}).*?[^\s/／、])\s+(?P<credit>(?:{ROLE}[\s/／]*)?\S{{2,8}}[\s/／]?摄)"
    ),
)
MAX_CAPTION, MAX_CREDIT = 200, 80


@dataclass(frozen=True)
class Caption:
    text: str = ""
    credit: str = ""

    @property
    def place(self) -> str:
        """The words between date and first comma where they name a place, or a caption that is nothing but a place."""
        date = DATE.search(self.text)
        match = AFTER_DATE.match(self.text, date.end()) if date else BARE_PLACE.fullmatch(self.text)
        segment = match["segment"].strip() if match else ""
        return segment if PLACE.fullmatch(segment) and not NOT_A_PLACE.search(segment) else ""

    def taken_on(self, year: int | None) -> datetime.date | None:
        """The printed date; `year` completes one that is printed without."""
        date = DATE.search(self.text)
        if date is None or not (date["year"] or year):
            return None
        try:
            return datetime.date(int(date["year"] or year), int(date["month"]), int(date["day"]))
        except ValueError:
            return None

    @property
    def lacks_year(self) -> bool:
        date = DATE.search(self.text)
        return date is not None and date["year"] is None


def is_credit(text: str) -> bool:
    return len(text) <= MAX_CREDIT and any(pattern.fullmatch(bare_credit(text)) for pattern in CREDITS)


def bare_credit(text: str) -> str:
    """Without the brackets that may stand around all of it."""
    text = text.strip()
    return text[1:-1].strip() if re.fullmatch(r"[（(][^（）()]*[）)]", text) else text


def split_caption(text: str) -> Caption | None:
    """Caption and credit printed on one line: `村口小广场。某镇党政办供图`."""
    if len(text) > MAX_CAPTION:
        return None
    for pattern in (LAST_SENTENCE, IN_BRACKETS, *SPACED):
        match = pattern.fullmatch(text)
        if match and is_credit(match["credit"]) and not re.fullmatch(ROLE, match["caption"]):
            return Caption(bare_caption(match["caption"].strip()), bare_credit(match["credit"]))
    return None


def is_marked(text: str) -> bool:
    """Plainly a caption by its own words: `▲图为…`."""
    return len(text) <= MAX_CAPTION and MARKER.match(text) is not None


def is_dated(text: str) -> bool:
    marker = MARKER.match(text)
    return DATE.match(text, marker.end() if marker else 0) is not None


def bare_caption(text: str) -> str:
    """Without the arrow that points to the picture on the printed page."""
    return ARROWS.sub("", text, count=1) if ARROWS.match(text) else text
