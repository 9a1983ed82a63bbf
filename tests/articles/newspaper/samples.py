"""Features as they come from real desks, odd ones too: name -> (file name, bytes)."""

from pathlib import Path

from docx.shared import Pt

from tests.articles.newspaper.word_files import inline_picture, p, picture, r, raw, saved, story, text_box

RED, BLUE = picture("red"), picture("blue")


def media(*pictures: bytes) -> tuple[list[tuple[str, str, str]], dict[str, bytes]]:
    links = [(f"rId{n}", "image", f"media/image{n}.png") for n in range(10, 10 + len(pictures))]
    return links, {f"word/media/image{n}.png": data for n, data in enumerate(pictures, start=10)}


def _text(*lines: str) -> bytes:
    return "\n\n".join(lines).encode()


def without_byline() -> bytes:
    return _text("河道清淤暖民心", "五月的一个早晨,志愿者来到河边。", "两个小时后,淤泥清理干净。")


def two_bylines() -> bytes:
    return _text(
        "株洲处处党旗红",
        "学党史 悟思想 干实事 谋发展",
        "——某区开展党史学习教育活动侧记",
        "株洲日报·掌上株洲记者/旷某红 通讯员/陈某",
        "特约通讯员 李 四 实习生 王小五",
        "学习在车厢里开始。",
        "学员们轮流发言。",
        "（责任编辑：赵六）",
    )


def chinese_numbers() -> bytes:
    return _text(
        "某街道办实事工作综述",
        "本报记者 张三",
        "一年来,街道办成三件事。",
        "一、修好一条路",
        "路面重新铺了沥青。",
        "（一）先勘探",
        "技术员来了三次。",
        "二、点亮一盏灯",
        "夜里走路不再摸黑。",
        "1.居民提了建议。",
        "2.社区当天答复。",
    )


def automatic_numbers() -> bytes:
    numbering = story(
        "numbering",
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>'
        '</w:abstractNum><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>',
    )
    body = (
        p("办好三件事", size=22) + p("开头一段。", size=16) + p("修好一条路", number=1) + p("路修好了。") + p("点亮一盏灯", number=1)
        + p("准备工作如下。") + p("买灯", number=2) + p("装灯", number=2)
    )  # fmt: skip
    return raw(body, ("rId1", "numbering", "numbering.xml"), parts={"word/numbering.xml": numbering})


def tables() -> bytes:
    def write(document):
        document.add_heading("服务清单", 0)
        document.add_paragraph("下表列出本月的服务。")
        table = document.add_table(2, 3)
        for cell, text in zip(table._cells, ("日期", "地点", "人数", "5月17日", "沿江路", "20余人"), strict=True):
            cell.text = text
        table.cell(0, 1).merge(table.cell(0, 2))
        document.add_paragraph("请大家参加。")

    return saved(write)


def captions_before_pictures() -> bytes:
    links, parts = media(RED, BLUE)
    body = (
        p("镜头里的服务", "Title") + p("志愿者在行动。") + p("第二段文字。")
        + p("▼2021年5月17日，沿江路，志愿者清理淤泥。") + p("记者 张三 摄") + p(inline_picture("rId10"))
        + p("▼5月18日，某村，志愿者除草。") + p("（某镇供图）") + p(inline_picture("rId11", "三名志愿者在院子里除草"))
        + p("收工已是中午。")
    )  # fmt: skip
    return raw(body, *links, parts=parts)


def pictures_in_a_layout_table() -> bytes:
    links, parts = media(RED, BLUE)
    rows = (
        f"<w:tr><w:tc>{p(inline_picture('rId10'))}</w:tc><w:tc>{p(inline_picture('rId11'))}</w:tc></w:tr>"
        f"<w:tr><w:tc>{p('4月2日，车厢里，学员上课。')}{p('通讯员 陈某/摄')}</w:tc><w:tc>{p('广场夜景。某部供图')}</w:tc></w:tr>"
    )
    return raw(
        p("车厢课堂", size=22) + p("记者 张三", size=12) + p("学员出发了。", size=12) + f"<w:tbl>{rows}</w:tbl>",
        *links,
        parts=parts,
    )


def tracked_changes() -> bytes:
    inserted = f'<w:ins w:id="1" w:author="a">{r("三十多名")}</w:ins>'
    deleted = '<w:del w:id="2" w:author="a"><w:r><w:delText>五十多名</w:delText></w:r></w:del>'
    moved = f"<w:moveFrom>{r('搬走的话')}</w:moveFrom>"
    gone = '<w:p><w:pPr><w:rPr><w:del w:id="3" w:author="a"/></w:rPr></w:pPr>' + r("并入下段的话，") + "</w:p>"
    comment = '<w:r><w:commentReference w:id="0"/></w:r>'
    comments = story("comments", f'<w:comment w:id="0" w:author="b">{p("请核实人数")}</w:comment>')
    body = (
        p("修订稿", size=22)
        + p(r("晚上，") + deleted + inserted + r("村民来听课。") + comment + moved)
        + gone
        + p("最后一段。")
    )
    return raw(body, ("rId1", "comments", "comments.xml"), parts={"word/comments.xml": comments})


