"""HTTPS in the room: who trusts the house has camera and worker, others are kept out."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import Error as Refused

from tests import chromium
from tests.browser import trust_store
from tests.browser.doors import sign_in
from tests.pictures import read_codes
from tests.room import RoomServed, lan_address, serving_room
from tests.serving import Installation, copied

pytestmark = pytest.mark.slow

CAMERA = """async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ video: true });
    return stream.getVideoTracks().length;
}"""
WORKER = """async () => {
    const known = await navigator.serviceWorker.register("/me/sw.js", { scope: "/me/" });
    return new URL(known.scope).pathname;
}"""
LONG_AGO = "Date.now = () => new Date(2020, 0, 2).getTime()"


@pytest.fixture
def room(prepared: Installation, tmp_path: Path) -> Iterator[RoomServed]:
    if lan_address() == "127.0.0.1":
        pytest.skip("this machine is on no network: browsers trust its own address anyway")
    with (
        copied(prepared, tmp_path / "data") as installation,
        serving_room(installation) as running,
    ):
        yield running


@pytest.fixture
def trusting(browser: Browser, room: RoomServed, tmp_path: Path) -> Iterator[Browser]:
    """Another Chromium, into which somebody put the authority by hand."""
    home, file = tmp_path / "home", tmp_path / "habitue.crt"
    home.mkdir()
    file.write_bytes(httpx.get(f"{room.plain}/trust/habitue.crt").content)
    done = subprocess.run([sys.executable, trust_store.__file__, home, file], capture_output=True)
    if b"libnss3.so" in done.stderr:
        pytest.skip("no NSS on this machine: nothing puts an authority into Chromium")
    assert done.returncode == 0, done.stderr
    launched = browser.browser_type.launch(
        executable_path=chromium.path(),
        args=[
            *chromium.arguments(),
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
        ],
        env={**os.environ, "HOME": str(home)},
    )
    yield launched
    launched.close()


def test_camera_and_worker_for_a_browser_that_trusts_the_house(
    trusting: Browser, room: RoomServed
) -> None:
    page = trusting.new_page()
    page.goto(room.plain)

    expect(page.get_by_text("This device trusts the house.")).to_be_visible()
    page.get_by_role("link", name="Go on").click()
    expect(page).to_have_url(f"{room.url}/")
    assert page.evaluate(CAMERA) == 1
    assert page.evaluate(WORKER) == "/me/"
    sign_in(page, room.url)
    [session] = [one for one in page.context.cookies() if one["name"] == "sessionid"]
    assert session["secure"]


def test_a_browser_that_does_not_is_kept_out_and_shown_how(
    browser: Browser, room: RoomServed, accessible: Callable[[Page], None]
) -> None:
    page, straight = browser.new_page(), browser.new_page()

    with pytest.raises(Refused, match="ERR_CERT_AUTHORITY_INVALID"):
        straight.goto(room.url)
    page.goto(room.plain)

    expect(page.get_by_text("Not yet. Take the steps below")).to_be_visible()
    expect(page.get_by_role("link", name="habitue.pem").first).to_be_visible()
    accessible(page)
    page.close()
    straight.close()


def test_a_wrong_clock_is_told(browser: Browser, room: RoomServed) -> None:
    page = browser.new_page()
    page.add_init_script(LONG_AGO)

    page.goto(room.plain)

    expect(page.get_by_text("The clocks do not agree")).to_be_visible()
    expect(page.locator("[data-clock=house]")).to_have_text(re.compile("20[2-9][0-9]"))
    page.close()


def test_the_code_leads_another_phone_here(browser: Browser, room: RoomServed) -> None:
    page = browser.new_page(device_scale_factor=2)
    page.goto(f"{room.plain}/trust/")
    picture = page.locator(".qr").screenshot()
    page.close()

    assert read_codes(picture) == [f"{room.plain}/trust/"]
