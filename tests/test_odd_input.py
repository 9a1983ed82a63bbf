"""Issue "Bad input": odd ids, addresses and bodies get a sentence and a status below 500, from everybody."""

from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client

from members.roles import Role
from tests.addresses import WRITTEN_OUT, patterns

pytestmark = pytest.mark.django_db

PATTERNS = {pattern.name: pattern for pattern in patterns()}
WITH_PARAMETERS = [name for name, pattern in PATTERNS.items() if pattern.parameters]
WITHOUT = [name for name, pattern in PATTERNS.items() if not pattern.parameters and name not in WRITTEN_OUT]
ODD = [
    "0", "-1", "1e3", str(2**63), "9" * 5000, "党" * 300, "%00", "1%00", "%FF", "%0d%0aSet-Cookie:x=1",
    "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "１２", "'", "%25s", "_5F",
]  # fmt: skip
ODD_IN_ADMIN = ["-1", str(2**63), "党" * 300, "%00", "%FF", "_5F"]  # one reader of addresses for all its pages
DATES = ["0", "1", "13", "99", "2021", "9999", "10000", str(10**30), "２０２１"]
ANSWERS = {200, 204, 301, 302, 400, 403, 404, 405, 409, 410, 429}
WHO = ["stranger", "writer"]


def _reader_of(name: str) -> str:
    """Who comes furthest into a page; the admin sends strangers away before anything is read."""
    return "administrator" if name.startswith("admin") else "stranger"


@pytest.fixture(scope="module")
def clients(world, django_db_blocker):
    with django_db_blocker.unblock():
        clients = {who: Client(raise_request_exception=False) for who in ("stranger", "writer", "administrator")}
        clients["writer"].force_login(world.town.people[Role.WRITER])
        clients["administrator"].force_login(world.town.people[Role.ADMINISTRATOR])
    return clients


@pytest.fixture
def ask(clients):
    """Return a function that sends one address as it is written and returns the status."""

    def get(who: str, address: str, method: str = "GET", **environ) -> int:
        path, _question, query = address.partition("?")
        return clients[who].generic(method, path, QUERY_STRING=query, **environ).status_code

    return get


def _refused(statuses: dict, allowed=ANSWERS) -> dict:
    return {what: status for what, status in statuses.items() if status not in allowed}


# --- addresses
@pytest.mark.parametrize("name", WITH_PARAMETERS)
def test_odd_value_in_the_address_never_breaks_a_page(ask, name):
    pattern = PATTERNS[name]
    values = DATES if "month" in pattern.parameters else ODD_IN_ADMIN if name.startswith("admin") else ODD
    addresses = [pattern.fill(dict.fromkeys(pattern.parameters, value)) for value in values]
    assert _refused({address[:80]: ask(_reader_of(name), address) for address in addresses}) == {}


NO_NUMBERS = ["0", "-1", "abc", str(2**63), str(10**30), "%00", "%FF", "党"]


@pytest.mark.parametrize("name", ["articles:article", "articles:photo-report", "articles:organisation"])
def test_odd_number_of_a_page_is_not_found(ask, name):
    assert {ask("stranger", PATTERNS[name].fill({"pk": value})) for value in NO_NUMBERS} == {404}


@pytest.mark.parametrize("kind", ["articles_article", "articles_photoreport", "articles_photo", "publishing_consent"])
@pytest.mark.parametrize("page", ["change", "history", "delete"])
def test_odd_number_of_an_admin_page_is_not_found(ask, kind, page):
    pattern = PATTERNS[f"admin:{kind}_{page}"]
    assert {ask("writer", pattern.fill({"object_id": value})) for value in NO_NUMBERS} == {404}


@pytest.mark.parametrize(
    ("year", "month"), [(0, 1), (2021, 0), (2021, 13), (9999, 12), (10**30, 1), (2021, 10**30), (1, 1)]
)
def test_month_that_is_not_one_is_not_found(ask, year, month):
    assert ask("stranger", f"/archive/{year}/{month}/") == 404


