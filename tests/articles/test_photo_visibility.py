import datetime

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.actions import photos as actions
from articles.actions.photo_visibility import hide_expired
from articles.errors import PhotoRefused
from articles.models import Photo, PhotoReport
from members.models import AuditEntry
from publishing import pieces
from publishing.models import Consent
from publishing.states import State
from tests.articles.uploads import files_under, upload
from tests.factories import PhotoFactory, PhotoReportFactory

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 1)
ONE_DAY = datetime.timedelta(days=1)


@pytest.fixture
def photo(people, town, files):
    photo = actions.add_photo(organisation=town, actor=people.alice, upload=upload())
    photo.refresh_from_db()
    return photo


def _consent(organisation, **fields):
    return Consent.objects.create(organisation=organisation, label="户主", who="某人", given_on="2026-01-01", **fields)


def test_withdraw_consent_hides_its_photos_and_their_files(photo, people, files, django_capture_on_commit_callbacks):
    photo.consent = _consent(photo.organisation)
    photo.save()
    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw_consent(photo.consent, actor=people.dana)
    photo.refresh_from_db()
    assert photo.hidden_at is not None and photo.consent.withdrawn_at is not None
    assert (files_under(files.renditions), len(files_under(files.originals))) == ([], 1)
    audited = AuditEntry.objects.order_by("sequence").values_list("action", flat=True)
    assert list(audited) == ["photo.add", "consent.withdraw", "photo.hide"]


@pytest.mark.parametrize(
    ("state", "is_made_anew"), [(State.DRAFT, False), (State.IN_REVIEW, True), (State.PUBLISHED, True)]
)
def test_hide_photo_renders_anew_what_may_become_public_meanwhile(state, is_made_anew, photo, people, town):
    report = PhotoReportFactory(organisation=town, published=True)
    report.report_photos.create(photo=photo)
    PhotoReport.objects.update(state=state, page_html=photo.key)
    actions.hide_photo(photo, actor=people.dana)
    report.refresh_from_db()
    assert (photo.key not in report.page_html) is is_made_anew


def test_show_photo_without_valid_consent_is_refused(photo, people):
    photo.consent = _consent(photo.organisation, withdrawn_at=timezone.now())
    photo.save()
    hidden = actions.hide_photo(photo, actor=people.dana)
    with pytest.raises(PhotoRefused):
        actions.show_photo(hidden, actor=people.dana)


def test_show_photo_whose_licence_has_ended_is_refused(photo, people):
    Photo.objects.update(licence_until=datetime.date(2026, 1, 1))
    with pytest.raises(PhotoRefused):
        actions.show_photo(actions.hide_photo(photo, actor=people.dana), actor=people.dana)


@pytest.mark.parametrize(
    ("fields", "consent", "is_hidden"),
    [
        ({"licence_until": TODAY - ONE_DAY}, None, True),
        ({"licence_until": TODAY}, None, False),
        ({}, {"valid_until": TODAY - ONE_DAY}, True),
        ({}, {"valid_until": TODAY}, False),
        ({}, {"withdrawn_at": timezone.now()}, True),
        ({"needs_consent": True}, None, False),  # the check before publication asks for it
    ],
)
def test_hide_expired_hides_what_may_be_shown_no_longer(fields, consent, is_hidden, town):
    photo = PhotoFactory(organisation=town, consent=_consent(town, **consent) if consent else None, **fields)
    assert hide_expired(TODAY) == ([photo] if is_hidden else [])
    photo.refresh_from_db()
    assert (photo.hidden_at is not None) is is_hidden


def test_hide_expired_takes_the_photo_off_its_page(town, client):
    photo = PhotoFactory(organisation=town, caption="金丝雀", licence_until=TODAY - ONE_DAY)
    report = PhotoReportFactory(organisation=town, published=True)
    report.report_photos.create(photo=photo)
    pieces.refresh(report)
    before = client.get(report.get_absolute_url()).content.decode()
    call_command("hide_expired_photos")
    after = client.get(report.get_absolute_url()).content.decode()
    assert ("金丝雀" in before, "金丝雀" in after) == (True, False)


def test_show_photo_makes_its_files_again(photo, people, files, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        actions.hide_photo(photo, actor=people.dana)
    actions.show_photo(photo, actor=people.dana)
    photo.refresh_from_db()
    assert (photo.state, photo.hidden_at, len(files_under(files.renditions))) == (Photo.State.READY, None, 3)
