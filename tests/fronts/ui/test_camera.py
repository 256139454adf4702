"""The camera reads as a card reader does; where it may not look, it says so and takes a photo."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import segno
from django.test import RequestFactory
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from habitue.fronts.ui import frames
from tests.cameras import film, watching

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CARD, BANK_CARD = "7417 0823 5506 00021", "4111111111111111"
DETECTOR = """window.BarcodeDetector = class {
  static async getSupportedFormats() { return ["ean_13", "qr_code"]; }
  async detect() {
    return [{ format: "ean_13", rawValue: "2900" }, { format: "qr_code", rawValue: "KARTE-12" }];
  }
};"""
NO_DETECTOR = "delete window.BarcodeDetector;"
NO_CAMERA = "Object.defineProperty(navigator, 'mediaDevices', { value: undefined });"
REFUSED = """navigator.mediaDevices.getUserMedia = async () => {
  throw new DOMException("", "NotAllowedError"); };"""
LISTEN = """() => { window.told = [];
  for (const name of ["wedge:read", "wedge:bank-card"])
    document.addEventListener(name, ({ detail }) => window.told.push([name, detail.code ?? null]));
}"""


def reads(route: Route) -> None:
    """What a front's view answers to a frame."""
    asked = RequestFactory().post(
        route.request.url, route.request.post_data_buffer, content_type="application/octet-stream"
    )
    answer = frames.answer(asked)
    route.fulfill(status=answer.status_code, body=answer.content, content_type="application/json")


@pytest.fixture(scope="module")
def eyes(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Browser]]:
    """`eyes(code)`: a Chromium whose camera sees this code."""
    made: dict[str, Browser] = {}

    def eyes(code: str) -> Browser:
        if code not in made:
            path: Path = tmp_path_factory.mktemp("film") / "seen.y4m"
            made[code] = watching(browser, film(path, code))
        return made[code]

    yield eyes
    for each in made.values():
        each.close()


@pytest.fixture
def scan(eyes: Callable[[str], Browser], gallery: str) -> Iterator[Callable[..., Page]]:
    """`scan(code)`: the gallery with its camera open, looking at this code."""
    opened: list[BrowserContext] = []

    def scan(code: str, *scripts: str) -> Page:
        context = eyes(code).new_context(viewport={"width": 390, "height": 844})
        opened.append(context)
        for script in scripts:
            context.add_init_script(script)
        page = context.new_page()
        page.route("**/ui/frames/**", reads)
        page.goto(gallery)
        page.wait_for_selector("html[data-scripts]")
        page.evaluate(LISTEN)
        page.locator("[data-open='#thumb']").click()
        return page

    yield scan
    for context in opened:
        context.close()


def until(page: Page, so: str) -> None:
    """Wait; the strict policy keeps Playwright's own waiting out of the page."""
    for _tenth in range(100):
        if page.evaluate(so):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never: {so}")


def told(page: Page) -> list[list[str | None]]:
    until(page, "window.told.length > 0")
    return page.evaluate("window.told")  # type: ignore[no-any-return]


def test_the_house_reads_where_the_browser_cannot(scan: Callable[..., Page]) -> None:
    page = scan(CARD, NO_DETECTOR)

    assert told(page) == [["wedge:read", CARD]]
    expect(page.locator("#read")).to_contain_text(CARD)


def test_the_browser_reads_where_it_can(scan: Callable[..., Page]) -> None:
    page = scan("", DETECTOR)
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))

    assert told(page) == [["wedge:read", "KARTE-12"]]
    assert not any("frames" in url for url in asked)


def test_what_is_held_there_is_read_once(scan: Callable[..., Page]) -> None:
    page = scan(CARD, NO_DETECTOR)
    told(page)

    page.wait_for_timeout(1500)

    assert len(told(page)) == 1


@pytest.mark.parametrize("script", [NO_DETECTOR, DETECTOR.replace("KARTE-12", BANK_CARD)])
def test_a_bank_card_is_dropped(scan: Callable[..., Page], script: str) -> None:
    page = scan(BANK_CARD, script)

    assert told(page) == [["wedge:bank-card", None]]
    assert "1111" not in page.locator("body").inner_text()


def test_it_stops_looking_when_the_dialog_closes(scan: Callable[..., Page]) -> None:
    page = scan(CARD, NO_DETECTOR)
    told(page)
    running = "document.querySelector('[data-camera] video').srcObject?.active ?? false"
    assert page.evaluate(running)

    page.locator("#thumb [data-close]").click()

    until(page, f"!({running})")
    page.locator("[data-open='#thumb']").click()
    until(page, running)


def test_a_refusal_is_said_and_a_photo_offered(scan: Callable[..., Page]) -> None:
    page = scan(CARD, REFUSED)

    expect(page.locator("[data-camera-words]")).to_contain_text("Allow it in the settings")
    expect(page.get_by_text("Take a photo").first).to_be_visible()


def test_without_https_a_photo_does_the_same(scan: Callable[..., Page], tmp_path: Path) -> None:
    page = scan(CARD, NO_DETECTOR, NO_CAMERA)
    expect(page.locator("[data-camera-words]")).to_contain_text("Take a photo of the code")

    page.locator("[data-camera] input[type=file]").set_input_files(photo(tmp_path, CARD))

    assert told(page) == [["wedge:read", CARD]]


def test_a_photo_of_nothing_is_said(scan: Callable[..., Page], tmp_path: Path) -> None:
    page = scan(CARD, NO_DETECTOR, NO_CAMERA)

    page.locator("[data-camera] input[type=file]").set_input_files(photo(tmp_path, ""))

    expect(page.locator("[data-camera-words]")).to_contain_text("No code was seen")


def photo(folder: Path, code: str) -> Path:
    """What a phone's camera keeps."""
    path = folder / "photo.png"
    ink = "black" if code else "white"
    segno.make_qr(code or "nothing").save(str(path), scale=8, border=12, dark=ink)
    return path
