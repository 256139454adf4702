"""Answering a search: which customers contain all the words, newest first."""

from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from habitue.customers.search import grams
from habitue.house import sql
from habitue.house.models import House
from habitue.kit import phones, text

MOST_WORDS = 8
LONGEST = 60  # characters of a word that are looked at
SAMPLE = 24  # of the newest customers: what a quarter of them has, tells nobody apart


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: the words, and which customers may answer. None: either."""

    q: str
    is_company: bool | None = None
    active: bool | None = None
    archived: bool | None = False

    @property
    def words(self) -> list[str]:
        return [word[:LONGEST] for word in text.words(self.q)[:MOST_WORDS]]

    @property
    def phone(self) -> list[str]:
        """The digits of a query that reads like a telephone number, as one more way to match."""
        digits = phones.asked(self.q)
        return [digits[:LONGEST]] if digits and [digits] != self.words else []

    @property
    def rare(self) -> list[str]:
        """The facets few customers have: as tokens they keep the list to read short."""
        asked = {"company": self.is_company, "inactive": self.active is False}
        return [facet for facet, wanted in (asked | {grams.GONE: self.archived}).items() if wanted]


class Way(NamedTuple):
    """One way to match: all of `words`, among the customers who have all of `tokens`."""

    words: list[str]
    tokens: list[str]


def find(
    house: House, asked: Asked, *, limit: int = 20, below: int | None = None
) -> list[tuple[UUID, int]]:
    """(customer id, docid) of those that match, newest first; `below` continues a list."""
    if not asked.words:
        return []
    sample = _sample(house) if len(asked.q) > grams.LONG else []
    ways = [
        Way(words, grams.asked_tokens(house.id, words, asked.rare, sample))
        for words in (asked.words, asked.phone)
        if words
    ]
    if connection.vendor == "sqlite":
        return _on_sqlite(house, asked, ways, limit, below)
    return _on_postgresql(house, asked, ways, limit, below)


def _sample(house: House) -> list[str]:
    newest = sql.rows(
        "SELECT text FROM customers_search WHERE house_id = %s ORDER BY docid DESC LIMIT %s",
        [house.id, SAMPLE],
    )
    return [line for (line,) in newest]


def _on_sqlite(
    house: House, asked: Asked, ways: list[Way], limit: int, below: int | None
) -> list[tuple[UUID, int]]:
    match = " OR ".join(
        "(" + " AND ".join(f'"{token}"' for token in way.tokens) + ")" for way in ways
    )
    holds = " OR ".join(
        "(" + " AND ".join(["instr(s.text, %s) > 0"] * len(way.words)) + ")" for way in ways
    )
    found = sql.rows(
        "SELECT s.customer_id, s.docid FROM customers_grams g"  # noqa: S608
        " CROSS JOIN customers_search s ON s.docid = %s - g.rowid AND s.house_id = %s"
        f" WHERE g.customers_grams MATCH %s AND g.rowid > %s AND ({holds})"
        " AND coalesce(%s, s.is_company) = s.is_company AND coalesce(%s, s.active) = s.active"
        " AND coalesce(%s, s.archived) = s.archived"
        " ORDER BY g.rowid LIMIT %s",
        [
            grams.NEWEST,
            house.id,
            match,
            grams.NEWEST - below if below else 0,
            *[word for way in ways for word in way.words],
            asked.is_company,
            asked.active,
            asked.archived,
            limit,
        ],
    )
    return [(sql.as_id(id_), docid) for id_, docid in found]


def _on_postgresql(
    house: House, asked: Asked, ways: list[Way], limit: int, below: int | None
) -> list[tuple[UUID, int]]:
    first, second = ways[0], ways[1] if len(ways) > 1 else None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT customer_id, docid FROM habitue_search(%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                first.tokens,
                _patterns(first.words),
                second.tokens if second else None,
                _patterns(second.words) if second else None,
                asked.is_company,
                asked.active,
                asked.archived,
                below or 2**62,
                limit,
            ],
        )
        return list(cursor.fetchall())


def _patterns(words: list[str]) -> list[str]:
    escaped = [
        word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") for word in words
    ]
    return [f"%{word}%" for word in escaped]
