"""What happens under a hand: pads, ticks, keys, dialogs, and ten presses that count once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_pin_pad_shows_how_many_never_which(page: Page) -> None:
    pad = page.locator("[data-pin-pad]", has=page.locator("[name=pin]"))
    for digit in "417":
        pad.get_by_role("button", name=digit, exact=True).click()
    pad.get_by_role("button", name="Erase the last digit").click()

    assert pad.locator(".dots .on").count() == 2
    assert pad.locator("[data-pin]").input_value() == "41"
    assert "41" not in pad.locator(".dots").inner_text()


def test_amounts_fill_from_the_end_and_are_mirrored(page: Page) -> None:
    pad = page.locator("[data-amount-pad]")
    pad.locator("[data-amount]").fill("")
    for digit in ("1", "2", "00"):
        pad.locator(f"[data-digit='{digit}']").click()
    pad.get_by_role("button", name="+20").click()

    assert pad.locator("[data-amount]").input_value() == "32.00"
    expect(page.locator(".mirror [data-mirror]")).to_have_text("32.00")


def test_an_amount_typed_with_a_comma_is_understood(page: Page) -> None:
    page.locator("[data-amount]").fill("1 204,5")

    expect(page.locator(".mirror [data-mirror]")).to_have_text("1,204.50")


def test_ten_presses_send_one(page: Page) -> None:
    sent: list[str] = []
    page.on("request", lambda each: sent.append(each.url) if each.method == "POST" else None)
    button = page.get_by_role("button", name="Do something")

    button.evaluate("(button) => { for (let n = 0; n < 10; n += 1) button.click(); }")
    expect(page.locator("#toasts")).to_contain_text("Done")
    page.wait_for_timeout(300)

    assert len(sent) == 1


def test_a_refusal_is_shown_and_the_next_press_is_a_new_act(page: Page) -> None:
    key = page.locator("form:has([data-amount-pad]) [name=operation_key]")
    before = key.input_value()

    page.get_by_role("button", name="Top up").click()

    expect(page.locator("#refused")).to_contain_text("The wallet has 12.00")
    assert key.input_value() != before


def test_a_broken_line_keeps_the_form_and_its_key(page: Page) -> None:
    page.route("**/ui/refused/", lambda route: route.abort())
    key = page.locator("form:has([data-amount-pad]) [name=operation_key]")
    before = key.input_value()

    page.get_by_role("button", name="Top up").click()

    expect(page.locator("#toasts")).to_contain_text("No line to the house")
    assert key.input_value() == before
    assert page.locator("[data-amount]").input_value() == "90.45"
    expect(page.get_by_role("button", name="Top up")).to_be_enabled()


def test_a_server_that_stumbles_is_said_aloud(page: Page) -> None:
    def stumble(route: Route) -> None:
        route.fulfill(status=500, body="no")

    page.route("**/ui/refused/", stumble)
    page.get_by_role("button", name="Top up").click()

    expect(page.locator("#toasts")).to_contain_text("That did not go through")
    expect(page.locator("#refused")).to_be_empty()


def test_shift_ticks_a_range_and_the_bar_counts(page: Page) -> None:
    listing = page.locator("[data-selection]")
    ticks = listing.locator("tbody .tick")
    ticks.nth(1).click()
    ticks.nth(4).click(modifiers=["Shift"])

    expect(listing.locator("[data-selected-count]")).to_have_text("4 selected")
    expect(listing.locator(".filters")).to_be_hidden()
    listing.get_by_role("button", name="Select all 486").click()
    expect(listing.locator("[data-selected-count]")).to_have_text("486 selected")
    assert listing.locator("[data-everything]").input_value() == "1"
    listing.get_by_role("button", name="Clear the selection").click()
    expect(listing.locator(".bulk")).to_be_hidden()


def test_arrows_and_enter_choose_who_was_found(page: Page) -> None:
    box = page.get_by_role("combobox", name="Search guests")
    box.press_sequentially("lef", delay=60)
    expect(page.locator("#found mark").first).to_be_visible()
    expect(page.locator("#found [aria-selected=true]")).to_contain_text("Élodie")

    box.press("ArrowDown")

    chosen = page.locator("#found [aria-selected=true]")
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    box.press("Escape")
    assert box.input_value() == ""


def test_a_dialog_gives_the_focus_back(page: Page) -> None:
    opener = page.get_by_role("button", name="A question")
    opener.click()
    expect(page.get_by_label("Reason")).to_be_focused()

    page.keyboard.press("Escape")

    expect(page.locator("#ask")).to_be_hidden()
    expect(opener).to_be_focused()


def test_keys_are_shown_and_do_not_disturb_typing(page: Page) -> None:
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name="Search guests")).to_be_focused()
    page.keyboard.press("?")
    page.wait_for_timeout(150)
    expect(page.locator("#shortcuts")).to_be_hidden()

    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")

    expect(page.locator("#shortcuts")).to_contain_text("Search")


def test_the_theme_is_kept(page: Page) -> None:
    page.get_by_role("button", name="Dark").click()
    page.reload()

    assert page.locator("html").get_attribute("data-theme") == "dark"
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")


def test_what_is_changed_is_named_and_discarded(page: Page) -> None:
    bar = page.locator("[data-save-bar]")
    expect(bar).to_be_hidden()
    page.get_by_label("First name").fill("Elodie")

    expect(bar).to_contain_text("First name changed")
    bar.get_by_role("button", name="Discard").click()
    expect(bar).to_be_hidden()


def test_a_toast_waits_while_the_keyboard_is_on_it(page: Page) -> None:
    page.clock.install()
    page.get_by_role("button", name="Do something").click()
    toast = page.locator("#toasts .toast")
    expect(toast).to_be_visible()
    toast.get_by_role("button", name="Close").focus()
    page.clock.fast_forward(20_000)
    expect(toast).to_be_visible()

    page.evaluate("document.activeElement.blur()")
    page.clock.fast_forward(9_000)

    expect(toast).to_be_hidden()


def test_undo_is_one_key_away(page: Page) -> None:
    page.get_by_role("button", name="Do something").click()
    page.locator("#toasts").get_by_role("button", name="Undo").focus()

    page.keyboard.press("Enter")

    expect(page.locator("#toasts")).to_contain_text("As it was before")
    expect(page.locator("#toasts")).not_to_contain_text("Done")


def test_a_refused_dialog_stays_open_and_says_why(page: Page) -> None:
    page.get_by_role("button", name="A question").click()
    sheet = page.get_by_role("dialog", name="Pay out 54.50?")

    sheet.get_by_role("button", name="Pay out").click()

    expect(sheet).to_contain_text("The wallet has 12.00")
    page.route("**/ui/refused/", lambda route: route.fulfill(status=204))
    sheet.get_by_role("button", name="Pay out").click()
    expect(sheet).to_be_hidden()


def test_a_till_says_when_the_line_is_down(page: Page, gallery: str) -> None:
    page.goto(f"{gallery}screens/till/")
    page.context.set_offline(True)
    expect(page.locator("[data-line]")).to_have_text("No line")

    page.context.set_offline(False)

    expect(page.locator("[data-line]")).to_have_text("On line")


def test_a_menu_closes_when_one_presses_elsewhere(page: Page) -> None:
    row = page.locator("tbody tr").filter(has_text="Bob Marchetti")
    row.locator("summary").click()
    expect(row.get_by_role("link", name="Merge")).to_be_visible()

    page.locator("h1").click()

    expect(row.get_by_role("link", name="Merge")).to_be_hidden()
