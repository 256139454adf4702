"""`make test`: the suite on SQLite, then its rooms of value on PostgreSQL beside a real browser.

`--all` is `make test-all`: every test, on both databases, slow ones too. Every part runs even when
an earlier one failed; the last line says how each ended.
"""

from __future__ import annotations

import os
import queue
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tests import chromium, postgres

PYTEST = [sys.executable, "-m", "pytest", "--color=no"]
CORES = min(os.cpu_count() or 1, 4)
ALL = {"SQLite": "not browser", "PostgreSQL": "not browser", "Browser": "browser"}
SUITE = {
    "SQLite": "not browser and not slow",
    "PostgreSQL": "(value or postgresql) and not browser and not slow",
    "Browser": "browser and not slow",
}
# without what is compiled once, each of hundreds of programs takes twice as long to start
UNSET = {"HABITUE_DATABASE_URL", "PYTHONDONTWRITEBYTECODE"}
CLOSING = re.compile(r"^=+ (?P<counts>.*\d+ \w+.*) in [\d.]+s.*=+$|^(?P<none>=+ no tests ran .*)$")


@dataclass(frozen=True)
class Ended:
    name: str
    code: int
    counts: str

    @property
    def line(self) -> str:
        return f"{self.name}: {self.counts}{'' if self.code == 0 else ' — NOT PASSED'}"


class Part:
    """One run of pytest; its lines as they come, or all together once its turn is there."""

    def __init__(self, name: str, arguments: list[str], environment: Mapping[str, str]) -> None:
        self.name = name
        self.process = subprocess.Popen(
            [*PYTEST, *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line)
        self.lines.put(None)

    def told(self) -> Ended:
        """Print what it says to its end."""
        print(f"\n── {self.name} " + "─" * (70 - len(self.name)), flush=True)
        counts = "no tests ran"
        while (line := self.lines.get()) is not None:
            print(line, end="", flush=True)
            closing = CLOSING.match(line.strip())
            if closing and closing["counts"]:
                counts = re.sub(r", \d+ deselected", "", closing["counts"])
        return Ended(self.name, self.process.wait(), counts)


def parts(chosen: Mapping[str, str], arguments: list[str]) -> Iterator[Ended]:
    """The journeys keep one core busy, however many there are: they run beside PostgreSQL."""
    plain = {name: value for name, value in os.environ.items() if name not in UNSET}

    def part(name: str, environment: Mapping[str, str], *words: str) -> Part:
        return Part(name, [*words, "-m", chosen[name], *arguments], environment)

    yield part("SQLite", plain, *workers(CORES)).told()
    with postgres.server() as url:
        beside = part("PostgreSQL", plain | {"HABITUE_DATABASE_URL": url}, *workers(CORES))
        browser = part("Browser", plain)
        yield beside.told()
        yield browser.told()


def workers(count: int) -> list[str]:
    return ["-n", str(count), "--dist=worksteal"] if count > 1 else []


def main(arguments: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    began = time.monotonic()
    chosen = ALL if "--all" in arguments else SUITE
    try:
        chromium.path()
        ended = list(parts(chosen, [word for word in arguments if word != "--all"]))
    except (chromium.NoChromium, postgres.NoPostgres) as missing:
        print(missing, file=sys.stderr)
        return 1
    passed = all(part.code == 0 for part in ended)
    minutes, seconds = divmod(round(time.monotonic() - began), 60)
    print("\n" + "\n".join(part.line for part in ended))
    print(f"{'All passed' if passed else 'NOT all passed'} in {minutes} min {seconds:02} s.")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
