import pytest

from activities.initials import has_initials, is_initials


@pytest.mark.parametrize(
    ("name", "typed", "found"),
    [
        ("张三", "zs", True),
        ("张三", "ZS", True),
        ("张三", "s", True),
        ("张三", "sz", False),
        ("张三", "zss", False),
        ("曾小川", "zxc", True),
        ("单雄信", "sxx", True),
        ("仇英", "qy", True),
        ("解缙", "xj", True),
        ("区适", "os", True),
        ("重庆", "cq", True),
        ("欧阳惜春", "oyxc", True),
        ("阿卜杜·热合曼", "dr", True),
        ("John", "jo", True),
        ("张 三", "zs", True),
        ("", "z", False),
    ],
)
def test_initials(name, typed, found):
    assert has_initials(name, typed) is found


@pytest.mark.parametrize(("typed", "are"), [("zs", True), ("张", False), ("13", False), ("", False), ("z3", False)])
def test_is_initials(typed, are):
    assert is_initials(typed) is are
