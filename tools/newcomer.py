"""`python -m tools.newcomer`: the way of a new manager from a messy list to a clean book.

A list of 2,000 regulars as somebody kept it: a title above the header, commas for points, phones
in every form, addresses that a till made up, people twice with a slip of the pen, rows without a
name. A real browser brings it into a house that was opened a minute ago, mends what was refused,
signs the balances, looks for duplicates and merges some. Clicks are counted; the seconds are the
program's own, nobody thinks or reads in between. Writes docs/evidence/newcomer.md.
"""

from __future__ import annotations

import csv
import io
import platform
import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Page, expect, sync_playwright

# isort: off
from tools.taps import Hand  # it sets the program up

# isort: on
from habitue.site.demo import names
from tests import chromium
from tests.browser.conftest import SIZES
from tests.browser.doors import sign_in
from tests.serving import Installation, serving

EVIDENCE = Path(__file__).resolve().parents[1] / "docs" / "evidence" / "newcomer.md"
ROWS, TWINS, NAMELESS, MERGED = 2_000, 60, 25, 10
_SHARE, FIRST, LAST = names.NAMES["fr"]
HEAD = ["Nom", "Prénom", "Mobile", "Courriel", "Anniv.", "Solde", "Pts", "N° carte", "Chien"]


def messy(luck: random.Random) -> bytes:
    """The list, in the encoding of a spreadsheet of long ago."""
    people = [_row(luck, number) for number in range(ROWS - TWINS - NAMELESS)]
    twins = [_slip(luck, one) for one in luck.sample(people, TWINS)]
    nameless = [["", "", _phone(luck, ROWS + n), "", "", "", "", "", ""] for n in range(NAMELESS)]
    rows = people + twins + nameless
    luck.shuffle(rows)
    lines = [["Liste des habitués, tenue par Jacques"], [], HEAD, *rows]
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(lines)
    return text.getvalue().encode("cp1252", errors="replace")


def _row(luck: random.Random, number: int) -> list[str]:
    first, last = luck.choice(FIRST.split()), luck.choice(LAST.split())
    phone = _phone(luck, number)
    bare = "".join(filter(str.isdigit, phone))
    mail = luck.choice([f"{bare}@caisse.invalid", "", f"{first}.{number}@exemple.fr".lower()])
    owes = luck.choice(["", "", "", "12,50", "-43,10", "1 200,00"])
    born = luck.choice(
        ["", f"{luck.randint(1, 28):02}/{luck.randint(1, 12):02}/19{number % 90:02}"]
    )
    return [last.upper(), first, phone, mail, born, owes, luck.choice(["", "120"]), "", "Rex"]


def _phone(luck: random.Random, number: int) -> str:
    digits = f"6{number:08}"
    parts = [f"0{digits[0]}", *(digits[n : n + 2] for n in range(1, 9, 2))]
    return luck.choice([" ", ".", "-", ""]).join(parts)


def _slip(luck: random.Random, one: list[str]) -> list[str]:
    """The same person again: a letter lost, a new telephone, the birthday known both times."""
    at = luck.randrange(1, max(len(one[0]) - 1, 2))
    again = [
        one[0][:at] + one[0][at + 1 :],
        one[1],
        "",
        "",
        one[4] or "01/02/1970",
        "",
        "",
        "",
        "",
    ]
    one[4] = again[4]
    return again


@dataclass
class Step:
    """A part of the way: what it took, what came of it."""

    name: str
    hand: Hand
    seconds: float
    came: str


def _walk(page: Page, url: str) -> list[Step]:
    luck = random.Random(1)
    file = {"name": "habitués.csv", "mimeType": "text/csv", "buffer": messy(luck)}
    steps = [
        _step(page, "the file dropped and looked at", lambda hand: _look(hand, url, file)),
        _step(page, "taken", _take),
        _step(page, "refused rows mended, brought again", lambda hand: _mend(hand, url)),
        _step(page, "balances compared and signed", _sign),
        _step(page, "looked through for duplicates", lambda hand: _search(hand, url)),
    ]
    for number in range(1, MERGED + 1):
        steps.append(_step(page, f"pair {number} compared and merged", lambda h: _merge(h, url)))
    return steps


def _step(page: Page, name: str, job: Callable[[Hand], str]) -> Step:
    hand = Hand(page)
    came = job(hand)
    step = Step(name, hand, time.perf_counter() - hand.began, came)
    print(
        f"{name}: {hand.taps} clicks, {hand.keys} keys, {step.seconds:.1f} s; {came}", flush=True
    )
    return step


def _look(hand: Hand, url: str, file: Any) -> str:
    hand.page.goto(f"{url}/office/customers/")
    hand.link("Import")
    hand.page.get_by_label("File", exact=True).set_input_files(file)
    hand.taps += 1  # the drop
    hand.press("Look at it")
    expect(hand.page.get_by_role("heading", name="Row by row")).to_be_visible()
    return _fates(hand.page)


