"""What the pictures show: each scene does its part with the demo accounts and is independent of the others."""

import io
import re

from PIL import Image, ImageOps
from playwright.sync_api import Page

from docs.throwaway import ROOT

PHONE = (390, 780)
DEMO_PHOTOS = ROOT / "portal" / "demo" / "photos"
SAMPLE = ROOT / "docs" / "sample.txt"
LEAD = "5月12日，区委宣传部在区委礼堂举办志愿者培训班，86人参加，内容包括急救常识、沟通技巧和个人信息保护。"
ARTICLES, PHOTOS, REPORTS = "/admin/articles/article/", "/admin/articles/photo/", "/admin/articles/photoreport/"
DROP = """([zone, files]) => {
    const transfer = new DataTransfer();
    for (const [name, bytes] of files) {
        transfer.items.add(new File([new Uint8Array(bytes)], name, { type: "image/jpeg" }));
    }
    zone.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: transfer }));
}"""


# --- what everyone sees ---
def home(studio) -> None:
    page = studio.page(size=(1360, 1000))
    page.goto("/")
    studio.take(page, "home", height=1240)


def article(studio) -> None:
    page = studio.page(size=(1100, 1000))
    _open(page, "/articles/", "学党史 悟思想 干实事 谋发展")
    studio.take(page, "article", height=1150)


def photo_report(studio) -> None:
    page = studio.page(size=(1200, 800))
    _open(page, "/photos/", "镜头里的我为群众办实事")
    page.locator("a[data-photo]").first.click()
    studio.take(page, "photo-viewer", height=760)


def archive(studio) -> None:
    page = studio.page(size=(1100, 800))
    page.goto("/archive/2021/05/")
    studio.take(page, "archive", height=800)


def search(studio) -> None:
    page = studio.page(size=(1200, 900))
    page.goto("/search/?q=志愿者")
    studio.take(page, "search", height=820)


def care_mode(studio) -> None:
    """Two phones: as everyone sees it, and with larger letters and stronger contrast."""
    page = studio.page(size=PHONE)
    _open(page, "/articles/", "小游园的路，不滑了")
    plain = studio.look(page, height=PHONE[1])
    page.locator("[data-care-switch]").click()
    studio.write("care-mode", plain, studio.look(page, height=PHONE[1]))


# --- signing in ---
def sign_in(studio) -> None:
    page = studio.page(size=(900, 700))
    page.goto("/accounts/login/")
    studio.take(page, "sign-in", of="main", height=700)


def second_factor(studio) -> None:
    page = studio.page("lds-writer", size=(900, 700))
    page.goto("/accounts/2fa/")
    studio.take(page, "second-factor", of="main", height=720)


# --- writing ---
def desk(studio) -> None:
    page = studio.page("xcb-first")
    page.goto("/admin/")
    studio.take(page, "desk", height=760)


def imported(studio) -> None:
    """A text file becomes a draft; the check finds what must be mended."""
    page = studio.page("xcb-writer")
    page.goto(f"{ARTICLES}import/")
    page.set_input_files("[name=files]", SAMPLE)
    page.fill("[name=year]", "2021")
    studio.take(page, "import", of="#content-start", height=940)
    _press(page, "input[type=submit].default")
    studio.take(page, "imported", of="#content-start", height=1000)
    studio.take(page, "editor", of="#content", top=".field-body", height=860)
    _press(page, "[name=_submit]")
    studio.take(page, "check", of="#content-start", height=780)
    _press(page, ".finding a[href*='/photo/']")
    studio.take(page, "photo", of="#content-start", height=900)


def picker(studio) -> None:
    page = studio.page("xcb-writer", size=(900, 760))
    page.goto(f"{PHOTOS}picker/")
    studio.take(page, "picker", height=700)


def clash(studio) -> None:
    """Two people save the same draft."""
    writer, other = studio.page("lds-writer"), studio.page("lds-first")
    for page, title in ((writer, "农忙时节，学习不占农时。"), (other, "农忙时节，镇里把学习会开在田埂上。")):
        _open(page, f"{ARTICLES}?q=田埂", "雷打石镇：把会开到田埂上")
        page.fill("[name=lead]", title)
    _press(writer, "[name=_continue]")
    _press(other, "[name=_continue]")
    studio.take(other, "clash", of="#content-start", top=".errornote", height=640)


