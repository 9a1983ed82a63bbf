"""How each sample must be set, wholly: dates without a year are of 2021."""

import datetime

from articles.newspaper.feature import Cell, Credit, Feature, Heading, ListBlock, Paragraph, PhotoBlock, Quote, Table
from tests.articles.newspaper.samples import BLUE, RED

NO_BYLINE = "No byline was found."

EXPECTED = {
    "feature": Feature(
        title="听老兵讲 为邻里办",
        kicker="红旗飘在田野上——学习教育走基层系列报道",
        subtitle="某镇开展党史学习教育活动纪实",
        source="某某日报·掌上某某",
        credits=(Credit("记者", "李一", "某某日报·掌上某某"), Credit("通讯员", "王二"), Credit("通讯员", "赵三")),
        lead="听课、参观、上门服务……开春以来,某镇把课堂搬到屋场,把服务送到家门口。",
        blocks=(
            Paragraph("镇里先后组织专题学习两次,参加党员一百二十余人。"),
            Heading("课堂搬到屋场"),
            Paragraph("四月十日傍晚,三十多名村民围坐在村部前坪,听一位退伍老兵讲述亲历的往事。"),
            Paragraph("宣讲队还走进学校,为学生和家长讲了一堂党史课。"),
            PhotoBlock(
                caption="4月10日,某镇村部前坪,30余名村民围坐听讲。",
                taken_on=datetime.date(2021, 4, 10),
                place="某镇村部前坪",
                credit="通讯员 王二/摄",
            ),
            PhotoBlock(
                caption="4月12日,镇志愿服务队20余人清理河道。",
                taken_on=datetime.date(2021, 4, 12),
                credit="通讯员 赵三/摄",
            ),
            Heading("服务送到门口"),
            Paragraph("四月十二日,志愿服务队用两个半小时清理了河道淤泥,附近一百余户居民出行恢复正常。"),
            Paragraph("镇便民中心为行动不便的居民上门办理证件,三天办结。"),
            PhotoBlock(caption="村口小广场。", place="村口小广场", credit="某镇党政办供图"),
        ),
        notes=("3 captions wait for their pictures.",),
    ),
    "without_byline": Feature(
        title="河道清淤暖民心",
        lead="五月的一个早晨,志愿者来到河边。",
        blocks=(Paragraph("两个小时后,淤泥清理干净。"),),
        notes=(NO_BYLINE,),
    ),
    "two_bylines": Feature(
        title="学党史 悟思想 干实事 谋发展",
        kicker="株洲处处党旗红",
        subtitle="某区开展党史学习教育活动侧记",
        source="株洲日报·掌上株洲",
        credits=(
            Credit("记者", "旷某红", "株洲日报·掌上株洲"),
            Credit("通讯员", "陈某"),
            Credit("特约通讯员", "李四"),
            Credit("实习生", "王小五"),
            Credit("责任编辑", "赵六"),
        ),
        lead="学习在车厢里开始。",
        blocks=(Paragraph("学员们轮流发言。"),),
    ),
    "chinese_numbers": Feature(
        title="某街道办实事工作综述",
        credits=(Credit("记者", "张三", "本报"),),
        lead="一年来,街道办成三件事。",
        blocks=(
            Heading("一、修好一条路"),
            Paragraph("路面重新铺了沥青。"),
            Heading("（一）先勘探", 3),
            Paragraph("技术员来了三次。"),
            Heading("二、点亮一盏灯"),
            Paragraph("夜里走路不再摸黑。"),
            Paragraph("1.居民提了建议。"),
            Paragraph("2.社区当天答复。"),
        ),
    ),
    "automatic_numbers": Feature(
        title="办好三件事",
        lead="开头一段。",
        blocks=(
            Heading("一、修好一条路"),
            Paragraph("路修好了。"),
            Heading("二、点亮一盏灯"),
            Paragraph("准备工作如下。"),
            ListBlock(("买灯", "装灯"), is_ordered=True),
        ),
        notes=(NO_BYLINE,),
    ),
    "tables": Feature(
        title="服务清单",
        lead="下表列出本月的服务。",
        blocks=(
            Table(((Cell("日期"), Cell("地点\n人数", colspan=2)), (Cell("5月17日"), Cell("沿江路"), Cell("20余人")))),
            Paragraph("请大家参加。"),
        ),
        notes=(NO_BYLINE,),
    ),
    "captions_before_pictures": Feature(
        title="镜头里的服务",
        lead="志愿者在行动。",
        blocks=(
            Paragraph("第二段文字。"),
            PhotoBlock(
                RED,
                "image10.png",
                caption="2021年5月17日，沿江路，志愿者清理淤泥。",
                taken_on=datetime.date(2021, 5, 17),
                place="沿江路",
                credit="记者 张三 摄",
            ),
            PhotoBlock(
                BLUE,
                "image11.png",
                caption="5月18日，某村，志愿者除草。",
                taken_on=datetime.date(2021, 5, 18),
                place="某村",
                credit="某镇供图",
                alt="三名志愿者在院子里除草",
            ),
            Paragraph("收工已是中午。"),
        ),
        notes=(NO_BYLINE,),
    ),
    "pictures_in_a_layout_table": Feature(
        title="车厢课堂",
        credits=(Credit("记者", "张三"),),
        blocks=(
            Paragraph("学员出发了。"),
            PhotoBlock(
                RED,
                "image10.png",
                caption="4月2日，车厢里，学员上课。",
                taken_on=datetime.date(2021, 4, 2),
                place="车厢里",
                credit="通讯员 陈某/摄",
            ),
            PhotoBlock(BLUE, "image11.png", caption="广场夜景。", credit="某部供图"),
        ),
    ),
    "tracked_changes": Feature(
        title="修订稿",
        lead="晚上，三十多名村民来听课。",
        blocks=(Paragraph("并入下段的话，最后一段。"),),
        notes=(
            "Tracked changes: 1 insertion was kept.",
            "Tracked changes: 2 deletions were left out.",
            "1 comment was left out.",
            NO_BYLINE,
        ),
    ),
    "text_boxes": Feature(
        title="带文本框的稿件",
        lead="第一段文字。",
        blocks=tuple(map(Paragraph, ("第二段文字。", "框里的一句话。", "第三段文字。", "只有新格式的框。"))),
        notes=(NO_BYLINE,),
    ),
    "wps_file": Feature(
        title="祭英烈",
        credits=(Credit("通讯员", "陈某"),),
        lead="清明，人们悼念罗学瓌（luó）烈士。",
        blocks=(
            PhotoBlock(
                RED,
                "image10.png",
                caption="2021年4月3日晚，烈士陵园，人们献花。",
                taken_on=datetime.date(2021, 4, 3),
                place="烈士陵园",
                credit="陈某 摄",
            ),
            Paragraph("献花后，人们\t默哀。"),
        ),
        unplaced=("Page header: 某某日报 第3版", "Hidden text: 校样编号甲"),
        notes=("1 picture is only linked or missing in the file and could not be taken.",),
    ),
    "gb18030_text": Feature(
        title="剝路段修好了",
        credits=(Credit("记者", "张三"),),
        lead="积水的路段修好了。",
        blocks=(Paragraph("二百余户居民出行方便了。"),),
    ),
    "utf16_text": Feature(
        title="学习简讯",
        credits=(Credit("记者", "张三"), Credit("通讯员", "李四")),
        lead="本报讯（记者张三 通讯员李四）5月8日,学习会召开。",
        blocks=(Paragraph("会期一天。"),),
    ),
    "title_only": Feature(title="株洲处处党旗红", notes=(NO_BYLINE, "There is no body text.")),
    "pictures_only": Feature(
        title="pictures_only",
        blocks=(PhotoBlock(RED, "image10.png"), PhotoBlock(BLUE, "image11.png")),
        notes=(
            "No title was found; the file's name stands in for it.",
            NO_BYLINE,
            "There is no body text.",
            "2 pictures have no caption.",
            "2 pictures have no credit.",
            "1 repeated picture was left out.",
        ),
    ),
    "footnotes": Feature(
        title="带注释的稿件",
        lead="收入增长。[1]",
        blocks=(Paragraph("第二段。"),),
        unplaced=("Footnote: [1] 数据来自镇政府。",),
        notes=(NO_BYLINE,),
    ),
    "line_breaks": Feature(
        title="走进屋场",
        credits=(Credit("记者", "张三"), Credit("摄影", "张三")),
        lead="夜色里,村民围坐。",
        blocks=(
            Heading("老兵开讲"),
            Paragraph("他讲了一个故事。"),
            Quote("“来的人真多。”"),
            ListBlock(("带一支笔", "带一个本子")),
        ),
    ),
    "odd_characters": Feature(
        title="标题",
        kicker="测试",
        subtitle="副题",
        source="某某日报",
        issued_on=datetime.date(2021, 5, 20),
        lead="正文,第一段;带半角.",
        blocks=(Paragraph("第二段。"),),
        notes=("2 characters that cannot be printed were removed.", NO_BYLINE),
    ),
}
