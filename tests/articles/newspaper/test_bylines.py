import pytest

from articles.newspaper.bylines import Byline, byline_in, parse_byline
from articles.newspaper.feature import Credit


@pytest.mark.parametrize(
    ("text", "credits", "source"),
    [
        ("■ 本报记者 张三 通讯员 李四", [("记者", "张三", "本报"), ("通讯员", "李四")], ""),
        (
            "株洲日报·掌上株洲记者 / 旷某红  通讯员 / 陈 某",
            [("记者", "旷某红", "株洲日报·掌上株洲"), ("通讯员", "陈某")],
            "株洲日报·掌上株洲",
        ),
        ("新华社记者 张三 株洲日报记者 李四", [("记者", "张三", "新华社"), ("记者", "李四", "株洲日报")], "新华社"),
        ("记者张三通讯员李四、王小五", [("记者", "张三"), ("通讯员", "李四"), ("通讯员", "王小五")], ""),
        ("记者 买买提·艾力 摄影报道", [("记者", "买买提·艾力"), ("摄影", "买买提·艾力")], ""),
        ("文/图 记者 张三", [("记者", "张三"), ("摄影", "张三")], ""),
        ("文/张三 图/李四", [("文", "张三"), ("图", "李四")], ""),
        ("（责任编辑：赵六 审校：钱七）", [("责任编辑", "赵六"), ("审校", "钱七")], ""),
        ("供稿：某区委宣传部", [("供稿", "某区委宣传部")], ""),
    ],
)
def test_byline_gives_credits_and_source(text, credits, source):
    assert parse_byline(text) == Byline(tuple(Credit(*credit) for credit in credits), source)


@pytest.mark.parametrize(
    "text",
    [
        "记者手记",
        "记者从区委获悉",
        "通讯员队伍建设",
        "作者系某镇党委书记",
        "撰文者 张三 摄影 李四",
        "某区委宣传部 陈某",
        "2021年记者 张三",
        "",
    ],
)
def test_line_with_other_words_is_no_byline(text):
    assert parse_byline(text) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("株洲日报讯（记者 张三）5月8日，会议召开。", Byline((Credit("记者", "张三"),), "株洲日报")),
        ("本报5月8日讯（记者张三）会议召开。", Byline((Credit("记者", "张三"),))),
        ("会议开了一天。（通讯员 李四）", Byline((Credit("通讯员", "李四"),))),
        ("会议（记者招待会）开了一天。", None),
    ],
)
def test_byline_in_a_paragraph_is_found(text, found):
    assert byline_in(text) == found
