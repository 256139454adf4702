"""A phone's NFC reads as a card reader does, where the browser offers it, and says why not."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# stands for the browser's own: `brings(serial)` holds a tag to the phone
STAND_IN = """window.NDEFReader = class extends EventTarget {
  async scan({ signal }) {
    window.scans = (window.scans ?? 0) + 1;
    if (window.scanFails) throw new DOMException("", window.scanFails);
    const tell = (name, facts) => {
      if (!signal.aborted) this.dispatchEvent(Object.assign(new Event(name), facts));
    };
    window.brings = (serialNumber) => tell("reading", { serialNumber });
    window.fumbles = () => tell("readingerror", {});
  }
};"""
LISTEN = """() => { window.told = [];
  document.addEventListener("wedge:read", ({ detail }) => window.told.push(detail.code)); }"""


@pytest.fixture
def phone(context: BrowserContext, gallery: str, page: Page) -> Page:
    """The gallery on a phone that reads tags."""
    page.add_init_script(STAND_IN)
    page.reload()
    page.wait_for_selector("html[data-scripts]")
    page.evaluate(LISTEN)
    return page


def press(phone: Page) -> None:
    phone.get_by_role("button", name="Read a tag").click()


def says(phone: Page, words: str) -> None:
    expect(phone.locator("[data-nfc-words]")).to_contain_text(words)


def test_where_the_browser_offers_none_nothing_is_shown(page: Page) -> None:
    assert not page.evaluate("'NDEFReader' in window")
    expect(page.get_by_role("button", name="Read a tag")).to_be_hidden()


def test_a_tag_reads_as_a_reader_types_it(phone: Page) -> None:
    press(phone)
    says(phone, "Hold the tag to the back of the phone.")

    phone.evaluate("window.brings('04:a2:b9:1c:6f:5e:80')")

    assert phone.evaluate("window.told") == ["04A2B91C6F5E80"]
    expect(phone.locator("#read")).to_contain_text("04A2B91C6F5E80")


def test_it_listens_for_one_tag(phone: Page) -> None:
    press(phone)
    phone.evaluate("window.brings('04:a2:b9:1c')")
    phone.evaluate("window.brings('04:ff:00:11')")

    assert phone.evaluate("window.told") == ["04A2B91C"]
    expect(phone.get_by_role("button", name="Read a tag")).to_have_attribute(
        "aria-pressed", "false"
    )


def test_a_second_press_stops_listening(phone: Page) -> None:
    press(phone)
    press(phone)

    phone.evaluate("window.brings('04:a2:b9:1c')")

    assert phone.evaluate("window.told") == []


@pytest.mark.parametrize("fumble", ["window.fumbles()", "window.brings('')"])
def test_half_a_tag_is_none(phone: Page, fumble: str) -> None:
    press(phone)

    phone.evaluate(fumble)

    says(phone, "Only part of the tag was read.")
    phone.evaluate("window.brings('04:a2:b9:1c')")
    assert phone.evaluate("window.told") == ["04A2B91C"]


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("NotAllowedError", "This browser reads no tags here."),
        ("NotSupportedError", "NFC is switched off on this phone."),
    ],
)
def test_why_it_reads_nothing(phone: Page, fault: str, words: str) -> None:
    phone.evaluate("fault => { window.scanFails = fault; }", fault)

    press(phone)

    says(phone, words)
