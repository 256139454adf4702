"""The book in SQLite: copied page by page at one moment, while the writer goes on."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import connection

from habitue.backups import manifest
from habitue.backups.container import Reading
from habitue.backups.manifest import LEFT_OUT, Manifest
from habitue.backups.refusals import Damaged, NotEmpty, SourceDamaged
from habitue.kit.packing import Packing, pieces_of
from habitue.operations.writer import file_lock

BOOK = "book.sqlite3"
ALL_PAGES = -1


def take(out: Packing, at: datetime) -> Manifest:
    """Write the book into `out`.

    In write-ahead mode a reader of all pages holds up no writer. The copy is made beside the
    book, never beside the backup: that may lie on a disk which is not to see it in the clear.
    """
    with TemporaryDirectory(prefix="copy-", dir=settings.DATA_DIR) as folder:
        copy = Path(folder) / BOOK
        with closing(sqlite3.connect(_book())) as source, closing(sqlite3.connect(copy)) as book:
            book.execute("PRAGMA synchronous=OFF")
            source.backup(book, pages=ALL_PAGES)
        with closing(sqlite3.connect(copy)) as book:
            told = _prepared(book, at)
        out.add(BOOK, pieces_of(copy))
    return told


def _prepared(book: sqlite3.Connection, at: datetime) -> Manifest:
    """Without sessions, sound, and in one file."""
    book.execute("PRAGMA journal_mode=DELETE")
    book.execute("PRAGMA synchronous=OFF")
    book.execute("PRAGMA secure_delete=ON")
    there = _tables(book)
    for table in LEFT_OUT & there:
        book.execute(f'DELETE FROM "{table}"')  # noqa: S608
    book.commit()
    [[sound]] = book.execute("PRAGMA quick_check(1)").fetchall()
    if sound != "ok":
        raise SourceDamaged(what=sound)
    return manifest.told("sqlite", there, lambda query: book.execute(query).fetchall(), at)


def put(file: Reading) -> None:
    """The whole book in one transaction of the empty one that is there."""
    with TemporaryDirectory(prefix="restore-", dir=settings.DATA_DIR) as folder:
        copy = Path(folder) / BOOK
        with copy.open("wb") as out:
            for piece in file.pieces(BOOK):
                out.write(piece)
        with closing(sqlite3.connect(copy)) as book:
            _must_be_sound(book, file.name)
            connection.ensure_connection()  # a new book is laid in write-ahead mode
            connection.close()
            with file_lock(), closing(sqlite3.connect(_book(), timeout=20)) as target:
                _must_be_empty(target)
                target.execute("PRAGMA synchronous=FULL")
                book.backup(target, pages=ALL_PAGES)
                target.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def must_be_empty() -> None:
    if Path(_book()).exists():
        with closing(sqlite3.connect(_book(), timeout=20)) as target:
            _must_be_empty(target)


def _must_be_empty(target: sqlite3.Connection) -> None:
    there = _tables(target)
    for table in ("house", "staff_login", "guests_guest"):
        if table in there and target.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone():  # noqa: S608
            raise NotEmpty(what=_book())
    if there and manifest.MIGRATIONS not in there:
        raise NotEmpty(what=_book())


def _must_be_sound(book: sqlite3.Connection, name: str) -> None:
    try:
        [[sound]] = book.execute("PRAGMA integrity_check(1)").fetchall()
    except sqlite3.DatabaseError as problem:
        sound = str(problem)
    if sound != "ok":
        raise Damaged(name=name, what=sound)


def _tables(book: sqlite3.Connection) -> set[str]:
    found = book.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {name for (name,) in found if not name.startswith("sqlite_")}


def _book() -> str:
    return str(connection.settings_dict["NAME"])
