"""The list of sign-ups as an Excel file. Numbers are masked unless they are asked for, which the log tells."""

from django.utils import timezone

from activities.models import Activity, SignUp
from activities.people import phone_of_sign_up
from activities.sheets import workbook
from activities.sign_up_list import in_order, rows_for_people

COLUMNS = (
    "序号", "姓名", "单位", "企业", "状态", "候补位次", "组别", "手机号码", "监护人", "所问事项的回答", "报名方式", "报名时间", "退出时间", "原因",
)  # fmt: skip
NOTES = (
    ("保密", "本表含个人信息，仅限组织本次活动使用，用后删除。每次导出均留有审计记录。"),
    ("手机号码", "中间四位已隐去；确需完整号码的，导出时勾选“含完整手机号码”，系统另行记录。"),
)


def export_file(activity: Activity, *, with_numbers: bool) -> tuple[bytes, int]:
    """Return the file and how many people are in it: those who are in, who wait, who are gone."""
    rows = rows_for_people(in_order(activity.sign_ups.all()))
    lines = [_line(number, row, with_numbers) for number, row in enumerate(rows, start=1)]
    sheets = [("报名名单", COLUMNS, lines), ("说明", ("项目", "说明"), (("活动", activity.title), *NOTES))]
    return workbook(sheets), len(rows)


def _line(number: int, row: SignUp, with_numbers: bool) -> tuple:
    guardian = row.participant.guardian
    phone = phone_of_sign_up(row) if with_numbers else row.masked_phone
    return (
        number, row.participant.full_name, row.unit, row.firm, str(row.get_state_display()), row.place or "",
        str(row.group or ""), phone, guardian.display_name if guardian else "", row.answer,
        str(row.get_source_display()), _moment(row.created_at), _moment(row.cancelled_at), row.reason,
    )  # fmt: skip


def _moment(moment) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""
