"""A chart drawn on the server: bars over days, for a page whose table holds the numbers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WIDE, TALL = 760, 220
LEFT, RIGHT, TOP, BOTTOM = 64, 752, 14, 190
MOST_BARS = 93  # more days than these are drawn as weeks
NAMED = 8  # days named below


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a bar: `part` counts from the foot."""

    x: int
    y: int
    width: int
    height: int
    part: int
    says: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line across with its figure."""

    y: int
    says: str


@dataclass(frozen=True, slots=True)
class Foot:
    """A day named below the bars."""

    x: int
    on: date


@dataclass(frozen=True, slots=True)
class Chart:
    bars: Sequence[Bar]
    lines: Sequence[Line]
    feet: Sequence[Foot]
    weekly: bool


def chart(
    days: tuple[date, date],
    parts: Sequence[Mapping[date, int]],
    says: Callable[[int], str],
) -> Chart:
    """Bars from the first to the last of `days`; `parts` stand on one another."""
    first, last = days
    weekly = (last - first).days >= MOST_BARS
    slots = _slots(first, last, 7 if weekly else 1)
    stacks = [[_sum(part, on, weekly) for part in parts] for on in slots]
    top = _round(max((sum(stack) for stack in stacks), default=0))
    bars = [
        bar
        for place, (on, stack) in enumerate(zip(slots, stacks, strict=True))
        for bar in _stacked(
            _x(place, len(slots)),
            _x(place + 1, len(slots)),
            [(_y(sum(stack[:n]), top), _y(sum(stack[: n + 1]), top)) for n in range(len(stack))],
            [f"{on.isoformat()}: {says(value)}" for value in stack],
        )
    ]
    lines = [Line(_y(value, top), says(value)) for value in (0, top // 2, top)]
    step = -(-len(slots) // NAMED)
    feet = [Foot(_x(place, len(slots)), slots[place]) for place in range(0, len(slots), step)]
    return Chart(bars, lines, feet, weekly)


def _slots(first: date, last: date, step: int) -> list[date]:
    return [first + timedelta(days=n) for n in range(0, (last - first).days + 1, step)]


def _sum(part: Mapping[date, int], on: date, weekly: bool) -> int:
    span = range(7 if weekly else 1)
    return sum(max(part.get(on + timedelta(days=n), 0), 0) for n in span)


def _round(most: int) -> int:
    """The next even figure of one or two digits and noughts."""
    if most <= 2:
        return 2
    scale = int("1" + "0" * max(len(str(most)) - 2, 0))
    return -(-most // (2 * scale)) * 2 * scale


def _stacked(
    start: int, end: int, heights: Sequence[tuple[int, int]], says: Sequence[str]
) -> list[Bar]:
    """The parts of one bar on one another; a part of nothing is not drawn."""
    gap = (end - start) // 5
    width = max(end - start - 2 * gap, 1)
    return [
        Bar(start + gap, high, width, low - high, part, said)
        for part, ((low, high), said) in enumerate(zip(heights, says, strict=True))
        if high < low
    ]


def _x(place: int, many: int) -> int:
    return LEFT + (RIGHT - LEFT) * place // max(many, 1)


def _y(value: int, top: int) -> int:
    return BOTTOM - (BOTTOM - TOP) * value // top
