"""What the bare database does: one guarded double-entry posting a transaction, nothing else."""

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from habitue.site.bench.installation import Installation
from habitue.site.databases import FOR_MONEY

POSTINGS = 400
TABLES = (
    "CREATE TABLE bare_account (id integer PRIMARY KEY, balance bigint)",
    "CREATE TABLE bare_entry (id text PRIMARY KEY, kind text)",
    "CREATE TABLE bare_move (id text PRIMARY KEY, entry text, debit integer, credit integer,"
    " amount bigint)",
    "INSERT INTO bare_account VALUES (1, 0), (2, 1000000)",
)
DROPS = tuple(f"DROP TABLE IF EXISTS bare_{name}" for name in ("account", "entry", "move"))
Run = Callable[..., object]


def postings_a_second(installation: Installation) -> float:
    """One client, each posting its own commit that waits for the disk."""
    if installation.database == "postgresql":
        return _on_postgresql(installation.database_url)
    return _on_sqlite(installation.folder)


def _on_sqlite(folder: Path) -> float:
    book = sqlite3.connect(folder / "bare.sqlite3", isolation_level=None)
    book.executescript(FOR_MONEY)
    for statement in (*DROPS, *TABLES):
        book.execute(statement)
    rate = _rate(lambda work: _own(book.execute, work, "BEGIN IMMEDIATE"), book.execute, "?")
    book.close()
    return rate


def _own(execute: Run, work: Callable[[], None], begin: str) -> None:
    execute(begin)
    work()
    execute("COMMIT")


def _on_postgresql(url: str) -> float:
    import psycopg

    with psycopg.connect(url, autocommit=True) as book:
        for statement in (*DROPS, *TABLES):
            book.execute(statement)
        rate = _rate(lambda work: _own(book.execute, work, "BEGIN"), book.execute, "%s")
        for statement in DROPS:
            book.execute(statement)
    return rate


def _rate(own: Callable[[Callable[[], None]], None], execute: Run, mark: str) -> float:
    def post() -> None:
        execute("UPDATE bare_account SET balance = balance + 5 WHERE id = 1")
        execute("UPDATE bare_account SET balance = balance - 5 WHERE id = 2 AND balance >= 5")
        entry = uuid4().hex
        execute(f"INSERT INTO bare_entry VALUES ({mark}, 'bare')", (entry,))  # noqa: S608
        execute(
            f"INSERT INTO bare_move VALUES ({mark}, {mark}, 1, 2, 5)",  # noqa: S608
            (uuid4().hex, entry),
        )

    began = time.perf_counter()
    for _ in range(POSTINGS):
        own(post)
    return POSTINGS / (time.perf_counter() - began)
