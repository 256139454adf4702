"""The days and hours of a price level: asked, read, and told in a few words."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from habitue.fronts.office.asking import Ask
from habitue.menu.hours import WEEK, clock
from habitue.menu.models import PriceLevel


def asks() -> Sequence[Ask]:
    """Nothing chosen: the level never holds by itself."""
    hint = gettext_lazy("Past midnight it holds into the next day.")
    group = _("By itself, on these days and in these hours; none: only where it is chosen")
    return [
        *(
            Ask(f"day{day}", WEEKDAYS[int(day) - 1], "flag", css="third", group=group * (not at))
            for at, day in enumerate(WEEK)
        ),
        Ask("from", gettext_lazy("From"), "hour", css="third"),
        Ask("to", gettext_lazy("Until"), "hour", css="third", hint=hint),
    ]


def columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """What the form says, as the columns of a level."""
    days = "".join(day for day in WEEK if values.get(f"day{day}"))
    return {
        "days": days,
        "from_minute": _minute(values.get("from")) if days else 0,
        "to_minute": _minute(values.get("to")) if days else 0,
    }


def initial(level: PriceLevel) -> dict[str, Any]:
    return {
        **{f"day{day}": day in level.days for day in WEEK},
        "from": clock(level.from_minute) if level.days else None,
        "to": clock(level.to_minute) if level.days else None,
    }


def told(level: PriceLevel) -> str:
    """`Mon–Fri 17:00–19:00`; nothing where it never holds by itself."""
    if not level.days:
        return ""
    return f"{days(level.days)} {clock(level.from_minute)}–{clock(level.to_minute)}"


def days(of: str) -> str:
    """`Mon–Fri, Sun`: days in a row as one."""
    runs: list[str] = []
    for day in of:
        if runs and int(runs[-1][-1]) + 1 == int(day):
            runs[-1] += day
        else:
            runs.append(day)
    names = [_run(run) for run in runs]
    return ", ".join(names)


def _run(run: str) -> str:
    first, last = (str(WEEKDAYS_ABBR[int(day) - 1]) for day in (run[0], run[-1]))
    return first if len(run) == 1 else f"{first}–{last}"


def _minute(at: time | None) -> int:
    return at.hour * 60 + at.minute if at else 0
