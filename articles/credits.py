"""Credits as newspapers print them. Pure."""

import re

# 通讯员 刘阳/摄 · 记者刘阳 摄 · 天元区委宣传部供图 · 刘阳/摄
TAKEN_BY = re.compile(
    r"^(?:(?P<title>(?:本报|特约|实习)?(?:记者|通讯员|摄影师|志愿者))[ 　/]*)?(?P<name>[^ 　/]+?)[ 　]*/?[ 　]*摄(?:影)?$"
)
SUPPLIED_BY = re.compile(r"^(?P<name>.+?)[ 　/]*供图$")
ILLUSTRATION = "插图"


def photographer_of(credit: str) -> str:
    """Return the name that a photo's credit line gives: 刘阳 of `通讯员 刘阳/摄`, a unit of `某部供图`.

    A drawing is nobody's photograph: `插图（原报道：通讯员 刘阳/摄）` gives an empty string.
    """
    credit = credit.strip()
    if credit.startswith(ILLUSTRATION):
        return ""
    match = TAKEN_BY.match(credit) or SUPPLIED_BY.match(credit)
    return match["name"] if match else ""
