"""What others did, for screens that stay open: one thread watches each house that is looked at.

The book itself is asked, four times a second: whatever was done shows, by this process, another
one of the same database or a command. A screen is told what was touched, never what it is now:
it asks for that, with its own rights.
"""

import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db import Error, connection

from habitue.audit import reports as audit
from habitue.house.models import House
from habitue.house.scope import house_scope
from habitue.kit.ids import moment_of
from habitue.operations import reports as operations

EVERY = 0.25  # seconds between two looks
AFTER_TROUBLE = 2.0
# an operation has its id when it begins and is seen when it ends: looked for that long
LOOK_BACK = timedelta(seconds=15)

log = logging.getLogger(__name__)


@dataclass(slots=True)
class News:
    """What was touched; `unknown` where something was done that does not say to what."""

    ids: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    unknown: bool = False

    def add(self, other: "News") -> None:
        self.ids |= other.ids
        self.kinds |= other.kinds
        self.unknown |= other.unknown

    def __bool__(self) -> bool:
        return bool(self.ids or self.kinds or self.unknown)


class Listener:
    """One open screen: what it was not told yet."""

    def __init__(self) -> None:
        self._came = threading.Condition()
        self._news = News()
        self._over = False

    def tell(self, news: News) -> None:
        with self._came:
            self._news.add(news)
            self._came.notify()

    def end(self) -> None:
        with self._came:
            self._over = True
            self._came.notify()

    def wait(self, seconds: float) -> News | None:
        """What came, nothing after `seconds`, None when no more will come."""
        with self._came:
            if not self._news and not self._over:
                self._came.wait(seconds)
            news, self._news = self._news, News()
            return None if self._over else news


class Watch:
    """Who listens in which house, and the thread that looks for them."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._listeners: dict[UUID, set[Listener]] = {}
        self._seen: dict[UUID, dict[UUID, float]] = {}
        self._thread: threading.Thread | None = None

    def listen(self, house: House) -> Listener:
        listener = Listener()
        with self._guard:
            self._listeners.setdefault(house.id, set()).add(listener)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._look, name="news", daemon=True)
                self._thread.start()
        return listener

    def leave(self, house: House, listener: Listener) -> None:
        with self._guard:
            there = self._listeners.get(house.id, set())
            there.discard(listener)
            if not there:
                self._listeners.pop(house.id, None)
                self._seen.pop(house.id, None)

    @property
    def count(self) -> int:
        with self._guard:
            return sum(len(there) for there in self._listeners.values())

    def end(self) -> None:
        """Let every screen go: the program ends."""
        with self._guard:
            everyone = [one for there in self._listeners.values() for one in there]
        for listener in everyone:
            listener.end()

    def _look(self) -> None:
        while True:
            time.sleep(EVERY)
            with self._guard:
                houses = list(self._listeners)
                if not houses:
                    self._thread = None
                    return
            try:
                for house_id in houses:
                    self._tell(house_id)
            except Error as problem:
                log.warning("What others did could not be seen: %s", problem)
                connection.close()
                time.sleep(AFTER_TROUBLE)
            finally:
                connection.close_if_unusable_or_obsolete()

    def _tell(self, house_id: UUID) -> None:
        news = self._news(house_id)
        if news:
            with self._guard:
                there = list(self._listeners.get(house_id, ()))
            for listener in there:
                listener.tell(news)

    def _news(self, house_id: UUID) -> News:
        """What was done since the last look, or in the moments before the first."""
        now, house = time.monotonic(), House(id=house_id)
        with house_scope(house_id):
            done = operations.done_lately(house, LOOK_BACK)
            known = self._seen.get(house_id, {})
            new = done.keys() - known.keys()
            touched = audit.touched_since(house, moment_of(min(new))) if new else {}
        kept = {id_: at for id_, at in known.items() if now - at < 2 * LOOK_BACK.seconds}
        self._seen[house_id] = kept | dict.fromkeys(done, now)
        return told(done, new, touched)


def told(
    done: dict[UUID, UUID | None],
    new: set[UUID],
    touched: dict[UUID, list[tuple[str, UUID | None]]],
) -> News:
    """What the operations `new` touched."""
    news = News()
    for operation in new:
        about, objects = done[operation], touched.get(operation, [])
        news.ids |= {str(id_) for id_ in (about, *(id_ for _, id_ in objects)) if id_}
        news.kinds |= {kind for kind, _ in objects if kind}
        news.unknown |= about is None and not objects
    return news


the_watch = Watch()


def follow(house: House, *, beat: float, longest: float) -> Iterator[News]:
    """News of `house` as it comes, empty ones every `beat` seconds; ends after `longest`."""
    listener = the_watch.listen(house)
    until = time.monotonic() + longest
    try:
        while time.monotonic() < until:
            news = listener.wait(beat)
            if news is None:
                return
            yield news
    finally:
        the_watch.leave(house, listener)
