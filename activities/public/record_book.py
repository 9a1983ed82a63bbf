"""A volunteer's own book of service: records page by page, hours, certificates, the form for a new one."""

from dataclasses import dataclass
from decimal import Decimal

from django.core.paginator import Page, Paginator
from django.db.models import Sum

from activities.forms.records import CertificateForm
from activities.models import Certificate, Participant, ServiceRecord

PER_PAGE = 50


@dataclass(frozen=True)
class Book:
    person: Participant
    is_own: bool
    records: Page
    hours: Decimal  # approved ones
    certificates: list[Certificate]
    form: CertificateForm

    @property
    def ticked(self) -> set[int]:
        """The records that were ticked when the form came back."""
        return {int(pk) for pk in self.form["records"].value() or () if str(pk).isdecimal()}


def books_of(member, *, page=None, form: CertificateForm | None = None, of: int | None = None) -> list[Book]:
    """Return the member's own book first, then those of their children who have records.

    `form` is what was sent for the person with the number `of`.
    """
    people = Participant.objects.of_member(member).select_related("member").order_by("guardian_id", "pk")
    books = [_book(person, member, page, form if person.pk == of else None) for person in people]
    return [book for book in books if book.is_own or book.records.paginator.count]


def _book(person: Participant, member, page, form: CertificateForm | None) -> Book:
    records = person.records.select_related("organisation", "activity").newest_first()
    approved = ServiceRecord.objects.approved().filter(participant=person)
    form = form or CertificateForm(book=approved)
    form.auto_id = f"of-{person.pk}-%s"  # a page may hold several books
    return Book(
        person=person,
        is_own=person.member_id == member.pk,
        records=Paginator(records, PER_PAGE).get_page(page),
        hours=approved.aggregate(hours=Sum("hours"))["hours"] or Decimal(0),
        certificates=list(person.certificates.order_by("-pk")),
        form=form,
    )
