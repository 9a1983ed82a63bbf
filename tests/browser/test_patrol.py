"""Issue "How good": the finished-action form in three minutes, and the patrol log with a thumb, at 1360 and 360 px."""

import pytest
from django.urls import reverse
from django.utils import timezone

from activities.models import Attendance, Closing, PatrolEntry, ServiceRecord
from articles.models import PhotoReport
from members.roles import Role
from tests.activities.patrols import join_team, on_duty, patrol, planned, shift_now
from tests.articles.images import pictures
from tests.browser.helpers import PHONE, assert_accessible
from tests.factories import MemberFactory, PlaceFactory, PostFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_database]

WIDE = {"width": 1360, "height": 900}
CHAIN = "#接龙\n4月22日日升社区清淤\n" + "\n".join(
    f"{n + 1}. 志愿{'甲乙丙丁戊己庚辛壬癸'[n % 10]}{'一二三四'[n // 10]}" for n in range(40)
)


@pytest.fixture
def hanna(people, town):
    member = MemberFactory(username="hanna", display_name="余红梅", organisation=town)
    PostFactory(member=member, role=Role.ORGANISER)
    return member


def _fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def _photos(number: int) -> list[dict]:
    picture = pictures.picture(500, 300)
    return [
        {"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": pictures.encoded(picture, comment=str(n))}
        for n in range(number)
    ]


@pytest.mark.parametrize("viewport", [WIDE, PHONE], indirect=True)
def test_forty_people_cleared_mud_and_the_clerk_logs_it(new_page, sign_in, hanna, town):
    """Six acts of the clerk: place, content, list, credit, photos, save. What is wrong is mended without loss."""
    PlaceFactory(name="日升社区")
    page = new_page()
    sign_in(page, hanna)
    page.goto(reverse("admin:index"))
    page.locator(f"a[href='{reverse('admin:activities_volunteerevent_finished')}']").first.click()
    page.locator(".field-place .select2-selection").click()
    page.locator(".select2-search__field").fill("日升")
    page.locator(".select2-results__option--highlighted", has_text="日升社区").click()
    page.fill("[name=content]", "清理沟渠淤泥")
    page.fill("[name=pasted]", CHAIN + "\n41. 李四 12345")
    page.fill("[name=credit]", "通讯员 刘阳/摄")
    page.locator("[name=new_photos]").set_input_files(_photos(11))
    page.locator(".finished-save button").click()
    page.wait_for_selector(".finished-problems")
    assert page.locator("[name=kept]:checked").count() == 11
    if page.viewport_size == PHONE:
        assert_accessible(page)
    assert _fits(page)
    page.fill("[name=pasted]", CHAIN)
    page.locator(".finished-save button").click()
    page.wait_for_selector(".logged-made")
    assert _fits(page)
    if page.viewport_size == PHONE:
        assert_accessible(page)
    assert (Attendance.objects.count(), ServiceRecord.objects.count(), Closing.objects.get().headcount) == (40, 40, 40)
    report = PhotoReport.objects.get()
    assert report.photos.count() == 11
    assert set(report.photos.values_list("credit", flat=True)) == {"通讯员 刘阳/摄"}


@pytest.fixture
def walker(town):
    """Somebody on duty tonight, in a team of two."""
    event = patrol(town, since=timezone.localdate(), min_people=2)
    planned(event)
    person, _other = join_team(event, names=["赵小燕", "钱多多"])
    on_duty(shift_now(event), person)
    person.event = event
    return person


@pytest.mark.parametrize("viewport", [PHONE], indirect=True)
@pytest.mark.parametrize("script", [True, False])
def test_log_is_written_with_a_thumb(new_page, sign_in, walker, script):
    page = new_page(java_script_enabled=script)
    sign_in(page, walker.member)
    page.goto(reverse("activities:my-rota"))
    page.locator("a", has_text="").and_(page.locator("a[href*='/patrol/']")).first.click()
    page.locator(".taps label").nth(1).click()
    page.locator(".patrol button[type=submit]").first.click()
    assert page.locator("[name=kind]:checked").get_attribute("value") == "fire"
    page.fill("[name=where]", "沿江路夜市")
    page.fill("[name=done]", "提醒摊主移开货物 13912345678")
    page.locator(".patrol button[type=submit]").first.click()
    assert page.locator("[name=done]").input_value() == "提醒摊主移开货物 13912345678"
    if script:
        assert_accessible(page)
        page.reload()  # the phone lost the page: what was typed is still there
        page.goto(page.url)
        assert page.locator("[name=where]").input_value() == "沿江路夜市"
    page.fill("[name=done]", "提醒摊主移开货物")
    page.locator(".patrol button[type=submit]").first.click()
    page.wait_for_selector(".patrol-entries time")
    assert page.locator("[name=where]").input_value() == ""
    if script:
        assert_accessible(page)
        assert _fits(page)
    assert list(PatrolEntry.objects.values_list("kind", "where")) == [("fire", "沿江路夜市")]


@pytest.mark.parametrize("viewport", [PHONE], indirect=True)
def test_rota_is_filled_and_somebody_stands_in(new_page, sign_in, hanna, walker):
    page = new_page()
    sign_in(page, hanna)
    page.goto(reverse("admin:activities_volunteerevent_rota", args=[walker.event.pk]))
    page.locator("button[value=fill]").click()
    page.wait_for_selector(".messagelist")
    assert _fits(page)
    assert_accessible(page)
    page.locator(".evening a").nth(3).click()
    page.wait_for_selector(".evening-exceptions")
    assert _fits(page)
    assert_accessible(page)
    own = new_page()
    sign_in(own, walker.member)
    own.goto(reverse("activities:my-rota"))
    own.locator("button[name=cannot]").last.click()
    own.wait_for_selector("button[name=can]")
    assert _fits(own)
    assert_accessible(own)