def text_boxes() -> bytes:
    body = (
        p("带文本框的稿件", size=22) + p("第一段文字。")
        + p(r("第二段文字。") + text_box(p("框里的一句话。")))
        + p(r("第三段文字。") + text_box(p("只有新格式的框。"), has_fallback=False))
    )  # fmt: skip
    return raw(body)


def wps_file() -> bytes:
    """WPS: text/xml content types, VML pictures, its own namespaces, full-width indents, ruby, fields and form feeds."""
    links, parts = media(RED)
    vml = '<w:r><w:pict><v:shape><v:imagedata r:id="rId10" o:title="图片1"/></v:shape></w:pict></w:r>'
    dead = '<w:r><w:pict><v:shape><v:imagedata r:id="rId99" o:title="图片2"/></v:shape></w:pict></w:r>'
    ruby = f"<w:r><w:ruby><w:rt>{r('luó')}</w:rt><w:rubyBase>{r('瓌')}</w:rubyBase></w:ruby></w:r>"
    field = f'<w:fldSimple w:instr="DATE">{r("清明")}</w:fldSimple>'
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>校样编号甲</w:t></w:r>"
    body = (
        p("　　祭英烈", size=26) + p("　　通讯员　陈某", size=12) + p(r("　　") + field + r("，人们悼念罗学") + ruby + r("烈士。") + hidden, size=12)
        + p(vml) + p(dead) + p("　　2021年4月3日晚，烈士陵园，人们献花。") + p("　　陈某 摄") + p("　　献花后，人们\t默哀。")
    )  # fmt: skip
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="text/xml"/></Types>'
    margins = {"word/header1.xml": story("hdr", p("某某日报 第3版")), "word/footer1.xml": story("ftr", p("— 1 —"))}
    return raw(body, *links, parts=parts | margins | {"[Content_Types].xml": types})


def gb18030_text() -> bytes:
    return "剝路段修好了\r\n　　记者　张三\r\n　　积水的路段修好了。\r\n　　二百余户居民出行方便了。\r\n".encode(
        "gb18030"
    )


def utf16_text() -> bytes:
    return "学习简讯\n本报讯（记者张三 通讯员李四）5月8日,学习会召开。\n会期一天。\n".encode("utf-16")


def title_only() -> bytes:
    return "株洲处处党旗红".encode()


def pictures_only() -> bytes:
    links, parts = media(RED, BLUE)
    return raw(
        p(inline_picture("rId10")) + p(inline_picture("rId11")) + p(inline_picture("rId10")), *links, parts=parts
    )


def footnotes() -> bytes:
    notes = story("footnotes", f'<w:footnote w:id="2">{p("数据来自镇政府。")}</w:footnote>')
    body = (
        p("带注释的稿件", size=22) + p(r("收入增长。") + '<w:r><w:footnoteReference w:id="2"/></w:r>') + p("第二段。")
    )
    return raw(body, ("rId1", "footnotes", "footnotes.xml"), parts={"word/footnotes.xml": notes})


def line_breaks() -> bytes:
    def write(document):
        title = document.add_paragraph()
        title.add_run("走进屋场").font.size = Pt(22)
        body = document.add_paragraph().add_run("记者/张三 摄影报道")
        for text in ("夜色里,村民围坐。", "老兵开讲", "他讲了一个故事。"):
            body.add_break()
            body.add_text(text)
        document.add_paragraph("“来的人真多。”", style="Quote")
        for text in ("带一支笔", "带一个本子"):
            document.add_paragraph(text, style="List Bullet")

    return saved(write)


def odd_characters() -> bytes:
    return "\ufeff来源：某某日报 2021年5月20日\n测\0试\x0b标题\n——副\x07题\n正文,第一段;带半角.\u2028第二段。".encode()


TEXTS = (without_byline, two_bylines, chinese_numbers, gb18030_text, utf16_text, title_only, odd_characters)
WORD_FILES = (
    automatic_numbers, tables, captions_before_pictures, pictures_in_a_layout_table, tracked_changes, text_boxes,
    wps_file, pictures_only, footnotes, line_breaks,
)  # fmt: skip
SAMPLES = {
    "feature": ("feature.txt", (Path(__file__).parent / "feature.txt").read_bytes()),
    **{make.__name__: (f"{make.__name__}.txt", make()) for make in TEXTS},
    **{make.__name__: (f"{make.__name__}.docx", make()) for make in WORD_FILES},
}
