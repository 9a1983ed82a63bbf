"""What tests.world knows of hours: records in each state, certificates, and the one calendar that all share."""

from activities.actions.certificates import issue_certificate, withdraw_certificate
from activities.models import CalendarYear, ServiceRecord
from members.roles import Role
from tests import factories

STATES = ServiceRecord.State


def add_records(side) -> None:
    """Records of somebody without an account, whose name and number are for the side's organisers only."""
    person = factories.ParticipantFactory(
        name=side.hidden("林晓"), phone=side.canaries[1], organisation=side.organisation
    )
    organiser = side.people[Role.ORGANISER]
    made = {
        state: factories.ServiceRecordFactory(
            participant=person,
            activity__organisation=side.organisation,
            activity__author=side.people[Role.WRITER],
            decision_note=side.hidden("未到场") if state == STATES.DECLINED else "",
            approved=state == STATES.APPROVED,
            state=state,
        )
        for state in STATES
    }
    chosen = {"records": [made[STATES.APPROVED]], "actor": organiser}
    valid = issue_certificate(person, shows_full_name=False, **chosen)
    withdrawn = issue_certificate(person, shows_full_name=True, **chosen)
    side.objects["servicerecord"] = {"": made[STATES.APPROVED], **made}
    side.objects["certificate"] = {"": valid, "withdrawn": withdraw_certificate(withdrawn, actor=organiser)}
    calendar, _is_new = CalendarYear.objects.get_or_create(year=2021, defaults={"source": "国办发明电〔2020〕27号"})
    side.objects["calendaryear"] = {"": calendar}
