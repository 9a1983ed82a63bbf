import pytest

from activities.names_in_text import children_named, households, people_listed, possible_households

HOMES = [
    "在李建国家屋场举行", "李某某家前坪", "欧阳志强家院子里", "到王东家集合", "地点：张小英家。", "夜话设在刘大爷家", "王奶奶家门前", "陈书记家",
    "在罗老汉家堂屋", "周姓村民家", "张老家中", "在村支书家院子", "组长家门口集合", "户主李建国", "户主：王小英", "房东是陈志明", "门牌号12",
    "门牌：36", "伞铺村12号。", "新龙村3组25号", "沿江路18号，请准时", "泉塘组8号附2号", "5栋2单元301室", "12幢5号", "3组王某某户",
    "五组李大海家", "8组第3户", "三组第五户", "李卫国家开讲", "陈家门前", "在刘家禾坪", "胡爱国家里", "马师傅家（晒谷坪旁）", "于海家地坪",
]  # fmt: skip
NO_HOMES = [
    "雷打石镇伞铺村", "请大家集合", "国家、集体、个人", "关于国家安全的宣讲", "由于国家政策", "热爱国家。", "走进农家院子", "位于农家小院",
    "来到群众家门口", "万户人家门前", "新龙村民家里", "走进困难党员家中", "老百姓家门口的课堂", "党史专家。", "文史专家集合", "16家企业24名代表",
    "40余户家庭", "5组15户村民参加", "三组全体农户", "召开户主会", "请各户主任选时间", "乘12路车到伞铺村站", "2号车厢", "新龙村2号线", "沿江路1号党群服务中心",
    "湘社区3号楼会议室", "伞铺村12号上午举行", "5月12号举行", "王老师家访", "李家大屋的故事很多", "回家。", "家国情怀", "张家界", "革命家庭", "家风家训",
    "每家每户", "科学家精神", "文学家。", "企业家代表", "关心下一代", "许多国家中", "退役军人百人宣讲团", "陈家剝", "罗学瓌烈士故居", "一家人", "安家落户",
]  # fmt: skip


@pytest.mark.parametrize("text", HOMES)
def test_household_is_found(text):
    assert households(text)


@pytest.mark.parametrize("text", NO_HOMES)
def test_other_words_are_no_household(text):
    assert households(text) == []


def test_name_of_a_place_is_no_household():
    assert households("在陈家坪里举行", known=["雷打石镇", "陈家坪里村"]) == []
    assert possible_households("在陈家屋场举行", known=["陈家屋场"]) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [("在陈家屋场举行", ["陈家屋场"]), ("王家大屋", ["王家大屋"]), ("屋场夜话", []), ("农家院子", [])],
)
def test_hamlet_is_asked_about(text, found):
    assert possible_households(text) == found


CHILDREN = {
    "三年级2班李明朗诵了诗": ["李明"], "小朋友王小雨唱歌": ["王小雨"], "学生李明在献花": ["李明"], "五（2）班王小雨，": ["王小雨"], "学生李明说": ["李明"], "小朋友王小雨": ["王小雨"], "李明同学讲述": ["李明"],
    "少先队员欧阳小丽领誓": ["欧阳小丽"], "陈小燕小朋友": ["陈小燕"], "小讲解员：张亮、": ["张亮"],
}  # fmt: skip
NO_CHILDREN = [
    "孩子高兴地画画", "学生安静地读书", "小朋友在广场唱歌", "学生向党献礼", "学生周末在社区服务", "同学温暖的话",
    "学生和家长", "学生代表发言", "全体同学", "各位同学", "李同学", "李某某同学", "同学们", "小朋友们高兴地唱", "学生高兴，", "孩子高兴地说", "三年级2班",
    "全班同学", "优秀学生", "向革命先烈学习", "三年级2班全体学生", "学生王某某说", "学校", "何家坳小学学生", "新龙村小学同学", "陈老师给小朋友讲",
]  # fmt: skip


@pytest.mark.parametrize("text", CHILDREN)
def test_childs_name_is_found(text):
    assert children_named(text) == CHILDREN[text]


@pytest.mark.parametrize("text", NO_CHILDREN)
def test_other_words_are_no_childs_name(text):
    assert children_named(text) == []


@pytest.mark.parametrize(
    "text",
    ["参会人员：李明、王强", "参加座谈的有：", "出席代表：陈志明（党外人士）、周小英", "李明、王强等同志", "湘社区李明、泰山路街道王小强，", "与会人员有 李明 王强 刘洋。"],
)  # fmt: skip
def test_list_of_people_is_found(text):
    assert bool(people_listed(text)) == (not text.endswith("："))


@pytest.mark.parametrize(
    "text",
    ["参加单位：湘社区、新龙村", "学习、安全、文明", "任务、方法、成效", "与会人员围绕乡村振兴发言", "参会人员：党外人士代表、企业代表", "祭罗哲、罗学瓌英烈", "高兴、温暖、感动"],
)  # fmt: skip
def test_other_lists_are_no_people(text):
    assert people_listed(text) == []