# --- what follows the question mark
PAGING = [
    "page=0", "page=-1", "page=abc", "page=", f"page={10**30}", "page=%00", "page=１", "page=last", "page=1&page=2",
]  # fmt: skip
ANYWHERE = ["q=%00", "q=%FF", "q=" + "党" * 700, "q='", "language=xx", "next=//evil.example", "%00=%00", "=", "&&&"]
OF_PUBLIC_PAGES = [
    *PAGING, *ANYWHERE, "day=0", "day=32", "day=abc", "day=%00", f"day={10**30}", "unit=abc", f"unit={10**30}", "unit=%00",
    f"organisation={10**30}", "kind=%00", "form=%00", "from=abc", "from=0000-00-00", "free=%00", "month=2021-13",
]  # fmt: skip
OF_ANY_LIST = [
    "q=%00",
    "p=abc",
    "o=99.-1.1",
    "unit=%00",
    "state=%00",
    "id__in=a,b",
    "_popup=1",
    "_changelist_filters=%00",
]
OF_LARGE_LISTS = [
    *ANYWHERE, f"p={10**30}", "p=-1", "p=abc", "o=abc", "o=99.-1.1", f"o={10**30}", "o=-", "e=1", "all=1", "unit=abc",
    f"unit={10**30}", "unit=%00", "state=%00", "queue=x", "taken_on__year=0", "taken_on__month=13", f"taken_on__year={10**30}",
    "date__year=9999", "date__day=40", "published_at__gte=abc", "published_at__gte=%00", "starts_at__gte=abc",
    f"channel__id__exact={10**30}", "topic__id__exact=%00", "channel__isnull=x", "id__in=a,b", "title__regex=(",
    "valid_until__gte=x", "lacks=%00", "_popup=1", "_to_field=%00", "_changelist_filters=%00",
]  # fmt: skip
OF_FORMS = [
    "page=abc", f"page={10**30}", "q=%00", "_popup=1", "_to_field=%00", "_changelist_filters=%00", "uploaded=%00",
    f"uploaded={10**30}", "topic=%00", f"topic={10**30}", "cover=abc", f"organisation={10**30}", "issued_on=abc",
    "app_label=x&model_name=y&field_name=z&term=%00",
    "app_label=articles&model_name=article&field_name=cover&page=abc",
    f"app_label=articles&model_name=article&field_name=cover&page={10**30}",
]  # fmt: skip
LARGE_LISTS = ("articles_article_changelist", "articles_photo_changelist", "activities_studysession_changelist")
ADMIN_FORMS = ("_add", "_import", "picker", "autocomplete")
WITH_QUERY = [
    name
    for name in WITHOUT
    if name.endswith(("_changelist", *ADMIN_FORMS))
    or name.startswith(("activities:", "articles:", "portal:", "feed", "sitemap", "account_login"))
]
PLACES = ["articles:channel", "articles:topic", "articles:organisation", "articles:author", "articles:archive-month"]


def _queries_for(name: str) -> list[str]:
    if name.endswith(LARGE_LISTS):
        return OF_LARGE_LISTS
    if name.endswith("_changelist"):
        return OF_ANY_LIST
    return OF_FORMS if name.endswith(ADMIN_FORMS) else OF_PUBLIC_PAGES


@pytest.mark.parametrize("name", [*WITH_QUERY, *PLACES])
def test_odd_query_never_breaks_a_page(world, ask, name):
    address = PATTERNS[name].address(world.town)
    queries = [quote(query, safe="=&%,.-\\'") for query in _queries_for(name)]
    assert _refused({query[:60]: ask(_reader_of(name), f"{address}?{query}") for query in queries}) == {}


def test_page_far_behind_the_last_is_not_found(ask):
    assert ask("stranger", f"/articles/?page={10**30}") == 404


# --- methods
READ_ONLY = [
    name for name in PATTERNS if name.startswith(("articles:", "portal:", "feed", "sitemap", "rendition", "healthz"))
]


@pytest.mark.parametrize("name", READ_ONLY)
def test_reading_page_takes_no_other_method(world, ask, name):
    address = PATTERNS[name].address(world.town)
    answers = {method: ask("stranger", address, method) for method in ("POST", "PUT", "PATCH", "DELETE", "TRACE")}
    assert _refused(answers, allowed={302, 403, 404, 405}) == {}