def _take(hand: Hand) -> str:
    hand.press("Take it")
    expect(hand.page.get_by_text(", taken")).to_be_visible()
    return _fates(hand.page)


def _mend(hand: Hand, url: str) -> str:
    """The refused rows as a file, a name typed into each in a spreadsheet, and that file again."""
    with hand.page.expect_download() as got:
        hand.link("Refused rows, to mend")
    text = got.value.path().read_text("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=csv.Sniffer().sniff(text).delimiter))
    first, last = rows[0].index("Prénom"), rows[0].index("Nom")
    for number, row in enumerate(rows[1:]):
        row[first], row[last] = "Inconnu", f"Mobile {number}"
        hand.keys += len(row[first] + row[last])
    mended = io.StringIO()
    csv.writer(mended).writerows(rows)
    file = {"name": "mended.csv", "mimeType": "text/csv", "buffer": mended.getvalue().encode()}
    hand.page.goto(f"{url}/office/import/")
    hand.page.get_by_label("File", exact=True).set_input_files(file)
    hand.taps += 2
    hand.press("Look at it")
    expect(hand.page.get_by_role("heading", name="Row by row")).to_be_visible()
    return _take(hand)


def _sign(hand: Hand) -> str:
    """The sheet of the first file: the second one brought no balances."""
    hand.page.goto(hand.page.url.split("/office/")[0] + "/office/import/")
    hand.tap(hand.page.locator("main a[href*='/office/import/']", has_text="habitués.csv"))
    hand.link("Reconciliation")
    expect(hand.page.get_by_text("Every sum in the file is booked or explained.")).to_be_visible()
    hand.press("These balances are right: sign")
    expect(hand.page.get_by_text("Signed by")).to_be_visible()
    return "signed"


def _search(hand: Hand, url: str) -> str:
    hand.page.goto(f"{url}/office/customers/")
    hand.link("Duplicates")
    hand.press("Look through the book")
    expect(hand.page.get_by_text("Looked through")).to_be_visible()
    return f"{hand.page.locator('.desk-head .count').inner_text()} pairs suggested"


def _merge(hand: Hand, url: str) -> str:
    if not hand.page.url.endswith("/duplicates"):
        hand.page.goto(f"{url}/office/customers/duplicates")
        hand.taps += 1
    hand.link("Compare")
    expect(hand.page.get_by_role("heading", name="Are these the same guest?")).to_be_visible()
    hand.press("Merge")
    expect(hand.page.get_by_role("button", name="Undo").first).to_be_visible()
    return "merged"


def _fates(page: Page) -> str:
    told = page.locator(".fates, .counts, main .chips").first
    return " ".join(told.inner_text().split()) if told.count() else ""


def _told(steps: list[Step]) -> str:
    merging = steps[-MERGED:]
    each = max(merging, key=lambda one: one.hand.taps)
    way = steps[:-MERGED]
    rows = "".join(
        f"| {one.name} | {one.hand.taps} | {one.hand.keys} | {one.seconds:.1f} | {one.came} |\n"
        for one in way
    )
    rows += (
        f"| each pair of duplicates compared and merged | {each.hand.taps} | 0 |"
        f" {median(one.seconds for one in merging):.1f} | undone by one press |\n"
    )
    clicks, seconds = sum(one.hand.taps for one in way), sum(one.seconds for one in way)
    return f"""# From a messy list to a clean book

{(__doc__ or "").partition(chr(10))[2].strip().replace(" Writes docs/evidence/newcomer.md.", "")}
{TWINS} of them are in it twice.

| step | clicks | keys | seconds | what came of it |
| --- | ---: | ---: | ---: | --- |
{rows}
**{clicks} clicks and {seconds / 60:.1f} minutes of the program** until the book stands and its
balances are signed; the keys are names that nobody had written down. Then {each.hand.taps} clicks
for each pair that somebody finds to be one guest.

`python -m tools.newcomer`, {datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()},
2 cores shared with other work, SQLite.
"""


def main() -> int:
    expect.set_options(timeout=180_000)
    with tempfile.TemporaryDirectory(prefix="habitue-newcomer-") as name:
        installation = Installation(Path(name) / "data")
        installation.folder.mkdir()
        installation.set_up()
        with serving(installation) as served, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium.path(), args=chromium.arguments()
            )
            page = browser.new_page(viewport=SIZES["office"], reduced_motion="reduce")
            page.set_default_timeout(60_000)
            sign_in(page, served.url)
            steps = _walk(page, served.url)
            browser.close()
    EVIDENCE.write_text(_told(steps))
    return 0


if __name__ == "__main__":
    sys.exit(main())
