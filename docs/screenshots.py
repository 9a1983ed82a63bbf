"""Takes the pictures of docs/ and README.md anew: `python -m docs.screenshots [name …]`, or `make docs-screenshots`.

Everything is taken from a portal with the demo content on a throw-away database; docs/scenes.py says what is done there.
With names, only the pictures of the scenes so called are written.
"""

import io
import os
import shutil
import sys
from dataclasses import dataclass, field

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from docs.scenes import SCENES
from docs.throwaway import PASSWORD, ROOT, portal

IMAGES = ROOT / "docs" / "images"
MAX_BYTES = 150_000
MAX_ALL_BYTES = 2_500_000
WIDTH, HEIGHT = 1360, 900
GAP = 24  # pixels between two phones
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--lang=zh-CN"]


@dataclass
class Studio:
    """Opens pages of the portal as one of its people and writes what they show."""

    browser: Browser
    address: str
    signed_in: dict[str, dict] = field(default_factory=dict)

    def page(self, account: str = "", *, size: tuple[int, int] = (WIDTH, HEIGHT)) -> Page:
        """A page of a visitor, or of a demo account, who signs in by the form once."""
        if account and account not in self.signed_in:
            page = self._open(size)
            page.goto("/accounts/login/?next=/admin/")
            page.fill("[name=login]", account)
            page.fill("[name=password]", PASSWORD)
            page.press("[name=password]", "Enter")
            page.wait_for_url("**/admin/")
            self.signed_in[account] = page.context.storage_state()
        return self._open(size, storage_state=self.signed_in.get(account))

    def _open(self, size: tuple[int, int], **options) -> Page:
        viewport = {"width": size[0], "height": size[1]}
        context = self.browser.new_context(
            base_url=self.address, viewport=viewport, locale="zh-CN", timezone_id="Asia/Shanghai", **options
        )
        context.set_default_timeout(60_000)
        return context.new_page()

    def take(self, page: Page, name: str, *, of: str = "body", top: str = "", height: int = HEIGHT) -> None:
        """Write what a window of this height shows of the element `of`, scrolled so that `top` stands uppermost."""
        self.write(name, self.look(page, of=of, top=top, height=height))

    def write(self, name: str, *pictures: Image.Image) -> None:
        """Write pictures side by side as one PNG with as many colours as its size allows."""
        sheet, path = _side_by_side(pictures), IMAGES / f"{name}.png"
        for colours in (256, 128, 64, 32):
            few = sheet.quantize(colours, Image.Quantize.MAXCOVERAGE, kmeans=2, dither=Image.Dither.NONE)
            few.save(path, optimize=True)
            if path.stat().st_size <= MAX_BYTES:
                break
        print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1000} kB", flush=True)

    def look(self, page: Page, *, of: str = "body", top: str = "", height: int = HEIGHT) -> Image.Image:
        page.set_viewport_size({"width": page.viewport_size["width"], "height": height})
        page.wait_for_load_state("networkidle")
        if top:
            page.locator(top).first.evaluate(
                "element => scrollTo(0, element.getBoundingClientRect().top + scrollY - 16)"
            )
        box = page.locator(of).first.bounding_box()
        upper, lower = max(box["y"], 0), min(box["y"] + box["height"], height)
        clip = {"x": box["x"], "y": upper, "width": box["width"], "height": lower - upper}
        return Image.open(io.BytesIO(page.screenshot(clip=clip, animations="disabled", caret="hide")))


def _side_by_side(pictures: tuple[Image.Image, ...]) -> Image.Image:
    width = sum(picture.width for picture in pictures) + GAP * (len(pictures) - 1)
    sheet = Image.new("RGB", (width, max(picture.height for picture in pictures)), "white")
    left = 0
    for picture in pictures:
        sheet.paste(picture, (left, 0))
        left += picture.width + GAP
    return sheet


def main(names: list[str]) -> None:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        raise SystemExit("No Chromium: apt-get install chromium, or set CHROMIUM to its path.")
    IMAGES.mkdir(exist_ok=True)
    with portal() as address, sync_playwright() as playwright:
        chinese = os.environ | {"LANGUAGE": "zh_CN"}  # for the browser's own words, such as those of a file field
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS, env=chinese)
        studio = Studio(browser, address)
        for scene in SCENES:
            if not names or scene.__name__ in names:
                scene(studio)
        browser.close()
    if sum(path.stat().st_size for path in IMAGES.glob("*.png")) > MAX_ALL_BYTES:
        raise SystemExit("The pictures are too large in all: crop them.")


if __name__ == "__main__":
    main(sys.argv[1:])
