"""May this program serve: the schema is whole and the database is set for money (decision 7)."""

from django.conf import settings
from django.db import connection

from habitue.house import schema

WANTED = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
SAID = {
    "journal_mode": "SQLite keeps no write-ahead log (journal_mode is {found}, WAL is needed):"
    " is the data folder on a network share?",
    "synchronous": "SQLite does not wait for the disk (synchronous is {found}, FULL is needed).",
    "foreign_keys": "SQLite does not check foreign keys (foreign_keys is {found}).",
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
