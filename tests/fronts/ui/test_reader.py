"""A card reader is heard anywhere, in any layout; a bank card never gets through."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FAST, SLOW = 12, 120  # milliseconds between two keys
# what a Russian layout makes of the keys a reader presses; the places stay the same
RUSSIAN = dict(zip("abcdefghijklmnopqrstuvwxyz;/", "фисвуапршолдьтщзйкыегмцчняж.", strict=True))
PLACES = {
    "%": ("Digit5", True),
    ";": ("Semicolon", False),
    "?": ("Slash", True),
    "=": ("Equal", False),
    "^": ("Digit6", True),
    "-": ("Minus", False),
    "/": ("Slash", False),
    " ": ("Space", False),
    "#": ("Digit3", True),
}

LISTEN = """() => {
  window.told = [];
  for (const name of ["wedge:read", "wedge:bank-card", "wedge:half"])
    document.addEventListener(name, (told) => window.told.push([name, told.detail.code ?? null]));
}"""


# a busy machine presses keys late: when each was pressed is told, not measured, and no timer of
# the page runs out before the last
CLOCK = """([every, stutter]) => {
  const start = performance.now(), pressed = new Map();
  Object.defineProperty(Event.prototype, "timeStamp", {configurable: true, get() {
    if (this.type !== "keydown") return performance.now();
    if (!pressed.has(this)) pressed.set(this, pressed.size);
    const count = pressed.get(this);
    return start + count * every + (count > stutter ? 120 : 0);
  }});
  window.waiting = [];
  if (window.later) return;
  const never = window.clearTimeout;
  window.later = window.setTimeout;
  window.setTimeout = (...asked) => {
    const id = window.waiting ? { asked } : window.later(...asked);
    window.waiting?.push(id);
    return id;
  };
  window.clearTimeout = (id) => {
    window.waiting = window.waiting?.filter((one) => one !== id);
    never(id?.begun ?? id);
  };
}"""
PRESSED = """() => {
  const waiting = window.waiting ?? []; // none on a page that came meanwhile
  window.waiting = null;
  for (const one of waiting) one.begun = window.later(...one.asked);
}"""


def types(
    page: Page,
    text: str,
    *,
    every: int = FAST,
    end: str = "Enter",
    stutter: int = 99,
    held: bool = False,
) -> None:
    """Press the keys as a reader does, on a machine with a Russian layout."""
    page.evaluate(CLOCK, [every, stutter])
    keyboard = page.context.new_cdp_session(page)
    ends = [{"code": each, "key": each} for each in end.split()]
    for at, key in enumerate([*map(_key, text), *ends]):
        repeats = {"autoRepeat": held and 0 < at < len(text)}
        keyboard.send("Input.dispatchKeyEvent", {"type": "keyDown", **key, **repeats})
        keyboard.send("Input.dispatchKeyEvent", {"type": "keyUp", **key, "text": ""})
    keyboard.detach()
    with suppress(PlaywrightError):  # what was read may lead to another page
        page.evaluate(PRESSED)
    page.wait_for_timeout(200)


def _key(character: str) -> dict[str, Any]:
    if character in PLACES:
        code, shift = PLACES[character]
    elif character.isdigit():
        code, shift = f"Digit{character}", False
    else:
        code, shift = f"Key{character.upper()}", character.isupper()
    shown = RUSSIAN.get(character.lower(), character)
    shown = shown.upper() if character.isupper() else shown
    return {"code": code, "key": shown, "text": shown, "modifiers": 8 if shift else 0}


@pytest.fixture
def heard(page: Page) -> Page:
    page.evaluate(LISTEN)
    page.evaluate("document.activeElement.blur()")
    return page


def taught(page: Page, **habits: str) -> None:
    """What /till/reader/ keeps stands on the page."""
    page.evaluate("habits => Object.assign(document.body.dataset, habits)", habits)


def told(page: Page) -> list[list[str | None]]:
    return page.evaluate("window.told")  # type: ignore[no-any-return]


def test_a_card_is_read_with_nothing_chosen_and_a_russian_layout(heard: Page) -> None:
    types(heard, ";Marthe741708?")

    assert told(heard) == [["wedge:read", "Marthe741708"]]


def test_what_is_read_goes_where_the_page_says(heard: Page) -> None:
    types(heard, "741708235506", end="Tab")

    expect(heard.locator("#read")).to_contain_text("741708235506")


def test_a_field_keeps_what_it_held(heard: Page) -> None:
    field = heard.get_by_label("First name")
    field.fill("Ali")
    field.focus()

    types(heard, "741708235506")

    assert told(heard) == [["wedge:read", "741708235506"]]
    assert field.input_value() == "Ali"


def test_a_field_that_waits_for_a_card_takes_it(heard: Page) -> None:
    field = heard.get_by_label("Card number")
    field.fill("old")
    field.focus()

    types(heard, "741708235506")

    assert field.input_value() == "741708235506"


def test_a_slow_hand_is_no_reader(heard: Page) -> None:
    field = heard.get_by_label("First name")
    field.fill("")
    field.focus()

    types(heard, "alice", every=SLOW)

    assert told(heard) == []
    assert field.input_value() == "фдшсу"


def test_a_fast_hand_loses_no_letter(heard: Page) -> None:
    field = heard.get_by_label("First name")
    field.fill("")
    field.focus()

    types(heard, "alice", end="")

    assert told(heard) == []
    assert field.input_value() == "фдшсу"


def test_three_quick_keys_are_too_few(heard: Page) -> None:
    types(heard, "123")

    assert told(heard) == []


def test_the_same_card_twice_counts_once(heard: Page) -> None:
    types(heard, "741708235506")
    types(heard, "741708235506")
    types(heard, "741708235514")

    assert [code for _, code in told(heard)] == ["741708235506", "741708235514"]


@pytest.mark.parametrize(
    "swiped",
    [
        "%B4111111111111111^LEFEVRE/ELODIE^29011010000?",
        ";4111111111111111=290110100000?",
        "4111111111111111",
        "5555555555554444",
        "378282246310005",
    ],
)
def test_a_bank_card_never_leaves_the_browser(heard: Page, swiped: str) -> None:
    sent: list[str] = []
    heard.on("request", lambda each: sent.append(each.url) if each.method != "GET" else None)

    types(heard, swiped)

    assert told(heard) == [["wedge:bank-card", None]]
    assert sent == []
    assert "1111" not in heard.locator("body").inner_text()


def test_a_bank_card_that_stutters_is_still_one(heard: Page) -> None:
    types(heard, ";4111111111111111=290110100000?", stutter=9)

    assert told(heard) == [["wedge:bank-card", None]]


def test_a_house_number_of_bank_length_is_no_bank_card(heard: Page) -> None:
    types(heard, "7417082356470001")

    assert told(heard) == [["wedge:read", "7417082356470001"]]


def test_a_reader_with_a_prefix_needs_no_end(heard: Page) -> None:
    heard.evaluate("document.body.dataset.wedgePrefix = '/'")

    types(heard, "/741708235506", end="")
    heard.wait_for_timeout(400)

    assert told(heard) == [["wedge:read", "741708235506"]]


def test_a_read_presses_no_shortcut(heard: Page) -> None:
    types(heard, "/gc741708")

    assert heard.evaluate("document.activeElement === document.body")


def test_a_read_fills_no_pin(heard: Page) -> None:
    heard.locator("[data-pin][name=pin]").focus()

    types(heard, "741708235506")

    assert heard.locator("[data-pin][name=pin]").input_value() == ""


# however long the next page took to come here
JUST_NOW = """() => { const [mark] = sessionStorage.getItem("wedge:last").split(" ");
  const now = performance.timeOrigin + performance.now();
  sessionStorage.setItem("wedge:last", `${mark} ${now}`); }"""


def test_a_second_pass_on_the_next_page_counts_once(heard: Page) -> None:
    types(heard, "741708235506")
    heard.reload()
    heard.wait_for_selector("html[data-scripts]")
    heard.evaluate(LISTEN)
    heard.evaluate(JUST_NOW)
    types(heard, "741708235506")
    types(heard, "741708235514")

    assert told(heard) == [["wedge:read", "741708235514"]]


def test_later_the_same_card_counts_again(heard: Page) -> None:
    types(heard, "741708235506")
    heard.wait_for_timeout(2_100)
    types(heard, "741708235506")

    assert len(told(heard)) == 2


def test_no_number_is_kept_in_the_tab(heard: Page) -> None:
    types(heard, "741708235506")

    assert "741708235506" not in heard.evaluate("JSON.stringify({...sessionStorage})")


@pytest.mark.parametrize("part", [";741708", "%Marthe7417", "235506?", ";E?", "%E?"])
def test_half_a_card_is_none(heard: Page, part: str) -> None:
    types(heard, part)

    assert told(heard) == [["wedge:half", None]]
    expect(heard.locator("#toasts")).to_contain_text("Only part of the card was read.")


NOWHERE = """() => {
  for (const each of document.querySelectorAll("[data-wedge-url]")) delete each.dataset.wedgeUrl;
}"""


def test_where_a_page_says_nothing_of_cards_a_search_box_looks_for_it(heard: Page) -> None:
    heard.evaluate(NOWHERE)

    types(heard, "741708235506")

    expect(heard.get_by_role("combobox", name="Search guests")).to_have_value("741708235506")


def test_what_a_guests_phone_shows_is_searched_nowhere(heard: Page) -> None:
    heard.evaluate(NOWHERE)

    heard.evaluate("""() => document.dispatchEvent(
      new CustomEvent("wedge:read", {detail: {code: "IxA9:1vQ2:kZ3_8"}}))""")

    expect(heard.locator("#toasts")).to_contain_text("There is nothing to do with it")
    expect(heard.get_by_role("combobox", name="Search guests")).to_have_value("")


def test_a_page_that_does_nothing_with_a_card_says_so(heard: Page) -> None:
    heard.evaluate(NOWHERE)
    heard.evaluate("document.querySelectorAll('[data-search]').forEach(box => box.remove())")

    types(heard, "741708235506")

    expect(heard.locator("#toasts")).to_contain_text("There is nothing to do with it")


def test_the_end_of_a_number_that_stuttered_is_nobody_elses(heard: Page) -> None:
    types(heard, "741708235506", stutter=5)

    assert told(heard) == [["wedge:half", None]]


def test_a_key_that_is_held_down_is_no_reader(heard: Page) -> None:
    field = heard.get_by_label("First name")
    field.fill("")
    field.focus()

    types(heard, "aaaaaaaa", held=True)

    assert told(heard) == []
    assert len(field.input_value()) > 4


def test_a_second_enter_presses_nothing(heard: Page) -> None:
    heard.evaluate("""() => { window.presses = 0;
      const button = document.querySelector("button:not([disabled])");
      button.addEventListener("click", () => { window.presses += 1; });
      button.focus(); }""")

    types(heard, "741708235506", end="Enter Enter")

    assert [code for _, code in told(heard)] == ["741708235506"]
    assert heard.evaluate("window.presses") == 0


def test_a_slow_reader_is_heard_once_it_is_taught(heard: Page) -> None:
    types(heard, "741708235506", every=80)
    assert told(heard) == []
    heard.wait_for_timeout(1_500)

    taught(heard, wedgeGap="120")
    types(heard, "741708235506", every=80)

    assert told(heard) == [["wedge:read", "741708235506"]]


def test_a_sign_may_be_the_end(heard: Page) -> None:
    taught(heard, wedgeSuffix="#")

    types(heard, "741708235506#", end="")
    types(heard, "741708235514#", end="Enter")

    assert [code for _, code in told(heard)] == ["741708235506", "741708235514"]


def test_silence_may_be_the_end(heard: Page) -> None:
    taught(heard, wedgeSuffix="none")

    types(heard, "741708235506", end="")
    heard.wait_for_timeout(400)
    types(heard, "alice", end="")
    heard.wait_for_timeout(400)

    assert told(heard) == [["wedge:read", "741708235506"]]


def test_keys_without_a_place_are_read_by_their_letter(heard: Page) -> None:
    """As an Android's input method passes them on."""
    heard.evaluate(CLOCK, [FAST, 99])
    heard.evaluate("""code => { for (const key of [...code, "Enter"])
      document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true })); }""",
                   "741708235506")  # fmt: skip

    assert told(heard) == [["wedge:read", "741708235506"]]
