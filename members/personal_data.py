"""Every personal field of the portal: what for, on what basis, for how long (个人信息保护法 art. 6, 13, 19).

One table for the privacy page, for audits and for tests: tests/members/test_personal_data.py fails when a
model gains a personal-looking field that is not here. Keys are `app.model.field`.
"""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

CONTRACT = _("needed for the person's post or account")
CONSENT = _("the person's consent, which may be withdrawn")
DUTY = _("a duty under law: news review, record keeping, network security")

ACCOUNT = _("as long as the account exists; then erased")
RECORD = _("as long as the publication exists")
JOINED = _("two years after the activity; service records as long as the law asks")
LOG = _("at least 200 days; the person in it is erased on a lawful request")


class Entry(NamedTuple):
    purpose: str
    basis: str
    retention: str


PERSONAL_DATA: dict[str, Entry] = {
    # the account
    "members.member.username": Entry(_("signing in"), CONTRACT, ACCOUNT),
    "members.member.password": Entry(_("signing in; kept as a hash only"), CONTRACT, ACCOUNT),
    "members.member.last_login": Entry(_("finding accounts nobody uses"), DUTY, ACCOUNT),
    "members.member.display_name": Entry(_("who wrote, reviewed, decided; masked in public"), CONTRACT, ACCOUNT),
    "members.member.shows_full_name": Entry(_("whether the public sees the full name"), CONSENT, ACCOUNT),
    "members.post.member": Entry(_("who may do what"), CONTRACT, ACCOUNT),
    "mfa.authenticator.user": Entry(_("the second factor"), DUTY, ACCOUNT),
    "usersessions.usersession.user": Entry(
        _("showing people where they are signed in"), DUTY, _("until the session ends")
    ),
    "usersessions.usersession.ip": Entry(
        _("showing people where they are signed in"), DUTY, _("until the session ends")
    ),
    # apart, and encrypted
    "members.privatedetails.member": Entry(_("whose details these are"), CONSENT, ACCOUNT),
    "members.privatedetails.phone": Entry(_("reaching people for what they joined"), CONSENT, ACCOUNT),
    "members.privatedetails.email": Entry(_("news of what people joined"), CONSENT, ACCOUNT),
    "members.privatedetails.born_on": Entry(_("age limits and insurance of events"), CONSENT, ACCOUNT),
    "members.privatedetails.identity_number": Entry(_("insurance of events; optional"), CONSENT, ACCOUNT),
    "members.privatedetails.emergency_contact": Entry(_("emergencies during events"), CONSENT, ACCOUNT),
    "members.outboxmail.address": Entry(_("news of what people joined"), CONSENT, _("until thirty days after sending")),
    "members.outboxmail.body": Entry(_("news of what people joined"), CONSENT, _("until thirty days after sending")),
    # the log
    "members.auditentry.personal": Entry(_("who did what, from where"), DUTY, LOG),
    # publications
    "publishing.consent.who": Entry(
        _("proving that a person agreed to be shown"), CONSENT, _("until three years after it ends")
    ),
    "publishing.consent.document": Entry(
        _("proving that a person agreed to be shown"), CONSENT, _("until three years after it ends")
    ),
    "publishing.move.actor": Entry(_("three reviews by three people"), DUTY, RECORD),
    "articles.article.author": Entry(_("who wrote it up; nobody reviews their own text"), DUTY, RECORD),
    "articles.photoreport.author": Entry(_("who wrote it up; nobody reviews their own text"), DUTY, RECORD),
    "articles.photo.uploaded_by": Entry(_("who answers for the picture"), DUTY, RECORD),
    "articles.photo.credit": Entry(_("naming the photographer, as the law of authors' rights asks"), DUTY, RECORD),
    "articles.photo.photographer": Entry(_("finding a photographer's pictures"), DUTY, RECORD),
    # what people join
    "activities.participant.member": Entry(_("who joined"), CONTRACT, JOINED),
    "activities.participant.guardian": Entry(_("who answers for a child"), CONSENT, JOINED),
    "activities.participant.name": Entry(_("who joined, of people without an account"), CONTRACT, JOINED),
    "activities.participant.phone": Entry(_("reaching people for what they joined"), CONTRACT, JOINED),
    "activities.participant.email": Entry(_("news of what people joined"), CONSENT, JOINED),
    "activities.participant.born_on": Entry(_("age limits and insurance of events"), CONSENT, JOINED),
    "activities.signup.made_by": Entry(_("who signed somebody up"), DUTY, JOINED),
    "activities.signup.cancelled_by": Entry(_("who took somebody off the list"), DUTY, JOINED),
    "activities.signup.answer": Entry(_("preparing the activity"), CONSENT, JOINED),
    "activities.attendance.marked_by": Entry(_("who filled in the roster"), DUTY, JOINED),
    "activities.closing.closed_by": Entry(_("who answers for the counts"), DUTY, RECORD),
    "activities.patrolentry.made_by": Entry(_("who wrote the log"), DUTY, RECORD),
    "activities.volunteerevent.person_in_charge": Entry(_("who answers for an event"), DUTY, RECORD),
    "activities.servicerecord.person_in_charge": Entry(_("who answers for an event"), DUTY, RECORD),
    "activities.servicerecord.decided_by": Entry(_("who approved the hours"), DUTY, RECORD),
    "activities.recordversion.corrected_by": Entry(_("who corrected the hours"), DUTY, RECORD),
    "activities.certificate.name": Entry(_("proving one's service"), CONSENT, _("until the holder withdraws it")),
    "activities.contest.counted_by": Entry(_("who answers for the result"), DUTY, RECORD),
    "activities.contest.approved_by": Entry(_("who answers for the result"), DUTY, RECORD),
    "activities.stage.drawn_by": Entry(_("who answers for the draw"), DUTY, RECORD),
    "activities.score.entered_by": Entry(_("nobody approves the scores that they entered"), DUTY, RECORD),
    "activities.entrant.name": Entry(_("naming who took part"), CONSENT, RECORD),
    "activities.judge.name": Entry(_("naming who judged"), CONSENT, RECORD),
    "activities.speaker.name": Entry(_("naming who speaks"), CONSENT, RECORD),
    "activities.activity.author": Entry(_("who wrote it up; nobody reviews their own text"), DUTY, RECORD),
    "activities.activity.contact_name": Entry(_("whom to ring"), CONSENT, RECORD),
    "activities.activity.contact_phone": Entry(_("whom to ring"), CONSENT, RECORD),
    "articles.credit.name": Entry(_("naming the authors, as the law of authors' rights asks"), DUTY, RECORD),
}
