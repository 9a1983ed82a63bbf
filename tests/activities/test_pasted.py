"""Lists as people really send them."""

from time import perf_counter

import pytest

from activities.pasted import Trouble, as_phone, read_list, read_people

ZHANG = ("张三", "13812345678", "湘社区")


def _read(text: str) -> list[tuple[str, str, str]]:
    return [(line.name, line.phone, line.unit) for line in read_people(text)]


def _troubles(text: str) -> list:
    return [line.trouble for line in read_people(text)]


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("张三 13812345678 湘社区", ZHANG),
        ("1. 张三 13812345678 湘社区", ZHANG),
        ("1、张三，湘社区，13812345678", ZHANG),
        ("（1）张三 湘社区 13812345678", ZHANG),
        ("①张三 13812345678 湘社区", ZHANG),
        ("1️⃣ 张三 13812345678 湘社区🌹", ZHANG),
        ("一、张三 13812345678 湘社区", ZHANG),
        ("12 张三\t13812345678\t湘社区", ZHANG),
        ("1张三13812345678湘社区", ZHANG),
        ("- 张三/湘社区/13812345678", ZHANG),
        ("３．张三　１３８１２３４５６７８　湘社区", ZHANG),
        ("张三（湘社区）138-1234-5678", ZHANG),
        ("张三 +86 138 1234 5678 湘社区", ZHANG),
        ("湘社区 张三 13812345678", ZHANG),
        ("13812345678 张三 湘社区", ZHANG),
        ("138 1234 5678 张三 湘社区", ZHANG),
        ("0731 28812345 李四", ("李四", "073128812345", "")),
        ("姓名：张三 电话：13812345678 单位：湘社区", ZHANG),
        ("\u200b张三\u00a013812345678\ufeff湘社区\u3000", ZHANG),
        ("张三", ("张三", "", "")),
        ("2. 张三 湘社区", ("张三", "", "湘社区")),
        ("张　三 13812345678", ("张三", "13812345678", "")),
        ("王 芳", ("王芳", "", "")),
        ("欧阳惜春 日升社区3组", ("欧阳惜春", "", "日升社区3组")),
        ("阿卜杜·热合曼 13812345678", ("阿卜杜·热合曼", "13812345678", "")),
        ("John Smith 13812345678 Town Hall", ("John Smith", "13812345678", "Town Hall")),
        ("李四 0731-28812345", ("李四", "073128812345", "")),
        ("李四 28812345 日升社区", ("李四", "28812345", "日升社区")),
        ("天元区委宣传部 李四", ("李四", "", "天元区委宣传部")),
        ("𫖮某 13812345678", ("𫖮某", "13812345678", "")),
    ],
)  # fmt: skip
def test_line_is_read(line, read):
    assert _read(line) == [read]
    assert _troubles(line) == [None]


@pytest.mark.parametrize(
    ("line", "trouble"),
    [
        ("13812345678", Trouble.NO_NAME),
        ("1.", Trouble.NO_NAME),
        ("湘江社区 13812345678", Trouble.NO_NAME),
        ("张三 1381234567", Trouble.BAD_PHONE),
        ("张三 138123456789", Trouble.BAD_PHONE),
        ("张三 12812345678", Trouble.BAD_PHONE),
        ("张三 13812345678 李四 13912345678", Trouble.TWO_PHONES),
        ("张三 430211195006011234", Trouble.IDENTITY),
        ("张三 43021119500601123X 13812345678", Trouble.IDENTITY),
        ("张三+1", Trouble.BRINGS_MORE),
        ("张三2 13812345678", Trouble.ODD_NAME),
        ("=cmd|' /C calc'!A0", Trouble.ODD_NAME),
        ("<script>alert(1)</script>", Trouble.ODD_NAME),
        ("张" * 31, Trouble.TOO_LONG),
        ("张三 13812345678 " + "长" * 61, Trouble.TOO_LONG),
        ("9" * 5000, Trouble.BAD_PHONE),
    ],
)
def test_line_that_is_no_person_says_why(line, trouble):
    (read,) = read_people(line)
    assert read.trouble == trouble
    assert str(trouble.label) in read.problem


def test_chain_of_wechat_with_its_words():
    reading = read_list(
        "#接龙\n明天上午9点清淤，报名请接龙，电话13900000000\n\n1. 张三 13812345678 湘社区\n2、李四\n3）王五  13912345678，新龙村\n"
    )
    assert [(line.number, line.name) for line in reading.people] == [(4, "张三"), (5, "李四"), (6, "王五")]
    assert reading.heading == ["#接龙", "明天上午9点清淤,报名请接龙,电话13900000000"]


def test_chain_without_numbers_reads_every_line_below_its_mark():
    assert [line.name for line in read_people("#接龙\n张三\n李四")] == ["张三", "李四"]


@pytest.mark.parametrize("text", ["", "\n \t\n", "#接龙", "姓名\t电话\t单位"])
def test_text_without_people(text):
    assert read_people(text) == []


def test_columns_follow_their_heading():
    text = "序号\t单位\t姓名\t性别\t联系电话\n1\t湘社区\t张三\t男\t13812345678\n2\t\t李四\t女\t\n3\t湘社区\t王五\t男\t1391234"
    assert _read(text) == [ZHANG, ("李四", "", ""), ("王五", "", "湘社区")]
    assert _troubles(text) == [None, None, Trouble.BAD_PHONE]


def test_heading_with_commas():
    assert _read("姓名,单位,电话\n张三,湘社区,13812345678") == [ZHANG]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("参加人员：张三、李四、王五", ["张三", "李四", "王五"]),
        ("张三、李四", ["张三", "李四"]),
        ("张三 李四 王五", ["张三", "李四", "王五"]),
        ("张三，李四，欧阳惜春", ["张三", "李四", "欧阳惜春"]),
        ("张三、湘社区", ["张三"]),
        ("张三 李四", ["张三"]),
    ],
)
def test_names_in_a_row_are_people_of_one_line(line, names):
    assert [read.name for read in read_people(line)] == names


def test_same_person_twice_names_the_earlier_line():
    people = read_people("张三 13812345678\n李四 13812345678\n张三 138 1234 5678\n张三 13912345678")
    assert [line.trouble for line in people] == [None, None, Trouble.TWICE, None]
    assert people[2].twin == 1


def test_same_name_with_and_without_number_is_asked_about():
    assert _troubles("张三\n张三 13812345678") == [None, Trouble.PERHAPS_TWICE]
    assert _troubles("张三 13812345678\n张三") == [None, Trouble.PERHAPS_TWICE]
    assert _troubles("张三\n张三") == [None, Trouble.TWICE]


def test_line_with_trouble_is_nobodys_twin():
    assert _troubles("张三 1381234\n张三 13812345678")[1] is None


def test_thousand_lines_are_read_quickly():
    text = "\n".join(f"{n}. 张{chr(0x4E00 + n)} 138{n:08d} 湘社区" for n in range(1000))
    start = perf_counter()
    assert len(read_people(text)) == 1000
    assert perf_counter() - start < 1.0


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("138 1234 5678", "13812345678"),
        ("１３８１２３４５６７８", "13812345678"),
        ("+86-13812345678", "13812345678"),
        ("0731-28812345", "073128812345"),
        ("1381234567", ""),
        ("abc", ""),
        ("", ""),
    ],
)
def test_phone_of(typed, kept):
    assert as_phone(typed) == kept
