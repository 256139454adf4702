"""Of whom the rows of a file spoke, and of which of their fields: on the disk, not in memory.

A file may have a million rows; what is remembered of each lies in a table that goes away with
the walk.
"""

import sqlite3
from collections.abc import Iterable, Mapping
from itertools import islice
from uuid import UUID

AT_ONCE = 500
Fields = frozenset[str]


class Claims:
    """Person -> the fields that earlier rows said something of."""

    def __init__(self) -> None:
        # an empty name is a file of SQLite's own, gone when it is closed
        self._table = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._table.execute("PRAGMA cache_size = -4096")
        self._table.execute("CREATE TABLE claim (person BLOB PRIMARY KEY, said INT) WITHOUT ROWID")
        self._sets: list[frozenset[str]] = []
        self._places: dict[Fields, int] = {}

    def of(self, people: Iterable[UUID]) -> dict[UUID, Fields]:
        """What was said of those of them who were spoken of."""
        found, coming = {}, iter(people)
        while some := [one.bytes for one in islice(coming, AT_ONCE)]:
            marks = ", ".join("?" * len(some))
            asked = f"SELECT person, said FROM claim WHERE person IN ({marks})"  # noqa: S608
            for person, said in self._table.execute(asked, some):
                found[UUID(bytes=person)] = self._sets[said]
        return found

    def remember(self, several: Mapping[UUID, Fields]) -> None:
        """What is now said of these, all of it."""
        self._table.execute("BEGIN")
        self._table.executemany(
            "INSERT INTO claim VALUES (?, ?) ON CONFLICT DO UPDATE SET said = excluded.said",
            ((person.bytes, self._place(said)) for person, said in several.items()),
        )
        self._table.execute("COMMIT")

    def _place(self, said: Fields) -> int:
        if said not in self._places:
            self._places[said] = len(self._sets)
            self._sets.append(said)
        return self._places[said]
