"""A split being chosen: what was asked so far, and what each share would hold and come to.

The choice stands in the address, so that every press is a link and nothing is kept between.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import QueryDict

from habitue.bills.actions import Shares, SomeOf
from habitue.bills.models import Line
from habitue.bills.reading import Standing
from habitue.bills.split_plan import MOST_SHARES, planned
from habitue.fronts.till.forms.amounts import NotANumber, money, whole
from habitue.house.models import House
from habitue.kit.money import Money
from habitue.kit.refusals import Refusal

WAYS = ("parts", "lines", "amounts")
PARTS = (2, 3, 4, 5, 6, 8)
AT_LEAST_FIELDS = 3
UNIT = 1_000


@dataclass(frozen=True, slots=True)
class Held:
    """So much of a line on a share, and where a press takes one of it."""

    line: Line
    quantity: int
    sum: Money
    href: str


@dataclass(frozen=True, slots=True)
class Preview:
    """A share as the screen shows it, before it is one."""

    place: int
    sum: Money
    held: Sequence[Held] = ()
    chosen: bool = False
    href: str = ""


@dataclass(frozen=True)
class Choice:
    """What was chosen so far."""

    way: str
    parts: int = 2
    amounts: Sequence[str] = ()  # as typed
    to: int = 2  # the share that lines go to
    count: int = 2  # how many shares lines go to, the first among them
    given: Mapping[tuple[int, int], int] = field(default_factory=dict)  # position, share

    def query(self) -> str:
        """The address of this choice."""
        return "?" + urlencode(self.fields())

    def fields(self) -> list[tuple[str, str]]:
        """The choice as a form sends it."""
        found = [("by", self.way)]
        if self.way == "parts":
            found.append(("parts", f"{self.parts}"))
        elif self.way == "amounts":
            found += [("amount", one) for one in self.amounts]
        else:
            found += [("to", f"{self.to}"), ("count", f"{self.count}")]
            found += [
                ("m", f"{position}:{share}:{quantity}")
                for (position, share), quantity in sorted(self.given.items())
            ]
        return found

    def wanted(self, house: House, lines: Sequence[Line]) -> Shares:
        """The choice as the room takes it. Raises NotAnAmount."""
        if self.way == "parts":
            return Shares(parts=self.parts or -1)
        if self.way == "amounts":
            read = [money(house, {"amount": one}, "amount") for one in self.amounts if one.strip()]
            return Shares(amounts=[one.amount for one in read if one is not None] or [0])
        groups: list[list[SomeOf]] = [[] for _share in range(2, self.count + 1)]
        at = {line.position: line for line in lines}
        for (position, share), quantity in sorted(self.given.items()):
            if position in at and 2 <= share <= self.count:
                groups[share - 2].append(SomeOf(at[position].id, quantity))
        return Shares(lines=[group for group in groups if group] or [[]])

    def moved(self, line: Line, share: int) -> "Choice":
        """With one more of `line` taken from `share` to the chosen one; from there, back."""
        to = 1 if share == self.to else self.to
        given = dict(self.given)
        elsewhere = sum(q for (position, _), q in given.items() if position == line.position)
        here = given.get((line.position, share), 0) if share > 1 else line.quantity - elsewhere
        unit = UNIT if not line.quantity % UNIT else line.quantity
        step = min(unit, here)
        for place, change in ((share, -step), (to, step)):
            if place > 1:
                given[line.position, place] = given.get((line.position, place), 0) + change
        return replace(self, given={key: q for key, q in given.items() if q > 0})


def choice(typed: QueryDict, lines: Sequence[Line]) -> Choice:
    """What the address or the form says. Raises NotANumber."""
    ways = WAYS if lines else ("parts", "amounts")
    way = typed.get("by", "parts")
    count = min(max(whole(typed, "count") if "count" in typed else 2, 2), MOST_SHARES)
    return Choice(
        way=way if way in ways else "parts",
        parts=whole(typed, "parts") if typed.get("parts", "") else 2,
        amounts=[one for one in typed.getlist("amount")[:MOST_SHARES] if one.strip()],
        to=min(max(whole(typed, "to") if "to" in typed else 2, 1), count),
        count=count,
        given=_given(typed.getlist("m")[:1_000], lines),
    )


def _given(typed: Sequence[str], lines: Sequence[Line]) -> dict[tuple[int, int], int]:
    left = {line.position: line.quantity for line in lines}
    given: dict[tuple[int, int], int] = defaultdict(int)
    for one in typed:
        parts = one.split(":")
        if len(parts) != 3 or not all(p.isascii() and p.isdigit() and len(p) < 12 for p in parts):
            raise NotANumber(field="m")
        position, share, quantity = map(int, parts)
        taken = min(quantity, left.get(position, 0))
        if taken and share > 1:
            left[position] -= taken
            given[position, share] += taken
    return dict(given)


def previews(house: House, standing: Standing, chosen: Choice) -> list[Preview]:
    """Each share with its sum; by lines also with what it holds, while they are chosen."""
    if chosen.way == "lines":
        return _by_lines(house, standing, chosen)
    shares = planned(house, standing, chosen.wanted(house, standing.lines))
    return [Preview(place, house.money(one.total)) for place, one in enumerate(shares, start=1)]


def _by_lines(house: House, standing: Standing, chosen: Choice) -> list[Preview]:
    totals = _totals(house, standing, chosen)
    found = []
    for share in range(1, chosen.count + 1):
        held = [
            Held(
                line,
                quantity,
                house.money((quantity * line.unit_price_minor * 2 + 1_000) // 2_000),
                chosen.moved(line, share).query(),
            )
            for line in standing.lines
            if (quantity := _on(chosen, line, share))
        ]
        own = sum(one.sum.amount for one in held)
        if share == 1:
            own += standing.bill.amount_minor or 0
        found.append(
            Preview(
                share,
                house.money(totals.get(share, own)),
                held,
                chosen=share == chosen.to,
                href=replace(chosen, to=share).query(),
            )
        )
    return found


def _on(chosen: Choice, line: Line, share: int) -> int:
    if share > 1:
        return chosen.given.get((line.position, share), 0)
    return line.quantity - sum(
        quantity for (position, _), quantity in chosen.given.items() if position == line.position
    )


def _totals(house: House, standing: Standing, chosen: Choice) -> dict[int, int]:
    """What each share would come to; while one of them has nothing yet, no more than its lines."""
    filled = {share for _position, share in chosen.given}
    stays = any(_on(chosen, line, 1) for line in standing.lines)
    if filled != set(range(2, chosen.count + 1)) or not (stays or standing.bill.amount_minor):
        return {}
    try:
        shares = planned(house, standing, chosen.wanted(house, standing.lines))
    except Refusal:
        return {}
    return {place: one.total for place, one in enumerate(shares, start=1)}
