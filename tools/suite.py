"""`make test`: the whole suite on SQLite, then on PostgreSQL, then the browser journeys.

Every part runs even when an earlier one failed; the last line says how each ended.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tests import chromium, postgres

PYTEST = [sys.executable, "-m", "pytest", "--color=no"]
WORKERS = ["-n", str(min(os.cpu_count() or 1, 4)), "--dist=worksteal"]
CLOSING = re.compile(r"^=+ (?P<counts>.*\d+ \w+.*) in [\d.]+s.*=+$|^(?P<none>=+ no tests ran .*)$")


@dataclass(frozen=True)
class Ended:
    name: str
    code: int
    counts: str

    @property
    def line(self) -> str:
        return f"{self.name}: {self.counts}{'' if self.code == 0 else ' — NOT PASSED'}"


def run(name: str, arguments: list[str], environment: Mapping[str, str]) -> Ended:
    print(f"\n── {name} " + "─" * (70 - len(name)), flush=True)
    process = subprocess.Popen(
        [*PYTEST, *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    counts = "no tests ran"
    for line in process.stdout:
        print(line, end="", flush=True)
        closing = CLOSING.match(line.strip())
        if closing and closing["counts"]:
            counts = re.sub(r", \d+ deselected", "", closing["counts"])
    return Ended(name, process.wait(), counts)


def parts(arguments: list[str]) -> Iterator[Ended]:
    plain = {name: value for name, value in os.environ.items() if name != "HABITUE_DATABASE_URL"}
    without_browser = [*WORKERS, "-m", "not browser", *arguments]
    yield run("SQLite", without_browser, plain)
    with postgres.server() as url:
        yield run("PostgreSQL", without_browser, plain | {"HABITUE_DATABASE_URL": url})
    yield run("Browser", ["-m", "browser", *arguments], plain)


def main(arguments: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    began = time.monotonic()
    try:
        chromium.path()
        ended = list(parts(arguments))
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