# --- bodies
MALFORMED = {
    "no boundary": ("multipart/form-data", b"x"),
    "wrong boundary": ("multipart/form-data; boundary=a", b"--b\r\n\r\nx\r\n--b--"),
    "cut short": ("multipart/form-data; boundary=a", b'--a\r\nContent-Disposition: form-data; name="title"\r\n\r\n'),
    "no name": ("multipart/form-data; boundary=a", b"--a\r\nContent-Disposition: form-data\r\n\r\nx\r\n--a--"),
    "file without end": (
        "multipart/form-data; boundary=a",
        b'--a\r\nContent-Disposition: form-data; name="files"; filename="a.docx"\r\n\r\nPK\x03\x04',
    ),
    "long boundary": ("multipart/form-data; boundary=" + "a" * 5000, b"--a--"),
    "wrong charset": ("application/x-www-form-urlencoded; charset=nonsense", b"title=x"),
    "no utf-8": ("application/x-www-form-urlencoded", b"title=%ff%fe&organisation=\xff"),
    "nul": ("application/x-www-form-urlencoded", b"title=%00&organisation=%00&username=%00&login=%00&password=%00"),
    "surrogate": ("application/x-www-form-urlencoded", b"title=%ed%a0%80&lead=%f0%9f%98%80"),
    "json": ("application/json", b'{"title": "x"}'),
    "empty": ("", b""),
}
FORMS = [
    "admin:articles_article_add", "admin:articles_article_change", "admin:articles_article_import", "admin:articles_photo_add",
    "admin:articles_article_submit", "admin:articles_photoreport_add", "admin:articles_photoreport_change",
    "admin:articles_photo_picker", "admin:articles_photo_change", "admin:publishing_consent_add",
    "admin:articles_article_changelist", "admin:articles_photo_changelist", "account_login", "account_change_password",
    "account_reauthenticate", "mfa_authenticate", "mfa_activate_totp", "mfa_login_webauthn", "account_logout",
]  # fmt: skip


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("name", FORMS)
def test_malformed_body_never_breaks_a_form(world, clients, name, who):
    address = PATTERNS[name].address(world.town)
    answers = {
        body: clients[who].generic("POST", address, data, content_type=content_type).status_code
        for body, (content_type, data) in MALFORMED.items()
    }
    assert _refused(answers) == {}


@pytest.mark.parametrize("name", FORMS)
def test_too_many_fields_are_refused(world, clients, name):
    data = "&".join(f"f{number}=1" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 2))
    answer = clients["writer"].post(
        PATTERNS[name].address(world.town), data, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code in (302, 400, 403, 405, 413)


@pytest.mark.parametrize(
    ("address", "announced", "status"),
    [
        ("/", "9999999999999", 413),
        ("/accounts/login/", str(100 * settings.MAX_REQUEST_BYTES), 413),
        ("/admin/articles/photo/add/", str(settings.MAX_ADMIN_REQUEST_BYTES + 1), 413),
        ("/accounts/login/", "abc", 403),
        ("/accounts/login/", "-1", 403),
    ],
)
def test_announced_size_of_a_body_is_checked_first(address, announced, status):
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    assert client.generic("POST", address, CONTENT_LENGTH=announced).status_code == status


# --- headers
HEADERS = [
    {"HTTP_HOST": "evil.example"}, {"HTTP_HOST": "a b"}, {"HTTP_HOST": ""}, {"HTTP_HOST": "localhost:99999999"},
    {"HTTP_ACCEPT_LANGUAGE": "x" * 5000}, {"HTTP_ACCEPT_LANGUAGE": "\x00"}, {"HTTP_COOKIE": "sessionid=" + "a" * 4000},
    {"HTTP_COOKIE": "sessionid=\x00; csrftoken='"}, {"HTTP_IF_MODIFIED_SINCE": "yesterday"}, {"HTTP_IF_NONE_MATCH": '"' * 99},
    {"HTTP_RANGE": "bytes=-1,x"}, {"HTTP_X_FORWARDED_FOR": "x" * 999}, {"HTTP_REFERER": "\x00"}, {"HTTP_USER_AGENT": "党" * 999},
]  # fmt: skip


@pytest.mark.parametrize(
    "address", ["/", "/articles/", "/accounts/login/", "/admin/", "/sitemap.xml", "/feeds/articles.rss"]
)
def test_odd_header_never_breaks_a_page(address):
    client = Client(raise_request_exception=False)
    answers = {str(header)[:40]: client.get(address, **header).status_code for header in HEADERS}
    assert _refused(answers) == {}
