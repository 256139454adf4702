"""The guest's phone in a real browser: the card, the bill, paying; no line, no scripts."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import segno
from playwright.sync_api import Browser, Page, expect

from habitue.paper import codes
from tests.browser.test_till import told
from tests.fronts.till.stage import ALICES_CARD, ALICES_PIN
from tests.serving import Installation, Served, copied, serving

GREY = """async (png) => {
  const picture = await createImageBitmap(await (await fetch(png)).blob());
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  const brush = canvas.getContext("2d");
  brush.drawImage(picture, 0, 0);
  const { data } = brush.getImageData(0, 0, picture.width, picture.height);
  const grey = Array.from({ length: data.length / 4 }, (_, at) => data[at * 4 + 1]);
  return { grey, width: picture.width, height: picture.height };
}"""
KEPT = """async () => {
  const shelves = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
  const kept = await Promise.all(shelves.map((shelf) => shelf.keys()));
  return kept.flat().map(({ url }) => new URL(url).pathname);
}"""
DISHES = ("Steak frites", "Noisette", "Noisette")


def on_stage(installation: Installation, call: str) -> str:
    """What a function of the guests' stage says."""
    program = f"from tests.fronts.guest import stage; print(stage.{call})"
    return told(installation, f"import django; django.setup(); {program}")


