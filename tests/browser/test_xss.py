"""SECURITY.md, "Rich text": no payload runs, whatever field it was typed into and whatever page shows it."""

import json
import re
from xml.etree import ElementTree

import pytest
from django.db import models
from django.test import Client
from django.utils import timezone

from articles.actions.importing import import_feature
from articles.models import Article, Channel, Credit, Photo, PhotoReport, Topic
from members.models import Member, Organisation
from publishing import pieces
from publishing.models import Consent, Move
from tests import factories
from tests.browser.site import build_site
from tests.payloads import PAYLOADS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_database]

PAYLOADS = [payload.replace("\x00", "") for payload in PAYLOADS]  # PostgreSQL stores no NUL; forms refuse it
SHORT = [payload for payload in PAYLOADS if len(payload) <= 60]
NOT_TEXT = {"slug", "key", "sha256", "state", "audience", "approved_hash", "pieces_key", "role", "password", "username"}
NOT_TEXT |= {
    "kind",
    "scope",
    "section",
    "object_type",
    "act",
    "content_hash",
    "original",
    "document",
    "page_html",
    "card_html",
}
TRAP = """
  window.ran = [];
  for (const name of ["alert", "confirm", "prompt", "pwned", "msgbox"]) window[name] = (...words) => ran.push(name + words);
"""


class Payloads:
    """Hands out payloads in turn, as long as the field lets them be."""

    def __init__(self):
        self.turn = 0

    def for_field(self, field) -> str:
        fitting = [payload for payload in PAYLOADS if len(payload) <= (field.max_length or 9999)] or SHORT[:1]
        self.turn += 1
        return fitting[self.turn % len(fitting)]


def _infect(obj, payloads: Payloads, **values) -> None:
    """Write a payload into every text of a row, past all forms: what pages show must be harmless by itself."""
    for field in obj._meta.concrete_fields:
        is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
        if is_text and field.name not in NOT_TEXT | values.keys():
            values[field.name] = payloads.for_field(field)
    type(obj)._base_manager.filter(pk=obj.pk).update(**values)


@pytest.fixture
def infected(people, files):
    """A site in which every text is a payload; bodies went through the sanitiser, as every body does."""
    site = build_site(people)
    payloads = Payloads()
    _import_payloads(site, people)
    factories.ArticleFactory(organisation=site.organisation, author=people.alice)
    for number, article in enumerate(Article.objects.order_by("pk")):
        _infect(article, payloads)
        article.refresh_from_db()
        article.body = "".join(f"<p>{payload}</p>" for payload in PAYLOADS[number::2])
        article.save()  # the field cleans what it stores
    consent = Consent.objects.create(
        organisation=site.organisation, label="x", who="x", purpose="x", given_on=timezone.localdate()
    )
    for model in (PhotoReport, Photo, Credit, Topic, Channel, Organisation, Move):
        for row in model._base_manager.all():
            _infect(row, payloads)
    Organisation.objects.filter(pk=site.organisation.pk).update(name=SHORT[0], short_name="")
    Photo.objects.filter(pk=site.photos[0].pk).update(consent=consent)
    for member in Member.objects.all():
        _infect(member, payloads, shows_full_name=True)
    for publication in [*Article.objects.published(), *PhotoReport.objects.published()]:
        pieces.refresh(publication)
    return site


def _import_payloads(site, people) -> None:
    text = "\n".join(["<script>alert(1)</script>", *PAYLOADS])
    name = "<img src=x onerror=alert(1)>.txt"
    import_feature(organisation=site.organisation, actor=people.alice, data=text.encode(), filename=name)


