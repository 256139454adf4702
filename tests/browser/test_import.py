"""A messy spreadsheet becomes a book and goes again: dropped, looked at, taken, undone."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_office import Visit, signed_in
from tests.serving import Served, start

pytestmark = pytest.mark.slow

HEAD = "Liste des habitués;;;;\r\nNom;Prénom;Téléphone;Solde;Divers\r\n"


def regulars(count: int) -> bytes:
    rows = "".join(
        f"Lefèvre{n};Élodie;06 {n // 10_000 % 100:02} {n // 100 % 100:02} {n % 100:02} 00;"
        f"{'12,50' if n % 3 else '-43,10'};x\r\n"
        for n in range(count)
    )
    return (HEAD + rows + ";;0612;;\r\n").encode("cp1252")


def drop(page: Page, served: Served, content: bytes) -> None:
    page.goto(f"{served.url}/office/import/")
    file = {"name": "habitués.csv", "mimeType": "text/csv", "buffer": content}
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("heading", name="Row by row")).to_be_visible()


def test_from_a_messy_list_to_a_book_and_back(
    served: Served, visit: Visit, accessible: Callable[[Page], None]
) -> None:
    page = signed_in(visit, served)
    drop(page, served, regulars(40))

    accessible(page)
    expect(page.get_by_text("1 unassigned")).to_be_visible()
    page.get_by_role("link", name="refused").click()
    expect(page.get_by_role("cell", name="41", exact=True)).to_be_visible()
    page.get_by_role("button", name="Take it").click()
    expect(page.get_by_text(", taken")).to_be_visible()
    accessible(page)
    with page.expect_download() as file:
        page.get_by_role("link", name="Refused rows, to mend").click()
    assert "Why it was refused" in file.value.path().read_text("utf-8-sig")
    page.get_by_role("link", name="Reconciliation").click()
    expect(page.get_by_text("Every sum in the file is booked or explained.")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="These balances are right: sign").click()
    expect(page.get_by_text("Signed by")).to_be_visible()
    page.goto(re.sub(r"sheet.*", "", page.url))
    page.get_by_role("button", name="Undo the import").click()
    page.get_by_role("dialog").get_by_role("button", name="Undo the import").click()
    expect(page.get_by_text("Undone: 40 archived, 0 put back.")).to_be_visible()
    accessible(page)


def test_killed_half_way_it_goes_on_by_itself(
    served: Served, visit: Visit, accessible: Callable[[Page], None]
) -> None:
    page = signed_in(visit, served)
    drop(page, served, regulars(6_000))
    page.get_by_role("button", name="Take it").click()
    progress = page.get_by_role("progressbar")
    expect(progress).to_have_attribute("value", re.compile("[1-9]"))
    accessible(page)

    where = page.url
    page.goto("about:blank")  # or it asks a program that is not there
    served.kill()
    begun = _count(served)
    again = start(served.installation, port=urlsplit(served.url).port or 0)
    try:
        page.goto(where)
        expect(page.get_by_text(", taken")).to_be_visible(timeout=120_000)
        assert 0 < begun < 6_000
        assert _count(again) == 6_000
    finally:
        again.stop()


def test_stopped_it_says_where(served: Served, visit: Visit) -> None:
    page = signed_in(visit, served)
    drop(page, served, regulars(6_000))
    page.get_by_role("button", name="Take it").click()
    page.get_by_role("button", name="Stop").click()

    expect(page.get_by_text("It was stopped after row")).to_be_visible()
    assert _count(served) < 6_000


def _count(served: Served) -> int:
    [[count]] = served.installation.asked("SELECT count(*) FROM customers_customer")
    return int(count)