@pytest.fixture(scope="module")
def house(prepared: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with copied(prepared, tmp_path_factory.mktemp("guest") / "data") as installation:
        on_stage(installation, "main()")
        with serving(installation) as running:
            yield running


@pytest.fixture
def stage(house: Served) -> Callable[[str], str]:
    return lambda call: on_stage(house.installation, call)


@pytest.fixture
def alices(
    house: Served, stage: Callable[[str], str], visit: Callable[..., Page]
) -> Callable[..., Page]:
    """`alices()`: Alice's phone, her card on it by an invitation."""

    def alices(**context: Any) -> Page:
        page = visit("phone", house.url + stage("invited('Alice')"), **context)
        page.get_by_role("button", name="Open my card").click()
        expect(page.get_by_role("link", name="Show my code")).to_be_visible()
        return page

    return alices


def read_back(browser: Browser, page: Page) -> list[str]:
    """What a reader sees in the picture of this page."""
    png = f"data:image/png;base64,{b64encode(page.screenshot()).decode()}"
    blank = browser.new_page()
    seen = blank.evaluate(GREY, png)
    blank.close()
    return codes.read(bytes(seen["grey"]), seen["width"], seen["height"])


def type_pin(page: Page, pin: str = ALICES_PIN) -> None:
    page.locator("[data-pin-pad][data-ready]").wait_for()
    for digit in pin:
        page.locator(f"[data-pin-pad] [data-digit='{digit}']").click()


def personal_code(page: Page) -> str:
    """What the page says beside the QR: it finds the guest, and is no card to pay with."""
    return "".join(page.locator(".digits").inner_text().split())


def test_an_invitation_opens_a_card_whose_code_can_be_read(
    alices: Callable[..., Page], browser: Browser
) -> None:
    page = alices()
    page.locator(".held-card a").first.click()
    expect(page.locator(".code .qr")).to_be_visible()

    expect(page.locator(".digits")).to_have_text(re.compile(r"^\d{3}\s\d{3}$"))
    assert read_back(browser, page) == [personal_code(page)]


def test_the_code_can_be_read_in_the_dark(alices: Callable[..., Page], browser: Browser) -> None:
    page = alices(color_scheme="dark")
    page.get_by_role("link", name="Show my code").click()
    expect(page.locator(".code .qr")).to_be_visible()

    assert read_back(browser, page) == [personal_code(page)]


def test_cards_of_two_houses_lie_on_one_phone(
    alices: Callable[..., Page], house: Served, stage: Callable[[str], str]
) -> None:
    page = alices()
    page.goto(house.url + stage("invited('Alice', 'Café du Canal')"))
    page.get_by_role("button", name="Open my card").click()
    page.goto(f"{house.url}/me/")

    expect(page.locator(".face")).to_have_count(2)
    expect(page.get_by_role("article", name="Café du Canal")).to_be_visible()


def test_a_bill_is_read_linked_and_paid_in_six_taps(
    alices: Callable[..., Page], house: Served, stage: Callable[[str], str]
) -> None:
    page, bill = alices(), stage("bill('Noisette', 'Noisette')")
    page.evaluate(
        "sessionStorage.taps = 0; addEventListener('pointerdown', () => sessionStorage.taps++)"
    )
    page.add_init_script("addEventListener('pointerdown', () => sessionStorage.taps++)")

    page.goto(house.url + bill)  # the phone's camera read the code
    expect(page.get_by_text("This bill is yours now")).to_be_visible()
    page.get_by_role("link", name="Pay from my wallet").click()
    type_pin(page)
    page.get_by_role("button", name="Pay", exact=True).click()
    expect(page.get_by_text("Paid. Thank you.")).to_be_visible()

    assert page.evaluate("Number(sessionStorage.taps)") == 6
    token = house.installation.token("--house", "chez-marthe")
    held = {"Authorization": f"Bearer {token}"}
    found = httpx.get(f"{house.url}/api/v1/bills?state=open", headers=held).json()["data"]
    seen = next(one for one in found if one["public_url"].endswith(bill))
    assert seen["due"]["amount"] == 0
    assert seen["payments"][0]["tender"] == "wallet"


def test_the_bill_lives(
    alices: Callable[..., Page], house: Served, stage: Callable[[str], str]
) -> None:
    page, bill = alices(), stage(f"bill(*{DISHES!r})")
    page.goto(house.url + bill)
    expect(page.locator(".dock .left .money")).to_have_text(re.compile("27"))

    stage(f"add({bill!r}, 'Crème caramel')")
    expect(page.get_by_text("Crème caramel")).to_be_visible()
    expect(page.get_by_text("added just now")).to_be_visible()
    stage(f"take({bill!r}, 3500)")
    expect(page.get_by_text("Paid. Thank you.")).to_be_visible()


def test_a_card_held_out_becomes_the_bill_the_waiter_read_it_for(
    alices: Callable[..., Page], stage: Callable[[str], str]
) -> None:
    page, bill = alices(), stage("bill('Noisette')")
    page.get_by_role("link", name="Show my code").click()
    expect(page.locator(".code .qr")).to_be_visible()

    stage(f"link({bill!r}, {ALICES_CARD!r})")

    expect(page).to_have_url(re.compile(re.escape(bill)))
    expect(page.get_by_text("This bill is yours now")).to_be_visible()


def test_the_card_shows_without_a_line_and_leaves_with_its_guest(
    alices: Callable[..., Page], house: Served, browser: Browser
) -> None:
    page = alices()
    page.get_by_role("link", name="Show my code").click()
    page.wait_for_function("caches.match('/me/the-card-kept').then(Boolean)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    where = page.url

    page.context.set_offline(True)
    page.goto(where)
    expect(page.get_by_text("no connection: the house still reads it")).to_be_visible()
    expect(page.get_by_text("as of")).to_be_visible()
    assert read_back(browser, page) == [personal_code(page)]
    page.goto(f"{house.url}/me/")  # what else one asks for, the card is what there is
    expect(page.locator(".code .qr")).to_be_visible()

    page.context.set_offline(False)
    page.goto(f"{house.url}/me/")
    kept = page.evaluate(KEPT)
    assert [one for one in kept if not one.startswith("/static/")] == ["/me/the-card-kept"]
    page.get_by_role("button", name="Sign out on this phone").click()
    expect(page.get_by_label("E-mail")).to_be_visible()
    page.wait_for_function("caches.match('/me/the-card-kept').then((kept) => !kept)")


def test_a_photo_of_the_bill_opens_it(
    alices: Callable[..., Page], house: Served, stage: Callable[[str], str], tmp_path: Path
) -> None:
    page, bill = alices(), stage("bill('Noisette')")
    photo = tmp_path / "bill.png"
    segno.make_qr(house.url + bill, error="m").save(str(photo), scale=8, border=4)
    page.goto(f"{house.url}/me/")
    page.get_by_role("link", name="Pay a bill").first.click()
    page.locator("[data-camera][data-ready]").wait_for()

    page.locator("[data-camera] input[type=file]").set_input_files(photo)

    expect(page).to_have_url(re.compile(re.escape(bill)))


def test_everything_goes_without_scripts(
    alices: Callable[..., Page], house: Served, stage: Callable[[str], str]
) -> None:
    page, bill = alices(java_script_enabled=False), stage("bill('Noisette')")
    page.goto(f"{house.url}/me/scan/")
    page.get_by_label("Or the link of the bill").fill(house.url + bill)
    page.get_by_role("button", name="Open the bill").click()
    page.get_by_role("button", name="This is my bill").click()
    page.get_by_role("link", name="Pay from my wallet").click()
    page.locator("input[name=pin]").fill(ALICES_PIN)
    page.get_by_role("button", name="Pay", exact=True).click()

    expect(page.get_by_text("Paid. Thank you.")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_every_screen_can_be_used_by_everyone(
    alices: Callable[..., Page],
    house: Served,
    stage: Callable[[str], str],
    accessible: Callable[[Page], None],
    scheme: str,
) -> None:
    bill = stage(f"bill(*{DISHES!r})")
    page = alices(color_scheme=scheme)
    # what lies under the sticky feet can be scrolled out; axe would call it too small a target
    page.set_viewport_size({"width": 390, "height": 2400})
    own = re.sub(r"\?.*", "", page.url)
    places = ["/me/", "/me/scan/", "/me/bills/", "/me/email/", "/me/join/nothing", bill]
    accessible(page)
    for where in [house.url + one for one in places] + [
        own + one for one in ("hand/", "code/", "bills/", "movements/")
    ]:
        page.goto(where)
        page.wait_for_load_state("networkidle")
        accessible(page)
    page.goto(f"{house.url}{bill}/pay")
    accessible(page)
    page.context.clear_cookies()
    for where in ("/me/", bill):
        page.goto(house.url + where)
        accessible(page)


def test_a_long_name_keeps_to_the_phone(
    house: Served, stage: Callable[[str], str], visit: Callable[..., Page]
) -> None:
    invitation = stage("invited('Maximiliane-Alexandrina')")
    page = visit("phone", house.url + invitation)
    page.get_by_role("button", name="Open my card").click()
    own = re.sub(r"\?.*", "", page.url)
    for where in (own, f"{own}hand/", f"{house.url}/me/"):
        page.goto(where)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert json.loads(str(wide)) <= 390, where