def _watch(page) -> list[str]:
    """Collect what would show that a payload ran: a dialog, a call of a trap, a request to somebody else."""
    seen = []
    page.add_init_script(TRAP)
    page.on("dialog", lambda dialog: (seen.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: "evil.example" in request.url and seen.append(request.url))
    return seen


def _provoke(page) -> list[str]:
    """Move over, focus and click through what the page holds; return what ran."""
    page.evaluate("""() => {
      for (const element of document.querySelectorAll("main *, #content *")) {
        for (const kind of ["mouseover", "pointerenter", "focus", "error", "load", "toggle", "animationstart"]) {
          element.dispatchEvent(new Event(kind));
        }
      }
    }""")
    return page.evaluate("window.ran")


def _visit(page, addresses) -> dict[str, list]:
    seen, ran = _watch(page), {}
    for address in addresses:
        page.goto(address)
        if found := _provoke(page) + seen:
            ran[address] = list(found)
            seen.clear()
    return ran


def test_planted_script_is_noticed(page):
    """Negative control: the traps work."""
    seen = _watch(page)
    page.goto("/accessibility/")
    page.evaluate("document.querySelector('main').addEventListener('mouseover', () => alert('planted'))")
    page.evaluate("document.querySelector('main').dispatchEvent(new Event('mouseover'))")
    assert page.evaluate("window.ran") + seen == ["alertplanted"]


def test_nothing_runs_on_public_pages_and_in_the_viewer(page, console, infected):
    console.expect("status of 410")
    site = infected
    addresses = [
        "/", "/articles/", f"/articles/{site.article.pk}/", "/channels/c/", "/topics/t/", "/photos/",
        f"/photos/{site.report.pk}/", "/archive/", f"/organisations/{site.organisation.pk}/",
        f"/articles/{site.withdrawn.pk}/", f"/en/articles/{site.article.pk}/",
    ]  # fmt: skip
    assert _visit(page, addresses) == {}
    seen = _watch(page)
    page.goto(f"/photos/{site.report.pk}/")
    page.locator("a[data-photo]").first.click()
    for _step in range(3):
        page.keyboard.press("ArrowRight")
    assert _provoke(page) + seen == []


def test_nothing_runs_for_staff(page, console, sign_in, people, infected):
    console.expect("status of 4")
    sign_in(page, people.dana)
    assert _visit(page, ["/me/", "/me/fragment/", *_staff_addresses(infected)]) == {}


def _staff_addresses(site) -> list[str]:
    drafts = Article.objects.filter(state="draft")
    lists = ["article", "photoreport", "photo", "channel", "topic", "photo/picker", "article/import"]
    return [
        "/admin/",
        *(f"/admin/articles/{name}/" for name in lists),
        "/admin/members/member/", "/admin/members/organisation/", "/admin/members/auditentry/", "/admin/publishing/consent/",
        *(f"/admin/articles/article/{site.article.pk}/{page}/" for page in ("review", "preview", "sheet", "history", "correct")),
        *(f"/admin/articles/photoreport/{site.report.pk}/{page}/" for page in ("review", "preview", "sheet", "correct")),
        *(f"/admin/articles/article/{draft.pk}/{page}/" for draft in drafts for page in ("change", "submit", "delete")),
        f"/admin/articles/photo/{site.photos[0].pk}/change/",
        f"/admin/members/organisation/{site.organisation.pk}/change/",
        "/admin/autocomplete/?app_label=articles&model_name=article&field_name=cover&term=",
    ]  # fmt: skip


# --- what machines read
def test_what_machines_read_stays_well_formed(infected):
    _feeds_and_sitemaps_are_xml_with_harmless_links()
    for address in (f"/articles/{infected.article.pk}/", f"/photos/{infected.report.pk}/"):
        html = Client().get(address).content.decode()
        blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
        assert blocks
        assert all(json.loads(block) for block in blocks)  # none of them left its element
        assert len(re.findall(r"<script\b", html)) == len(blocks) + 1  # and site.js


def _feeds_and_sitemaps_are_xml_with_harmless_links() -> None:
    client = Client()
    names = ["articles", "photos", "channels/c", "topics/t"]
    feeds = [f"/feeds/{name}.{kind}" for name in names for kind in ("rss", "atom")]
    for address in [*feeds, "/sitemap.xml", "/sitemap-articles.xml", "/sitemap-photos.xml", "/sitemap-places.xml"]:
        answer = client.get(address)
        assert answer.status_code == 200, address
        root = ElementTree.fromstring(answer.content)
        links = [text for node in root.iter() for text in [*node.attrib.values(), (node.text or "").strip()]]
        assert not [link for link in links if re.match(r"\s*(javascript|data|vbscript):", link, re.I)], address
