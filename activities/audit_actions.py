"""What the audit log calls the acts of this floor, in the order in which they happen."""

from django.utils.translation import gettext_lazy as _

AUDIT_LABELS = {
    # planning
    "activity.copy": _("Made like another one"),
    "group.assign": _("People put into groups"),
    # sign-ups
    "signup.add": _("Signed up by staff"),
    "signup.cancel": _("Sign-up cancelled by staff"),
    "signup.promote": _("Promoted from the waiting list by staff"),
    "signup.export": _("List of sign-ups exported"),
    "activity.seats": _("Number of seats changed"),
    # roster and closing
    "checkin.begin": _("Checking in by digits made ready"),
    "roster.change": _("Roster filled in"),
    "roster.import": _("Roster imported"),
    "roster.export": _("Roster exported"),
    "roster.print": _("Sign-in sheet printed"),
    "participant.reveal": _("Phone number of a participant read"),
    "activity.close": _("Activity closed"),
    "activity.reopen": _("Closing taken back"),
    "activity.log": _("Finished activity logged"),
    # service records
    "record.propose": _("Service records proposed"),
    "record.approve": _("Service records approved"),
    "record.decline": _("Service records declined"),
    "record.correct": _("Service record corrected"),
    "record.add": _("Service record entered by hand"),
    "record.export": _("Service records exported"),
    "certificate.issue": _("Certificate issued"),
    "certificate.withdraw": _("Certificate withdrawn"),
    # rota, patrol, contest, calendar
    "shift.change": _("Rota changed"),
    "shift.print": _("Rota printed"),
    "patrol.change": _("Patrol log changed"),
    "contest.change": _("Contest prepared"),
    "contest.draw": _("Order drawn"),
    "contest.undraw": _("Draw taken back"),
    "contest.score": _("Scores entered"),
    "contest.advance": _("Next stage made up"),
    "contest.submit": _("Result submitted"),
    "contest.return": _("Result returned"),
    "contest.publish": _("Result published"),
    "contest.withdraw": _("Published result taken back"),
    "calendar.change": _("Working calendar changed"),
    "calendar.due": _("Due dates of service records reckoned anew"),
}
