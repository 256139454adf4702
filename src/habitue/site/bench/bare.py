"""What the bare database does: one guarded double-entry posting a transaction, nothing else."""

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from uuid import uuid4

from habitue.site.bench.installation import Installation
from habitue.site.databases import FOR_MONEY

POSTINGS = 400
CLIENTS = 8
TABLES = (
    "CREATE TABLE bare_account (id integer PRIMARY KEY, balance bigint)",
    "CREATE TABLE bare_entry (id text PRIMARY KEY, kind text)",
    "CREATE TABLE bare_move (id text PRIMARY KEY, entry text, debit integer, credit integer,"
    " amount bigint)",
    "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 20)"
    " INSERT INTO bare_account SELECT i, 1000000 FROM n",
)
DROPS = tuple(f"DROP TABLE IF EXISTS bare_{name}" for name in ("account", "entry", "move"))
Run = Callable[..., object]


def postings_a_second(installation: Installation) -> float:
    """One client, each posting its own commit that waits for the disk."""
    if installation.database == "postgresql":
        return _on_postgresql(installation.database_url, 1)
    return _on_sqlite(installation.folder, 1)


def eight_at_once(installation: Installation) -> float:
    """Eight clients: on PostgreSQL with a connection each, on SQLite sharing each commit."""
    if installation.database == "postgresql":
        return _on_postgresql(installation.database_url, CLIENTS)
    return _on_sqlite(installation.folder, CLIENTS)


def _on_sqlite(folder: Path, grouped: int) -> float:
    book = sqlite3.connect(folder / "bare.sqlite3", isolation_level=None)
    book.executescript(FOR_MONEY)
    for statement in (*DROPS, *TABLES):
        book.execute(statement)
    post = _posting(book.execute, "?", 1)
    began = time.perf_counter()
    for _ in range(POSTINGS // grouped):
        book.execute("BEGIN IMMEDIATE")
        for _one in range(grouped):
            post()
        book.execute("COMMIT")
    rate = POSTINGS / (time.perf_counter() - began)
    book.close()
    return rate


def _on_postgresql(url: str, clients: int) -> float:
    import psycopg

    def client(number: int) -> None:
        with psycopg.connect(url, autocommit=True) as book:
            post = _posting(book.execute, "%s", number)
            for _ in range(POSTINGS):
                book.execute("BEGIN")
                post()
                book.execute("COMMIT")

    with psycopg.connect(url, autocommit=True) as book:
        for statement in (*DROPS, *TABLES):
            book.execute(statement)
        threads = [Thread(target=client, args=(number,)) for number in range(1, clients + 1)]
        began = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        rate = POSTINGS * clients / (time.perf_counter() - began)
        for statement in DROPS:
            book.execute(statement)
    return rate


def _posting(execute: Run, mark: str, client: int) -> Callable[[], None]:
    """One posting between two accounts of a client."""
    paid, held = client * 2, client * 2 + 1

    def post() -> None:
        execute(f"UPDATE bare_account SET balance = balance + 5 WHERE id = {paid}")  # noqa: S608
        execute(
            "UPDATE bare_account SET balance = balance - 5"  # noqa: S608
            f" WHERE id = {held} AND balance >= 5"
        )
        entry = uuid4().hex
        execute(f"INSERT INTO bare_entry VALUES ({mark}, 'bare')", (entry,))  # noqa: S608
        execute(
            f"INSERT INTO bare_move VALUES ({mark}, {mark}, 1, 2, 5)",  # noqa: S608
            (uuid4().hex, entry),
        )

    return post