# --- photos ---
def dropped_photos(studio) -> None:
    """A photo report from three files, and what is said of all of them."""
    page = studio.page("xcb-organiser")
    page.goto(f"{REPORTS}add/")
    page.fill("[name=title]", "雨后清淤，路面重现")
    page.fill("[name=date]", "2021-05-17")
    page.evaluate(DROP, [page.locator(".drop-zone").element_handle(), _fresh_photos("mud", "weeding", "patrol")])
    page.fill("[name=batch_place_name]", "沿江路")
    page.fill("[name=batch_credit]", "通讯员 余红梅/摄")
    page.fill("[name=batch_caption]", "5月17日，志愿者在沿江路")
    studio.take(page, "drop", of="#content-start", top="fieldset:has(.field-new_photos)", height=960)
    _press(page, ".submit-row input.default")
    _await_pictures(page)
    studio.take(page, "report-photos", of="#content-start", top="#report_photos-group", height=860)


def filled(studio) -> None:
    page = studio.page("xcb-writer")
    page.goto(PHOTOS)
    for box in page.locator("input.action-select").all()[:3]:
        box.check()
    page.select_option("select[name=action] >> nth=0", "fill")
    _press(page, "button[name=index] >> nth=0")
    page.fill("[name=credit]", "天元区委宣传部供图")
    studio.take(page, "fill", of="#content-start", height=900)


# --- reviewing ---
def review(studio) -> None:
    """A returned text comes back; the reviewer sees what changed and decides."""
    writer = studio.page("xcb-writer")
    _open(writer, f"{ARTICLES}?q=培训班", "志愿者培训班开班")
    writer.fill("[name=lead]", LEAD)
    _press(writer, "[name=_submit]")
    reviewer = studio.page("xcb-first")
    _open(reviewer, f"{ARTICLES}?q=培训班", "志愿者培训班开班")
    studio.take(reviewer, "review", of="#content-start", height=1180)


def review_sheet(studio) -> None:
    page = studio.page("xcb-final")
    _open(page, f"{ARTICLES}?q=草除了", "草除了，路通了")
    _follow(page, "sheet")
    studio.take(page, "review-sheet", of=".sheet", height=1500)


def correction(studio) -> None:
    page = studio.page("xcb-final")
    _open(page, f"{ARTICLES}?q=巡逻", "每晚七点半，他们准时出发")
    _follow(page, "correct")
    page.fill("[name=correction]", "巡逻结束时间更正为21:00，原文写作“晚上十点”。")
    studio.take(page, "correction", of="#content-start", height=760)


def temporary_password(studio) -> None:
    page = studio.page("lds-administrator")
    page.goto("/admin/members/member/add/")
    page.fill("[name=username]", "wang.fang")
    page.fill("[name=display_name]", "王芳")
    page.locator(".field-organisation .select2-selection").first.click()
    page.keyboard.type("新龙村")
    page.locator(".select2-results__option", has_text="新龙村").first.click()
    _press(page, ".submit-row input >> nth=0")
    studio.take(page, "temporary-password", of="#content-start", height=420)


def _open(page: Page, listing: str, title: str) -> None:
    """Go to a list and from there to the item with this title."""
    page.goto(listing)
    page.locator("main").get_by_role("link", name=re.compile(re.escape(title))).first.click()
    page.wait_for_load_state("networkidle")


def _follow(page: Page, name: str) -> None:
    """Go from a publication to its page of this name: sheet, correct …"""
    page.locator(f"#content a[href*='/{name}/']").first.click()
    page.wait_for_load_state("networkidle")


def _press(page: Page, selector: str) -> None:
    with page.expect_navigation():
        page.locator(selector).first.click()
    page.wait_for_load_state("networkidle")


def _await_pictures(page: Page) -> None:
    """Wait for the worker: the page shows a placeholder until it has made the pictures."""
    for _attempt in range(60):
        if not page.locator(".photo-row .state.processing").count():
            return
        page.wait_for_timeout(1000)
        page.reload(wait_until="networkidle")


def _fresh_photos(*names: str) -> list:
    """Mirrored demo pictures, which the library does not know yet, as names and bytes."""
    files = []
    for number, name in enumerate(names, start=2101):
        data = io.BytesIO()
        ImageOps.mirror(Image.open(DEMO_PHOTOS / f"{name}.jpg")).save(data, "JPEG", quality=88)
        files.append([f"IMG_{number}.jpg", list(data.getvalue())])
    return files


SCENES = (
    home, article, photo_report, archive, search, care_mode, sign_in, second_factor, desk, imported, picker, clash,
    dropped_photos, filled, review, review_sheet, correction, temporary_password,
)  # fmt: skip
