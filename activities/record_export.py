"""Service records as a table for entry into the national volunteer service information system.

民政部令第67号, articles 7 and 11. The portal does not keep sex, papers, the people served or an evaluation, and gives
no telephone numbers in bulk: those columns are empty, to be filled in by whoever enters the records there.
"""

from collections.abc import Iterable

from django.utils import timezone

from activities.models import ServiceRecord
from activities.sheets import workbook

COLUMNS = (
    "姓名", "性别", "证件类型", "证件号码", "联系方式", "志愿服务活动名称", "活动日期", "开始时间", "结束时间", "服务地点",
    "服务对象", "服务内容", "服务时长（小时）", "组织单位", "活动负责人", "服务评价", "记录来源", "核准人", "核准时间", "本平台记录编号",
)  # fmt: skip
NOT_KEPT = "本平台不收集或不批量导出，录入时由志愿者本人提供。"
NOTES = (
    ("依据", "《志愿服务记录与证明出具办法（试行）》（民政部令第67号）第七条、第十一条。"),
    ("性别、证件类型、证件号码、联系方式", NOT_KEPT),
    ("服务对象、服务评价", "本平台不记录受助人信息，也不给志愿者打分；确需填写的，由组织单位据实填写。"),
    ("服务时长", "实际提供服务的时间，以半小时为单位，不含往返路途。"),
    ("范围", "只含已核准的记录；待核准、未通过的记录不导出。"),
    ("保密", "本表含个人信息，仅限录入全国志愿服务信息系统使用，用后删除。每次导出均留有审计记录。"),
)


def export_file(records: Iterable[ServiceRecord]) -> bytes:
    """Return the Excel file of approved records; `records` come with their facts and who decided."""
    rows = [_row(record) for record in records]
    return workbook([("志愿服务记录", COLUMNS, rows), ("说明", ("项目", "说明"), NOTES)])


def _row(record: ServiceRecord) -> tuple:
    start, end, decided = map(timezone.localtime, (record.starts_at, record.ends_at, record.decided_at))
    return (
        record.participant.full_name, "", "", "", "", record.title, f"{start:%Y-%m-%d}", f"{start:%Y-%m-%d %H:%M}",
        f"{end:%Y-%m-%d %H:%M}", record.place, "", record.content, float(record.hours), str(record.organisation),
        record.person_in_charge, "", str(record.get_source_display()), str(record.decided_by), f"{decided:%Y-%m-%d %H:%M}",
        record.pk,
    )  # fmt: skip
