"""Sets a manuscript as a newspaper reader would: every line gets its place, and what finds none is listed."""

import re
from collections import Counter
from datetime import date
from itertools import takewhile
from pathlib import PurePath

from django.utils.translation import gettext as _

from articles.newspaper.blocks import set_blocks
from articles.newspaper.bylines import byline_in, parse_byline
from articles.newspaper.captions import Caption, is_credit
from articles.newspaper.feature import Block, Feature, Heading, Paragraph, PhotoBlock
from articles.newspaper.figures import Figure, find_figures
from articles.newspaper.headline import SOURCE_LINE, Headline, read_headline, read_imprint
from articles.newspaper.manuscript import Item, Line, Manuscript
from articles.newspaper.remarks import remarks_on

PRINTED_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?年")
PAGE_TURN = re.compile(r"[（(](?:上接|下转|紧接|转|接)[^（）()]{1,20}[）)]")  # （下转第3版）
NAMED_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d{5})")
MEANINGLESS_ALT = re.compile(
    r"(?:图片|图像|picture|image|img|dsc|微信图片|截图)[\s_\-\d]*(?:\.\w+)?|[\w\-]+\.(?:jpe?g|png|gif|bmp)|[\d_\-a-f]+"
    r"|.*(?:描述已自动生成|AI ?生成的内容可能不正确|automatically generated|AI-generated content).*",  # Word's own guesses
    re.IGNORECASE | re.DOTALL,
)


def place(manuscript: Manuscript, *, filename: str, year: int | None, campaign_year: int | None) -> Feature:
    headline, items = read_headline(manuscript.items)
    items = _take_credits(items, headline)
    year = year or _year_of(manuscript, headline, campaign_year, filename)
    blocks = [
        _photo_block(block, year, headline.issued_on) if isinstance(block, Figure) else block
        for block in set_blocks(find_figures(items))
    ]
    blocks, repeated = _without_repeats(blocks)
    lead, blocks = _split_lead(blocks)
    feature = Feature(
        title=headline.title or _title_from_name(filename),
        kicker=headline.kicker,
        subtitle=headline.subtitle,
        source=headline.source,
        issued_on=headline.issued_on,
        credits=tuple(headline.credits),
        lead=lead,
        blocks=tuple(blocks),
        unplaced=(*headline.unplaced, *manuscript.asides, *_lost_links(manuscript, blocks)),
    )
    return remarks_on(feature, has_title=bool(headline.title), repeated=repeated, before=manuscript.notes)


def _take_credits(items: list[Item], headline: Headline) -> list[Item]:
    """Bylines at the end or between paragraphs are taken out; those inside the first or last paragraph are read and stay."""
    left: list[Item] = []
    for item in items:
        text = item.text if isinstance(item, Line) else ""
        if PAGE_TURN.fullmatch(text):
            headline.unplaced.append(text)
        elif SOURCE_LINE.fullmatch(text):
            read_imprint(headline, text)
        elif text and not is_credit(text) and (byline := parse_byline(text)):
            headline.add_byline(byline)
        else:
            left.append(item)
    lines = [item.text for item in left if isinstance(item, Line)]
    for text in lines[:1] + lines[-1:]:
        if byline := byline_in(text):
            headline.add_byline(byline)
    return left


def _year_of(manuscript: Manuscript, headline: Headline, campaign: int | None, filename: str) -> int | None:
    """The year of issue, else the campaign's, else the one the text names most, else one in the file's name."""
    if headline.issued_on:
        return headline.issued_on.year
    if campaign:
        return campaign
    printed = Counter(
        year for item in manuscript.items if isinstance(item, Line) for year in PRINTED_YEAR.findall(item.text)
    )
    named = printed.most_common(1)[0][0] if printed else next(iter(NAMED_YEAR.findall(filename)), None)
    return int(named) if named else None


def _photo_block(figure: Figure, year: int | None, issued_on: date | None) -> PhotoBlock:
    picture, caption = figure.picture, figure.caption
    alt = picture.alt.strip() if picture else ""
    return PhotoBlock(
        data=picture.data if picture else None,
        filename=picture.filename if picture else "",
        caption=caption.text,
        taken_on=_taken_on(caption, year, issued_on),
        place=caption.place,
        credit=caption.credit,
        alt="" if MEANINGLESS_ALT.fullmatch(alt) else alt,
    )


def _taken_on(caption: Caption, year: int | None, issued_on: date | None) -> date | None:
    """No picture is younger than the issue that prints it: 12月30日 in one of January is a day of the year before."""
    day = caption.taken_on(year)
    if day and issued_on and caption.lacks_year and issued_on < day <= date(issued_on.year, 12, 31):
        return caption.taken_on(year - 1)
    return day


def _without_repeats(blocks: list[Block]) -> tuple[list[Block], int]:
    """A picture that comes again without a caption of its own is the same picture laid down twice."""
    seen: set[bytes] = set()
    kept: list[Block] = []
    for block in blocks:
        is_picture = isinstance(block, PhotoBlock) and block.data is not None
        if is_picture and block.data in seen and not block.caption and not block.credit:
            continue
        if is_picture:
            seen.add(block.data)
        kept.append(block)
    return kept, len(blocks) - len(kept)


def _split_lead(blocks: list[Block]) -> tuple[str, list[Block]]:
    """The first paragraph above the first heading leads, unless it is the whole text."""
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    above = takewhile(lambda block: not isinstance(block, Heading), blocks)
    lead = next((block for block in above if isinstance(block, Paragraph)), None)
    if lead is None or len(paragraphs) == 1:
        return "", blocks
    return lead.text, [block for block in blocks if block is not lead]


def _lost_links(manuscript: Manuscript, blocks: list[Block]) -> list[str]:
    """Addresses that stand in no paragraph: lead, headings, captions and cells keep the words of a link only."""
    kept = {span.href for block in blocks if isinstance(block, Paragraph) for span in block.spans}
    lost = [(text, address) for text, address in manuscript.links if address not in kept]
    return [_("Link: %(text)s %(address)s") % {"text": text, "address": address} for text, address in lost]


def _title_from_name(filename: str) -> str:
    return PurePath(filename).stem or _("Untitled")
