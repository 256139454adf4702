"""F22 upgrade from every earlier schema with data, killed in the middle of it, and gone on with.

The books are backups of our own demo house as earlier versions kept it (tests/faults/files). Each
is laid as it was, `habitue migrate` is killed at random points and started again, as often as
asked; in the end every balance, lot, charge, bill and seal is what it was, what may never change
still cannot, and `habitue verify` finds nothing.
"""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg

from tests.faults.frame import Drill
from tests.serving import PROGRAM, Installation, database_beside

DATA = Path(__file__).parent / "files"
PEPPER, KEY = "pepper-of-the-fixtures", "key-of-the-fixtures"
SAME = {
    "balances": "SELECT code, unit, balance FROM ledger_account ORDER BY code",
    "seals": "SELECT number, hash FROM ledger_seal ORDER BY number",
    "moves": "SELECT id, entry_id, debit_id, credit_id, amount FROM ledger_move ORDER BY id",
    "lots": "SELECT id, kind, amount_minor, remaining_minor FROM prepaid_lot ORDER BY id",
    "charges": "SELECT id, amount_minor, open_minor FROM house_accounts_charge ORDER BY id",
    "bills": "SELECT id, number, state, total_minor FROM bills_bill ORDER BY id",
    "customers": "SELECT id, first_name, last_name, email FROM customers_customer ORDER BY id",
    "codes": "SELECT customer_id, code FROM cards_personal_code ORDER BY code",
}
APPLIED = "SELECT count(*) FROM django_migrations"


def run(drill: Drill) -> None:
    files = sorted(DATA.glob(f"*-{drill.database}.habitue"))
    drill.expect(len(files) >= 2, "there are no earlier books to upgrade")
    if not drill.is_full:  # each of the books on one database, the way is the same
        files = files[:1] if drill.database == "sqlite" else files[-1:]
    kills, wanted = 0, drill.size("interruptions")
    for number, file in enumerate(files):
        share = wanted // len(files) + (number < wanted % len(files))
        kills += _upgraded(drill, file, share)
    drill.really("kills in the middle of migrating", kills, at_least=wanted)


def _upgraded(drill: Drill, file: Path, share: int) -> int:
    """One earlier book brought up to this version, killed `share` times on the way."""
    kills, turn = 0, 0
    while True:
        turn += 1
        book = _laid(drill, file, turn)
        before = _told(book)
        while kills < share and _pending(book):
            kills += _interrupted(drill, book, share - kills)
        book.habitue("migrate")
        _same(drill, file.stem, before, _told(book))
        _kept_for_ever(drill, book)
        drill.count(books_upgraded=1)
        if kills >= share or turn > share + 3:
            drill.also(book)
            return kills


def _laid(drill: Drill, file: Path, turn: int) -> Installation:
    folder = drill.folder / f"{file.stem}-{turn}"
    folder.mkdir()
    url = drill.installation.database_url
    if url:
        beside = ExitStack()
        url = beside.enter_context(database_beside(url))
        drill.outlasting(beside.close)
    keys = {"HABITUE_PEPPER": PEPPER, "HABITUE_SECRET_KEY": KEY}
    book = Installation(folder, url, drill.installation.settings | keys)
    words = [sys.executable, "-m", "tests.faults.old_book", str(file)]
    subprocess.run(words, env=book.environment, check=True, timeout=300)
    return book


def _interrupted(drill: Drill, book: Installation, left_to_do: int) -> int:
    """Kill `habitue migrate` after so many more migrations and a moment; whether it was at it.

    Each kill leaves some of the way to those that still must come.
    """
    there, pending = _applied(book), _pending(book)
    enough = there + drill.random.randrange(max(1, pending // left_to_do))
    moment = drill.random.uniform(0, 0.1)
    process = subprocess.Popen(
        [PROGRAM, "migrate"],
        env=book.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    while process.poll() is None and _applied(book) < max(enough, there + 1):
        time.sleep(0.002)
    time.sleep(moment)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    left = _pending(book)
    drill.say(f"killed after {pending - left} of {pending} migrations")
    return int(process.returncode == -signal.SIGKILL and left > 0)


def _pending(book: Installation) -> int:
    from habitue.backups import manifest

    return len(manifest.shipped()) - _applied(book)


def _applied(book: Installation) -> int:
    return int(book.asked(APPLIED)[0][0])


def _told(book: Installation) -> dict[str, list[Any]]:
    return {name: book.asked(query) for name, query in SAME.items()}


def _same(drill: Drill, name: str, before: Any, after: Any) -> None:
    for what, rows in before.items():
        came = after[what][: len(rows)] if what == "seals" else after[what]
        drill.expect(came == rows, f"{name}: {what} are not what they were")
        drill.count(**{what: len(rows)})


def _kept_for_ever(drill: Drill, book: Installation) -> None:
    """Django's rebuild of a table drops its triggers without a word: they are there again."""
    for table in ("ledger_move", "ledger_entry", "ledger_seal", "audit_line"):
        try:
            book.asked(f"UPDATE {table} SET house_id = house_id")
        except (sqlite3.Error, psycopg.Error) as problem:
            drill.expect("append-only" in str(problem), f"{table}: {problem}")
        else:
            drill.expect(False, f"{table} may be changed after the upgrade")
