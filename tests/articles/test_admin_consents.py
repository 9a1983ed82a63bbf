import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.models import Photo
from members.models import AuditEntry
from publishing.models import Consent
from tests.factories import PhotoFactory
from tests.publishing.desk import signed_in, url

pytestmark = pytest.mark.django_db
CANARY = "金丝雀七七"
CONSENT = "publishing_consent"
PAPER = b"%PDF-1.7 paper"


def _errors(response, field):
    return response.context["adminform"].form.errors.get(field)


@pytest.fixture
def consent(town):
    return Consent.objects.create(
        organisation=town, label="除草，户主", who=CANARY, purpose="图片报道", given_on="2021-05-18"
    )


def _consent(town, **changes):
    data = {"label": "除草，户主", "organisation": town.pk, "who": "王小明", "purpose": "图片报道", "scope": "site"}
    return data | {"given_on": "2021-05-18"} | changes


def test_consent_keeps_its_paper_private_under_a_name_that_tells_nothing(client, people, town):
    paper = SimpleUploadedFile("王小明同意书.pdf", PAPER)
    signed_in(client, people.alice).post(url("add", kind=CONSENT), _consent(town, document=paper))
    name = Consent.objects.get().document.name
    assert re.fullmatch(r"consents/[0-9a-f]{32}\.pdf", name)
    assert (Path(settings.PRIVATE_ROOT) / name).read_bytes() == PAPER


@pytest.mark.parametrize(
    "paper", [b"MZ\x90\x00", b"<svg onload=alert(1)>", b"GIF89a", b"%PDF-" + b"0" * (10 * 1024 * 1024)]
)
def test_paper_of_another_kind_or_size_is_refused_and_the_rest_kept(client, people, town, paper):
    data = _consent(town, document=SimpleUploadedFile("同意书.pdf", paper))
    response = signed_in(client, people.alice).post(url("add", kind=CONSENT), data)
    assert _errors(response, "document")
    assert response.context["adminform"].form["who"].value() == "王小明"
    assert not Consent.objects.exists()


def test_reading_who_agreed_is_recorded(consent, client, people):
    assert CANARY in signed_in(client, people.alice).get(url("change", consent, CONSENT)).text
    assert AuditEntry.objects.filter(action="consent.read", object_id=str(consent.pk)).count() == 1


@pytest.mark.parametrize("page", ["change", "history", "changelist"])
def test_auditor_does_not_see_who_agreed(consent, client, people, page):
    address = url(page, None if page == "changelist" else consent, CONSENT)
    response = signed_in(client, people.olga).get(address)
    assert response.status_code == 200
    assert CANARY not in response.text


@pytest.mark.parametrize("page", ["change", "history", "paper", "withdraw", "delete"])
def test_other_organisations_consent_is_not_there(consent, client, people, page):
    assert signed_in(client, people.eve).get(url(page, consent, CONSENT)).status_code == 404


def test_paper_is_downloaded_by_those_who_keep_it_and_recorded(client, people, town):
    data = _consent(town, document=SimpleUploadedFile("同意书.pdf", PAPER))
    signed_in(client, people.alice).post(url("add", kind=CONSENT), data)
    paper = url("paper", Consent.objects.get(), CONSENT)
    response = client.get(paper)
    assert response.getvalue() == PAPER
    assert response["Content-Disposition"].startswith("attachment")
    assert AuditEntry.objects.filter(action="consent.paper").count() == 1
    assert signed_in(client, people.olga).get(paper).status_code == 403


def test_withdrawing_a_consent_hides_its_photos_at_once(consent, client, people, town):
    photo = PhotoFactory(organisation=town, consent=consent, needs_consent=True)
    client = signed_in(client, people.alice)
    client.get(url("withdraw", consent, CONSENT))
    assert Photo.objects.get().hidden_at is None
    client.post(url("withdraw", consent, CONSENT))
    photo.refresh_from_db()
    assert photo.hidden_at is not None
    assert Consent.objects.get().withdrawn_at is not None


def test_consent_is_never_deleted(consent, client, people):
    assert signed_in(client, people.dana).post(url("delete", consent, CONSENT), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize(("is_chosen_anew", "is_refused"), [(True, True), (False, False)])
def test_ended_consent_is_not_chosen_anew(client, people, consent, is_chosen_anew, is_refused):
    Consent.objects.update(valid_until="2021-12-31")
    photo = PhotoFactory(organisation=people.alice.organisation, consent=None if is_chosen_anew else consent)
    words = {name: getattr(photo, name) for name in ("caption", "alt", "credit", "place_name")}
    address = url("change", photo, "articles_photo")
    response = signed_in(client, people.alice).post(address, words | {"consent": consent.pk})
    assert response.status_code == (200 if is_refused else 302)
    if is_refused:
        assert _errors(response, "consent")
