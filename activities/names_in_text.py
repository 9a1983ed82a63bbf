"""Finding people and households in Chinese running text. Pure.

No list of names can tell 高兴 (glad) from 高兴 (a person), so a name counts only where its surroundings say that a
person or a home is meant: 李建国家前坪, 小朋友王小雨, 新龙村12号. The tables of tests/activities/test_names_in_text.py
say what is found and what is not.
"""

import re
from collections.abc import Iterable

from members.rules import COMPOUND_SURNAMES

# Surnames that are rarely anything else where a name may stand; 和, 向, 全, 时 and their like are left out.
SINGLE = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭"
    "陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔汤温康施文牛樊葛邢安齐易乔"
    "伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝宁尚符舒阮柯纪梅童凌毕单季裴霍涂苗谷盛曲翁冉骆蓝辛靳柴蒙鲍华喻祁"
    "蒲滕屈饶牟艾尤阳穆卓缪简芦麦褚娄窦戚岑席卫柏宗瞿桂佟闵苟邬卞姬仇栾隋沙荣巫寇桑甄丛仲虞敖巩佘池麻苑邝旷高旺"
)
HAN = r"[\u3400-\u9fff]"
# 于 after these is a preposition: 位于, 关于 …
SURNAME = rf"(?:{'|'.join(COMPOUND_SURNAMES)}|(?<![位对由关等属至处出基鉴源在终勇善敢忠始富归逝生])于|(?!于)[{SINGLE}])"
NAME_BEFORE = re.compile(rf"{SURNAME}$")
END = r"(?=[，。；、！？：,.;!?:\s()（）“”《》]|$)"
# Words that look like a given name after a surname: 新龙|村民, 各位|同学
NOUNS = frozenset((
    "村民", "居民", "党员", "群众", "学生", "老兵", "干部", "职工", "农民", "军属", "烈属", "家属", "社区", "乡亲",
    "邻居", "代表", "困难", "独居", "老人", "志愿", "同学", "孩子", "儿童", "战友", "英雄", "先生", "女士", "全体",
    "全班", "各位", "所有", "其他", "优秀", "年级", "小学", "中学", "这位", "那位", "几位", "两位", "一位", "男女",
    "新老", "老师", "青年", "少年", "团员", "队员", "选手",
))  # fmt: skip
WORDS = frozenset((  # that begin like a surname
    "高兴", "高声", "高高", "安静", "安全", "文明", "文艺", "方便", "方法", "关心", "关爱", "任务", "任何", "马上",
    "温暖", "温馨", "严肃", "金色", "石碑", "江边", "毛主席", "白天", "成长", "康乐", "华丽", "万分",
    "周末", "周一", "周五", "周边", "康复", "温习", "高兴地", "高声地", "安静地", "认真地",
))  # fmt: skip


def _name_ending_at(text: str, end: int, *, not_after: str = "") -> str:
    """Return the name (surname and one or two signs) that ends there, or nothing; `not_after` are signs it never ends with."""
    for length in (2, 1):
        start = end - length
        given = text[max(start, 0) : end]
        surname = NAME_BEFORE.search(text[max(start - 8, 0) : start]) if start > 0 else None
        is_plain = given[-1:] not in not_after and re.fullmatch(rf"{HAN}+", given)
        if surname and (is_plain or given in PATRIOTS) and is_name(surname[0] + given):
            return surname[0] + given
    return ""


def is_name(words: str) -> bool:
    """Whether a surname with what follows it is no other word; a masked name (李某某) is a name too."""
    return words not in WORDS and words[1:] not in NOUNS


