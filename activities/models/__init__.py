from .activity import Activity
from .calendar import CalendarYear, SpecialDay
from .contest import Contest, Entrant, Judge, Score, Stage, StageEntry
from .hours import Certificate, RecordVersion, ServiceRecord
from .patrol import Duty, PatrolEntry, Shift
from .people import Participant, SeatPool, SignUp
from .roster import Attendance, Closing
from .service import VolunteerEvent
from .study import Group, Leg, Material, Speaker, StudySession

__all__ = [
    "Activity", "Attendance", "CalendarYear", "Certificate", "Closing", "Contest", "Duty", "Entrant", "Group", "Judge",
    "Leg", "Material", "Participant", "PatrolEntry", "RecordVersion", "Score", "SeatPool", "ServiceRecord", "Shift",
    "SignUp", "Speaker", "SpecialDay", "Stage", "StageEntry", "StudySession", "VolunteerEvent",
]  # fmt: skip
