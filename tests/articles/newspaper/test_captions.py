import datetime

import pytest

from articles.newspaper.captions import Caption, is_credit, split_caption


@pytest.mark.parametrize(
    "text",
    [
        "通讯员 刘某/摄", "刘某摄", "张三、李四/摄", "某区委宣传部供图", "（资料图）", "图/李四", "李四/图", "摄影：李四", "记者 张三 摄影报道",
        "图片由某镇提供", "插图（原报道：通讯员 刘某/摄）",
    ],
)  # fmt: skip
def test_credit_line_is_recognised(text):
    assert is_credit(text)


@pytest.mark.parametrize(
    "text", ["光影里的初心 镜头拍摄", "志愿者在现场拍摄", "乡村摄影", "党员送来供图纸", "会议听取了汇报，通过了决议 摄"]
)
def test_other_line_is_no_credit(text):
    assert not is_credit(text)


@pytest.mark.parametrize(
    ("text", "caption"),
    [
        ("村口小广场。某镇党政办供图", Caption("村口小广场。", "某镇党政办供图")),
        ("工人修复路面。（通讯员 刘某 摄）", Caption("工人修复路面。", "通讯员 刘某 摄")),
        ("神农城 某区委宣传部供图", Caption("神农城", "某区委宣传部供图")),
        ("▲图为志愿者清淤。张三摄", Caption("图为志愿者清淤。", "张三摄")),
        ("图为志愿者清淤 张三摄", Caption("图为志愿者清淤", "张三摄")),
        ("4月10日，村民在村部听讲 通讯员 王二/摄", Caption("4月10日，村民在村部听讲", "通讯员 王二/摄")),
        ("通讯员 某部供图", None),
        ("会议开了一天。（通讯员 李四）", None),
    ],
)
def test_caption_and_credit_on_one_line_are_parted(text, caption):
    assert split_caption(text) == caption


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("4月10日,某镇村部前坪,30余名村民围坐听讲。", "某镇村部前坪"),
        ("5月14日傍晚，在两路交汇处小游园，工人修复路面。", "两路交汇处小游园"),
        ("4月10日至12日，神农城，人们参观。", "神农城"),
        ("村口小广场。", "村口小广场"),
        ("4月12日,镇志愿服务队20余人清理河道。", ""),
        ("4月12日，志愿者走进社区，送去温暖。", ""),
        ("学员在车厢里上课。", ""),
    ],
)
def test_place_is_read_where_it_is_plain(text, place):
    assert Caption(text).place == place


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("4月10日，讲课。", datetime.date(2021, 4, 10)),
        ("2019年4月10日，讲课。", datetime.date(2019, 4, 10)),
        ("2月30日，讲课。", None),
        ("2019 年 4 月 10 日，讲课。", datetime.date(2019, 4, 10)),
        ("讲课。", None),
    ],
)
def test_date_is_completed_by_the_year(text, day):
    assert Caption(text).taken_on(2021) == day
