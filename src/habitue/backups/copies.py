"""Copies off the box: which are kept, when the next is due, when the last good one is too old.

A file in the data folder remembers the last try; it is all that doctor and office look at.
"""

import json
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

STATE = "copies.json"
NAME = "habitue-%Y%m%dT%H%M%SZ.habitue"
LOCKED = ".locked"
NEWEST = 3  # kept whatever the hour
GRACE = timedelta(minutes=10)


@dataclass(slots=True)
class State:
    """What is known of the copies this installation made, times as ISO texts."""

    since: str = ""  # when copies were first asked for
    good_at: str = ""
    file: str = ""
    bytes: int = 0
    seconds: float = 0.0
    problem: str = ""  # of the last try; empty when it went well


@dataclass(frozen=True, slots=True)
class Late:
    """The last good copy is older than it should be; None: there never was one."""

    last: datetime | None
    problem: str


def are_asked_for() -> bool:
    return bool(settings.BACKUP_TO)


def every() -> timedelta:
    return timedelta(seconds=settings.BACKUP_EVERY)


def state() -> State:
    try:
        return State(**json.loads(_file().read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return State()


def remember(now: datetime, **what: Any) -> State:
    """Change what is known; the first time says since when copies are made."""
    known = state()
    known.since = known.since or now.isoformat(timespec="seconds")
    for name, value in what.items():
        setattr(known, name, value)
    part = _file().with_suffix(".part")
    part.write_text(json.dumps(asdict(known), indent=1), encoding="utf-8")
    os.replace(part, _file())
    return known


def due_in(now: datetime) -> float:
    """Seconds until the next copy; nothing or less: now."""
    last = _time(state().good_at)
    return 0.0 if last is None else (last + every() - now).total_seconds()


def late(now: datetime) -> Late | None:
    """Whether copies are asked for and the last good one is twice as old as it should be."""
    known = state()
    last = _time(known.good_at)
    counted_from = last or _time(known.since)
    if not are_asked_for() or counted_from is None or now - counted_from < 2 * every() + GRACE:
        return None
    return Late(last, known.problem)


def name_for(now: datetime, *, locked: bool) -> str:
    return now.astimezone(UTC).strftime(NAME) + (LOCKED if locked else "")


def made_at(file: Path) -> datetime | None:
    """When a copy was made, by its name; None: no file of ours, never touched."""
    try:
        return datetime.strptime(file.name.removesuffix(LOCKED), NAME).replace(tzinfo=UTC)
    except ValueError:
        return None


def thin(folder: Path) -> list[Path]:
    """Remove what is older than the rule keeps; what was removed."""
    there = {file: at for file in folder.iterdir() if (at := made_at(file))}
    gone = sorted(there.keys() - kept(there.items(), settings.BACKUP_KEEP))
    for file in gone:
        file.unlink(missing_ok=True)
    return gone


def kept(files: Iterable[tuple[Path, datetime]], numbers: Sequence[int]) -> set[Path]:
    """The newest few, and the newest of each of the last hours, days and weeks."""
    newest_first = sorted(files, key=lambda one: one[1], reverse=True)
    keep = {file for file, _ in newest_first[:NEWEST]}
    spans: list[Callable[[datetime], Any]] = [
        lambda at: at.strftime("%Y%m%d%H"),
        lambda at: at.date(),
        lambda at: at.isocalendar()[:2],
    ]
    for span, number in zip(spans, numbers, strict=True):
        newest: dict[Any, Path] = {}
        for file, at in newest_first:
            newest.setdefault(span(at), file)
        keep.update(list(newest.values())[:number])
    return keep


def _file() -> Path:
    folder: Path = settings.DATA_DIR
    return folder / STATE


def _time(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
