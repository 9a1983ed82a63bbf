"""Hours in a real browser: approved in bulk, seen by the volunteer, certified, checked; wide and on a phone."""

import re

import pytest

from activities.actions.calendars import load_calendars
from activities.actions.participants import participant_of
from activities.models import ServiceRecord
from members.roles import Role
from tests.browser.helpers import PHONE, assert_accessible
from tests.factories import MemberFactory, PostFactory, ServiceRecordFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_database]

WIDE = {"width": 1360, "height": 900}


@pytest.fixture
def olive(town):
    """An organiser with forty hours to approve, one of them charlie's."""
    member = MemberFactory(username="olive", display_name="余红梅", organisation=town)
    PostFactory(member=member, role=Role.ORGANISER)
    return member


@pytest.fixture
def records(people, town):
    load_calendars()
    first = ServiceRecordFactory(
        participant=participant_of(people.charlie), activity__organisation=town, activity__title="清理沟渠"
    )
    return [first, *(ServiceRecordFactory(activity=first.activity) for _number in range(4))]


@pytest.mark.parametrize("viewport", [WIDE, PHONE], indirect=True, ids=["wide", "phone"])
def test_hours_from_the_desk_to_the_counter(new_page, sign_in, olive, people, records):
    staff = new_page()
    sign_in(staff, olive)
    staff.goto("/admin/activities/servicerecord/")
    assert_accessible(staff)
    staff.locator(".all-at-once button").click()
    assert_accessible(staff)
    staff.locator("#content-main button.default").click()
    staff.locator(".messagelist .success").wait_for()
    assert ServiceRecord.objects.approved().count() == len(records)

    volunteer = new_page()
    sign_in(volunteer, people.charlie)
    volunteer.goto("/me/records/")
    assert_accessible(volunteer)
    volunteer.locator("input[name=full_name][value=True]").check()
    volunteer.locator("form[id^=certificate-] button[type=submit]").click()
    volunteer.wait_for_url(re.compile("/certificates/"))
    code = volunteer.locator("dd.num").first.inner_text()

    counter = new_page(java_script_enabled=False)
    counter.goto("/certificates/")
    counter.locator("#code").fill(code.lower())
    counter.locator("main button[type=submit]").click()
    assert "Charlie" in counter.locator("main").inner_text()
    assert "清理沟渠" in counter.locator("table").inner_text()
    for address in (volunteer.url, volunteer.url + "print/", "/certificates/"):
        volunteer.goto(address)
        assert_accessible(volunteer)
        assert volunteer.evaluate("document.documentElement.scrollWidth <= innerWidth")
