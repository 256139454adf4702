"""May this program serve: the schema is whole and the database is set for money (decision 7)."""

from collections.abc import Iterator

from django.conf import settings
from django.db import connection

from habitue.house import schema, sql

WANTED = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
SAID = {
    "journal_mode": "SQLite keeps no write-ahead log (journal_mode is {found}, WAL is needed):"
    " is the data folder on a network share?",
    "synchronous": "SQLite does not wait for the disk (synchronous is {found}, FULL is needed).",
    "foreign_keys": "SQLite does not check foreign keys (foreign_keys is {found}).",
}


LAX = {
    "fsync": "a power cut would damage the book: set it to on in postgresql.conf",
    "full_page_writes": "a power cut would damage the book: set it to on in postgresql.conf",
    "synchronous_commit": "an answered payment could be lost: set it to on",
}


def faults() -> list[str]:
    """Sentences about what stands against serving; empty when nothing does."""
    found = schema.missing()
    if connection.vendor == "sqlite":
        found += sqlite_faults()
    return found


def sqlite_faults() -> list[str]:
    """What a power cut or a race would use against this SQLite."""
    found = []
    with connection.cursor() as cursor:
        for pragma, wanted in WANTED.items():
            cursor.execute(f"PRAGMA {pragma}")
            value = cursor.fetchone()[0]
            if value != wanted:
                found.append(SAID[pragma].format(found=value))
    mode = settings.DATABASES["default"]["OPTIONS"].get("transaction_mode")
    if mode != "IMMEDIATE":
        found.append(f"SQLite transactions begin {mode or 'DEFERRED'}; IMMEDIATE is needed.")
    return found


def postgresql_settings() -> Iterator[tuple[str, str, str]]:
    """(name, value, what is at stake; empty where it is set for money)."""
    for name, lost in LAX.items():
        [[value]] = sql.rows(f"SHOW {name}")
        yield name, value, lost if value in ("off", "local") else ""


def warnings() -> list[str]:
    """Sentences about what does not stand against serving, and should be known."""
    if connection.vendor != "postgresql":
        return []
    return [
        f"PostgreSQL's {name} is {value}: {lost}."
        for name, value, lost in postgresql_settings()
        if lost
    ]
