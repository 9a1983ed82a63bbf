"""Fills a database with many published articles and as many activities, as `python -m bench.corpus COUNT` with DATABASE_URL set.

Rendering 100,000 articles one by one would take an hour that measures nothing, so the ready-made pieces of a
few prototypes, rendered for real, are copied with each article's own number and title.
"""

import os
import random
import sys
from datetime import timedelta

PROTOTYPES = 12
PHOTOS = 40
WORDS = [
    "学习",
    "教育",
    "党员",
    "志愿者",
    "社区",
    "居民",
    "列车",
    "课堂",
    "屋场",
    "老兵",
    "讲述",
    "清淤",
    "除草",
    "巡逻",
    "小游园",
    "沥青",
    "执照",
    "代办",
    "项目",
    "开工",
    "投产",
    "园区",
    "企业",
    "座谈",
    "参观",
    "标语",
    "博物馆",
    "红色",
    "历史",
    "初心",
    "使命",
    "服务",
    "群众",
    "实事",
    "道路",
    "排水",
    "硬化",
    "勘探",
    "组织",
    "街道",
    "村民",
    "上午",
    "傍晚",
    "清晨",
    "雨后",
    "大家",
    "一起",
    "认真",
    "细致",
    "持续",
    "推进",
    "开展",
    "活动",
    "现场",
    "记录",
    "办结",
    "反映",
    "解决",
    "问题",
    "方便",
    "安全",
    "温暖",
]


def sentence(chance: random.Random) -> str:
    return "".join(chance.choices(WORDS, k=chance.randint(6, 14))) + "。"


def paragraph(chance: random.Random) -> str:
    return "".join(sentence(chance) for _number in range(chance.randint(3, 5)))


def body(chance: random.Random, photos: list) -> str:
    """Eight paragraphs, two headings and two photos: about 800 characters, a usual article."""
    figures = [
        f'<figure><img src="/media/photos/{photo.key[:2]}/{photo.key}-960.jpg" alt="{photo.alt}" data-file="{photo.pk}">'
        f"<figcaption>{photo.caption}</figcaption></figure>"
        for photo in photos
    ]
    blocks = [f"<p>{paragraph(chance)}</p>" for _number in range(8)]
    blocks[2:2] = ["<h2>现场</h2>", figures[0]]
    blocks[7:7] = ["<h2>回声</h2>", figures[1]]
    return "".join(blocks)


def fill(count: int) -> None:
    """Create the organisations, channels, photos, `count` articles published one every 20 minutes until now, activities."""
    from django.db import transaction

    from articles.models import Article
    from bench.activities import fill_activities

    chance = random.Random(20210402)
    with transaction.atomic():
        scene = _scene(chance)
        prototypes = [_prototype(chance, scene, number) for number in range(PROTOTYPES)]
    for start in range(len(prototypes), count, 2000):
        rows = [_copy(prototypes[n % PROTOTYPES], n, count, scene) for n in range(start, min(start + 2000, count))]
        Article.objects.bulk_create(rows)
        print(f"  {min(start + 2000, count):,} articles", flush=True)
    fill_activities(count, scene)


def _scene(chance: random.Random) -> dict:
    from django.utils import timezone

    from articles.models import Channel, Photo, PhotoReport, ReportPhoto, Topic
    from members.models import Member, Organisation
    from publishing import pieces

    organisations = [Organisation.objects.create(name=f"单位{n}", kind="bureau") for n in range(8)]
    author = Member.objects.create_user("bench", None, display_name="测量", organisation=organisations[0])
    photos = [
        Photo.objects.create(
            organisation=organisations[0], uploaded_by=author, state="ready", width=1600, height=1067,
            widths=[480, 960, 1600], sha256=f"{n:064x}", caption=sentence(chance), alt=sentence(chance), credit="通讯员 某某/摄",
        )
        for n in range(PHOTOS)
    ]  # fmt: skip
    sections = ["study", "thought", "service", "development"]
    channels = [
        Channel.objects.create(name=f"栏目{n}", slug=f"c{n}", section=sections[n % 4], position=n) for n in range(8)
    ]
    topic = Topic.objects.create(title="专题", slug="topic")
    now = timezone.now()
    for number in range(8):
        report = PhotoReport.objects.create(
            title=f"图片报道{number}", date=now.date(), organisation=organisations[0], author=author, state="published",
            published_at=now - timedelta(hours=number + 1), approved_hash="0" * 64, topic=topic,
        )  # fmt: skip
        for position in range(5):
            ReportPhoto.objects.create(report=report, photo=photos[(number * 5 + position) % PHOTOS], position=position)
        pieces.refresh(report)
    return {
        "organisations": organisations,
        "author": author,
        "photos": photos,
        "channels": channels,
        "topic": topic,
        "now": now,
    }


def _prototype(chance: random.Random, scene: dict, number: int):
    from articles.models import Article, Credit
    from publishing import pieces

    photos = chance.sample(scene["photos"], 2)
    article = Article.objects.create(
        title=f"第{number}号标题", lead=paragraph(chance), body=body(chance, photos), cover=photos[0],
        organisation=scene["organisations"][number % 8], author=scene["author"], channel=scene["channels"][number % 8],
        topic=scene["topic"], state="published", published_at=scene["now"] - timedelta(minutes=number), approved_hash="0" * 64,
    )  # fmt: skip
    article.photos.set(photos)
    Credit.objects.create(article=article, role="correspondent", name="某某")
    pieces.refresh(article)
    article.refresh_from_db()
    return article


def _copy(prototype, number: int, count: int, scene: dict):
    from articles.models import Article

    title = f"第{number}号标题"
    fields = {
        field.attname: getattr(prototype, field.attname)
        for field in Article._meta.concrete_fields
        if field.attname not in ("id", "title", "published_at", "page_html", "card_html")
    }
    article = Article(pk=number + 1, title=title, published_at=scene["now"] - timedelta(minutes=20 * number), **fields)
    old, new = f"/articles/{prototype.pk}/", f"/articles/{article.pk}/"
    article.page_html = prototype.page_html.replace(prototype.title, title).replace(old, new)
    article.card_html = prototype.card_html.replace(prototype.title, title).replace(old, new)
    return article


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    import django

    django.setup()
    fill(int(sys.argv[1]))
