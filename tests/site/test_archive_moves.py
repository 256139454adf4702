"""A house moves from SQLite to PostgreSQL, works there, and moves back: whole, to the cent."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from tests import templates
from tests.races.conftest import PIN, Till, eur
from tests.serving import Installation, Served, serving

pytestmark = [pytest.mark.races, pytest.mark.postgresql, pytest.mark.slow]  # it needs both
BALANCES = "SELECT code, unit, balance FROM ledger_account ORDER BY code"
LOTS = "SELECT kind, amount_minor, remaining_minor FROM prepaid_lot ORDER BY id"
CHARGES = "SELECT amount_minor, open_minor FROM house_accounts_charge ORDER BY id"
SEALS = "SELECT number, hash FROM ledger_seal ORDER BY number"
# what must have happened in the house, or its move proves little
LIVED = (
    *("bills_refund", "bills_link", "prepaid_top_up", "prepaid_lot_use", "house_accounts_charge"),
    *("invoicing_invoice", "shifts_day_closing", "cards_pin"),
)


@dataclass
class Stay:
    """An installation the house was in, and what was to be seen there before it left."""

    installation: Installation
    file: bytes
    journal: str
    tables: dict[str, list[Any]]


@pytest.fixture(scope="module")
def stays(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Stay]]:
    """Moved in on SQLite, to PostgreSQL, worked there, and back to SQLite; each as it was left."""
    folder = tmp_path_factory.mktemp("moving")
    with ExitStack() as stack:
        first = Installation(folder / "first")
        first.folder.mkdir()
        first.set_up()
        live(first)
        left = seen(first)

        url = stack.enter_context(templates.migrated_beside(os.environ["HABITUE_DATABASE_URL"]))
        second = beside(first, "second", url)
        moved_in(second, left.file)
        came = seen(second)
        import_more(second)
        later = seen(second)

        third = beside(first, "third")
        templates.copy_to(third.folder / "habitue.sqlite3")
        moved_in(third, later.file)
        yield [left, came, later, seen(third)]


def beside(first: Installation, name: str, url: str = "") -> Installation:
    """An empty one under the same keys."""
    folder = first.folder.with_name(name)
    folder.mkdir()
    for key in ("pepper", "secret-key"):
        shutil.copy(first.folder / key, folder)
    return Installation(folder, url)


def moved_in(installation: Installation, file: bytes) -> None:
    (installation.folder / "in.zip").write_bytes(file)
    said = installation.habitue("archive", "import", str(installation.folder / "in.zip"))
    assert "every invariant holds" in said


def seen(installation: Installation) -> Stay:
    """The file first: asking for a journal is a line of the audit."""
    out = installation.folder / "out.zip"
    out.unlink(missing_ok=True)
    installation.habitue("archive", "export", str(out), "--with-secrets")
    tables = {query: installation.asked(query) for query in (BALANCES, LOTS, CHARGES, SEALS)}
    return Stay(installation, out.read_bytes(), installation.habitue("journal"), tables)


# -- what happens in the house -------------------------------------------------------------------


def live(installation: Installation) -> None:
    """Value given and taken back, a bill split, paid and refunded, an invoice, a closed day."""
    with serving(installation) as running, at(running) as http:
        till = Till(http)
        elodie = guest(till)
        bill, share = shared_bill(till, elodie)
        till.made("POST", f"/bills/{bill}/payments", {"tender": "wallet", "pin": PIN})
        till.made("POST", f"/bills/{bill}/close")
        till.made("POST", f"/bills/{bill}/refunds", {"amount": eur(101), "reason": "Cold"})
        company = on_account(till, share)
        invoice = {"payer": company, "from": "2020-01-01", "to": "2099-12-31"}
        till.made("POST", "/invoices", invoice)
        pays = {"amount": eur(333), "tender": "bank_transfer"}
        till.made("POST", f"/customers/{company}/payments", pays)
        close_the_day(till)


def at(running: Served) -> httpx.Client:
    headers = {"Authorization": f"Bearer {running.installation.token()}"}
    return httpx.Client(base_url=running.url, headers=headers, timeout=60)


def guest(till: Till) -> str:
    """120.00 for 100.00, of which 10.00 were given back."""
    elodie = till.made("POST", "/customers", {"first_name": "Élodie", "last_name": "Œuvré"})["id"]
    assert till("PUT", f"/customers/{elodie}/pin", {"pin": PIN}).status_code < 300
    pays = {"pays": eur(10_000), "receives": eur(12_000), "tender": "card"}
    top_up = till.made("POST", f"/customers/{elodie}/top-ups", pays)["id"]
    back = {"amount": eur(1_000), "reason": "Moves away"}
    till.made("POST", f"/top-ups/{top_up}/refund", back)
    return str(elodie)


def shared_bill(till: Till, customer: str) -> tuple[str, str]:
    """Three odd lines on two rates, in two shares; the other is nobody's yet."""
    lines = [
        {"name": "Soupe", "quantity": 2_000, "unit_price": eur(655), "vat_rate": 1_000},
        {"name": "Vin", "quantity": 1_333, "unit_price": eur(2_999), "vat_rate": 2_000},
        {"name": "Pain", "quantity": 3_000, "unit_price": eur(101), "vat_rate": 550},
    ]
    bill = till.made("POST", "/bills", {"lines": lines, "customer": customer})["id"]
    share = till.made("POST", f"/bills/{bill}/split", {"parts": 2})["created"]
    return str(bill), str(share)


def on_account(till: Till, bill: str) -> str:
    company = {"type": "company", "company_name": "Acmé & fils", "on_account_allowed": True}
    made = till.made("POST", "/customers", company | {"address": {"city": "Lyon"}})["id"]
    till.made("PUT", f"/bills/{bill}/customer", {"customer": made})
    till.made("POST", f"/bills/{bill}/save-on-account")
    return str(made)


def close_the_day(till: Till) -> None:
    for shift in till.made("GET", "/shifts?limit=200")["data"]:
        if shift["closed_at"] is None:
            counted = {"counted": {"cash": eur(0)}}
            till.made("POST", f"/shifts/{shift['id']}/close", counted)
    day = till.made("POST", "/bills", {"amount": eur(100)})["business_day"]
    till.made("POST", f"/days/{day}/close")


def import_more(installation: Installation, name: str = "Anaïs") -> None:
    """It goes on where it is now: newcomers bring money and points along."""
    people = installation.folder / "people.csv"
    rows = [f"{name},{name[:2]}@example.org,12.5,7", f"{name} II,{name[:2]}2@example.org,3,"]
    people.write_text("\n".join(["name,email,deposit,points", *rows]))
    installation.habitue("import", "customers", str(people))


# -- what must be the same -----------------------------------------------------------------------


def test_a_house_goes_to_postgresql_and_back(stays: list[Stay]) -> None:
    """One test: two workers would make it move twice."""
    left, came, later, back = stays
    for there, before in ((came, left), (back, later)):
        assert there.journal == before.journal
        assert there.tables == before.tables
        assert there.file == before.file
    assert never_happened(left) == []
    assert later.journal != came.journal

    import_more(back.installation, "Cleo")  # and it goes on

    assert " NO " not in back.installation.habitue("verify")


def never_happened(stay: Stay) -> list[str]:
    counts = {one: stay.installation.asked(f"SELECT count(*) FROM {one}") for one in LIVED}
    return [table for table, [(count,)] in counts.items() if not count]
