"""A sign, the days it is looked for in, and how one person is held against the others."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import connection

from habitue.bookkeeping.people import actors
from habitue.house import sql
from habitue.house.days import starts_at
from habitue.house.models import House
from habitue.paper import figures

YEARS = range(2001, 2199)
TIMES = 3  # how much more often than the others somebody must do a thing to stand out
FEW = 5  # below so many, nothing stands out
OFTEN = 20  # nor where it is done less than once in so many bills


@dataclass(frozen=True, slots=True)
class Sign:
    """What stands out: a sentence, how strongly, and where to look."""

    rule: str
    weight: int  # cases, each a few where the case is grave: only the order matters
    says: str
    actor: str = ""  # label of the staff member it speaks of
    customer: UUID | None = None
    bills: Sequence[UUID] = ()


@dataclass(frozen=True)
class Seen:
    """A house on some days, both inclusive."""

    house: House
    first: date
    last: date

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        return sql.rows(statement, values)

    @cached_property
    def between(self) -> tuple[datetime, datetime]:
        """The moments the days begin and end at."""
        first = self.first if self.first.year in YEARS else date(YEARS[0], 1, 1)
        last = self.last if self.last.year in YEARS else date(YEARS[-1], 1, 1)
        return starts_at(self.house, first), starts_at(self.house, last + timedelta(days=1))

    def late(self, minutes: int) -> str:
        """That a link `l` was made so many minutes after its bill `b` was opened, in SQL."""
        if connection.vendor == "postgresql":
            return f"l.at > b.opened_at + interval '{minutes} minutes'"
        return f"julianday(l.at) > julianday(b.opened_at) + {minutes} / 1440.0"

    def money(self, minor: int) -> str:
        """A sum as a sentence says it, in the language of the moment."""
        return figures.here().money(int(minor), self.house.currency)

    def names(self, labels: set[str]) -> Mapping[str, str]:
        return actors(self.house, labels)


@dataclass(frozen=True, slots=True)
class Share:
    """How often one did something, among how many occasions they had."""

    who: str
    cases: int
    occasions: int
    worth: int = 0


def outliers(shares: Sequence[Share], *, few: int = FEW, often: int = OFTEN) -> Iterator[Share]:
    """Those who do it `TIMES` as often as all the others together, for each occasion.

    One case is added to the others', so that nobody stands out for being the first.
    """
    cases = sum(one.cases for one in shares)
    occasions = sum(max(one.occasions, one.cases) for one in shares)
    for one in shares:
        own = max(one.occasions, one.cases)
        if one.cases < few or one.cases * often < own:
            continue
        others, chances = cases - one.cases + 1, max(occasions - own, 1)
        if one.cases * chances > TIMES * others * own:
            yield one