# --- homes ---
AT_HOME = (
    "屋场|院子|院落|院坝|小院|大院|庭院|前坪|地坪|禾坪|坪里|坪上|坪前|晒谷坪|晒谷场|门前|门口|大门|屋前|屋后|屋里|屋内|堂屋|客厅|"
    "厅屋|老屋|阶基|附近|旁|隔壁|里|中|内"
)
HAPPENS = "集合|集中|举行|举办|开展|召开|开讲|进行"
HOME = re.compile(rf"家的?(?:(?P<at>{AT_HOME})|{HAPPENS}|{END})")
# 家 after these is another word: 农家, 大家, 专家. Before a place (农家院子) only the first of them deceive.
OTHER_HOMES = "农人国大自各每老全一二两三四五六七八九十几多百千万邻众户回在入进自谁"
OTHER_WORDS = OTHER_HOMES + (
    "儒专作画学业法融论事治命个名位所居到哪私公商厂店买卖玩亲娘婆皇世独行唱动干道管起当持成搬离出分理想"
)
PATRIOTS = frozenset(
    ["建国", "爱国", "卫国", "保国", "定国", "立国", "安国", "振国", "治国", "兴国", "志国", "新国", "忠国", "报国"]
)  # names, and no 国家
KIN = re.compile(
    rf"{SURNAME}{HAN}{{0,2}}?(?:大爷|大伯|伯伯|爷爷|奶奶|大娘|大妈|大婶|婶婶|婶子|婶|叔叔|叔|伯|嫂子|嫂|老汉|老人|老师|师傅|女士|"
    "先生|大姐|大哥|阿姨|娭毑|嗲嗲|爹爹|同志|支书|书记|主任|组长|姓村民|姓人家|姓农户|姓)家(?![庭乡长园风训国人属教电具禽访务常书谱史规政])"
)
OFFICE = re.compile(rf"(?:支书|书记|村主任|村长|组长|楼长|屋场长)家的?(?:{AT_HOME}|{HAPPENS}|{END})")
OLD = re.compile(rf"{SURNAME}老家的?(?:{AT_HOME})")
FAMILY = re.compile(rf"(?![万于任安方华金]){SURNAME}家的?(?:前坪|禾坪|地坪|坪里|门前|门口|屋前|屋后|屋里|堂屋|里|中)")
OWNER = re.compile(
    rf"(?:户主|房东|屋主|院主|屋场主人|院子主人|院落主人)(?:名叫|叫|为|是|：|:|——)?\s*(?!任){SURNAME}{HAN}{{1,2}}"
)
ROOM = "村部|村委|居委|社区|党群|便民|服务|文化|会议|祠堂|礼堂|学校|小学|中学|广场|公园|线|车|公路|国道|路|楼|馆|厅"
DOORS = (
    re.compile(r"门牌号?\s*(?:为|是|：|:)?\s*[A-Za-z]?(?:\d+|[一二三四五六七八九十百]+)"),
    re.compile(
        r"(?:村|组|社区|路|街|巷|弄|里|屋场|垅|冲)\s*\d{1,4}\s*号(?:附\s*\d+\s*号?|-\d+)?"
        rf"(?!{ROOM}|上午|下午|中午|晚|早|举行|举办|起|至|到|\d)"
    ),
    re.compile(r"\d+\s*[栋幢]\s*(?:\d+\s*单元)?\s*\d+\s*[室号房]|\d+\s*单元\s*\d+\s*[室号房]?"),
)
GROUP = r"(?:\d+|[一二三四五六七八九十]+)(?:村民)?小?组"
HOUSE_OF_GROUP = (
    re.compile(rf"{GROUP}的?\s*第\s*(?:\d+|[一二三四五六七八九十]+)\s*户"),
    re.compile(rf"{GROUP}的?\s*{SURNAME}{HAN}{{1,2}}?(?:户|家)(?!庭|村民|代表)"),
)
SETTLEMENT = re.compile(rf"{SURNAME}家(?:的)?(?:屋场|院子|大屋|老屋|坪上|大院)")


def households(text: str, known: Iterable[str] = ()) -> list[str]:
    """Return the words that name a household; `known` are names of places, in which a surname may stand."""
    patterns = (KIN, OFFICE, OLD, FAMILY, OWNER, *DOORS, *HOUSE_OF_GROUP)
    found = [match[0].strip() for pattern in patterns for match in pattern.finditer(text)]
    for match in HOME.finditer(text):
        if name := _name_ending_at(text, match.start(), not_after=OTHER_HOMES if match["at"] else OTHER_WORDS):
            found.append(name + match[0])
    return _unknown(found, known)


def possible_households(text: str, known: Iterable[str] = ()) -> list[str]:
    """Return what may be a household or the name of a hamlet (陈家屋场): somebody who knows the place says which."""
    return _unknown([match[0] for match in SETTLEMENT.finditer(text)], known)


def _unknown(found: Iterable[str], known: Iterable[str]) -> list[str]:
    names = [name for name in known if name]
    return [words for words in dict.fromkeys(found) if not any(words in name for name in names)]


# --- children ---
SAYS = "说|讲|唱|跳|画|写|读|背|弹|朗诵|朗读|演唱|表演|发言|领|作|为|与|等|获|在|向|把|带|献|敬|同学|小朋友"
CHILD_BEFORE = re.compile(
    rf"(?:同学|小朋友|学生|少先队员|小学生|中学生|小选手|小讲解员|孩子|班)[：:]?(?P<name>{SURNAME}{HAN}{{1,2}}?)(?:{SAYS}|{END})"
)
CHILD_AFTER = re.compile(r"(?:小朋友|小同学|同学)(?![们会校录])")


def children_named(text: str) -> list[str]:
    """Return the names of children in a text; masked ones (李某某, 李同学) are none."""
    found = [match["name"] for match in CHILD_BEFORE.finditer(text)]
    found += [
        _name_ending_at(text, match.start(), not_after="位名班级校体年男女老小大有他秀个些")
        for match in CHILD_AFTER.finditer(text)
    ]
    return [name for name in dict.fromkeys(found) if name and "某" not in name and is_name(name)]


# --- participants ---
LABEL = r"(?:参会|参加|出席|与会|列席|到会|发言|座谈)(?:人员|代表|者|嘉宾|人|名单|同志)?(?:有|：|:|为|包括)\s*"
PERSON = rf"{SURNAME}{HAN}{{1,2}}(?:（[^（）]{{1,20}}）)?"
LISTED = (
    re.compile(rf"{LABEL}(?P<names>{PERSON}(?:[、，,；;\s]+{PERSON})+){END}"),
    re.compile(rf"(?P<names>{PERSON}(?:、{PERSON})+)等?\d*(?:同志|先生|女士|人|名|代表)"),
    re.compile(
        rf"(?P<names>(?:公司|村|社区|街道|镇|局|办|厂|中心|协会|支部|学校|银行){PERSON}(?:[、，；]"
        rf"{HAN}{{2,12}}(?:公司|村|社区|街道|镇|局|办|厂|中心|协会|支部|学校|银行){PERSON})+){END}"
    ),
)


def people_listed(text: str) -> list[str]:
    """Return the lists of people's names in a text (参会人员：李明、王强)."""
    return list(dict.fromkeys(match["names"] for pattern in LISTED for match in pattern.finditer(text)))
