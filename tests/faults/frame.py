"""What every fault programme shares: a seed, counts, a fault that really happened, clean books.

A programme is a module of this folder with `def run(drill: Drill) -> None`, and a line in
PROGRAMMES. It runs in a process of its own (`python -m tests.faults F1 --short --seed 7`), with
Django ready on a copy of a house that was set up once, in a folder and a database of its own:

    def run(drill: Drill) -> None:
        running = drill.serve()                     # where it speaks HTTP to the real server
        for _ in range(drill.size("rounds")):       # 3 in the short form, 100 in the full one
            ...drill.random...                      # the only luck there is
            drill.count(accepted=1)                 # adds up; printed and kept
            drill.expect(overdrawn == 0, "round 3: overdrawn by 1.00")
        drill.really("losers refused while others won", losers, at_least=1)

`expect` collects what is wrong and goes on; `really` is wrong where the fault did not happen often
enough. Whatever it did, the frame then stops every server, runs `habitue verify` on every
installation the drill had, and prints one last line. `Missing` is for a tool this machine has not:
one line, not a pass. `tests/faults/test_programmes.py` runs the short forms in the suite,
`python -m tools.faults` either form on both databases and keeps the table in docs/evidence.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import Any

from tests.serving import Installation, Served, copied, database_beside, serving

SQLITE, POSTGRESQL = "sqlite", "postgresql"
BOTH = (SQLITE, POSTGRESQL)
Size = dict[str, int]


@dataclass(frozen=True)
class Programme:
    """One line of the fault programme."""

    module: str
    says: str
    short: Size
    full: Size
    databases: tuple[str, ...] = BOTH
    by_room: bool = False  # a test of a room: the suite runs its short form there
    seconds: int = 1_800  # a short form may take a tenth of it; a full one all of it

    @property
    def path(self) -> str:
        return f"tests.faults.{self.module}"

    @property
    def is_written(self) -> bool:
        return find_spec(self.path) is not None


PROGRAMMES: dict[str, Programme] = {
    "F1": Programme(
        "f1_overspend",
        "64 clients overspend one balance: wallet, points, limit, refund, pay-out",
        short={"rounds": 1, "clients": 64},
        full={"rounds": 100, "clients": 64},
        seconds=5_400,
    ),
    "F2": Programme(
        "f2_bank",
        "the bank test: 8 accounts, 16 who transfer, 4 who read",
        short={"transfers": 600, "reads": 60},
        full={"transfers": 50_000, "reads": 5_000},
    ),
    "F3": Programme(
        "f3_same_key",
        "one key by 64 clients at once, and with another body",
        short={"ids": 8, "clients": 64},
        full={"ids": 2_000, "clients": 64},
        seconds=5_400,
    ),
    "F4": Programme(
        "f4_reversed_twice",
        "every transaction reversed twice at once",
        short={"reversals": 60},
        full={"reversals": 1_000},
    ),
    "F5": Programme(
        "f5_kill",
        "kill -9 of the server, the database's backend and its postmaster under postings",
        short={"kills": 3, "acknowledged": 60},
        full={"kills": 200, "acknowledged": 20_000},
        seconds=5_400,
    ),
    "F10": Programme(
        "f10_power_cut",
        "power cut: crash images from the recorded writes of the real server",
        short={"images": 60, "postings": 60},
        full={"images": 5_000, "postings": 600},
        databases=(SQLITE,),
    ),
    "F11": Programme(
        "f11_disk_full",
        "disk full at every fill level; sync, write and read errors",
        short={"levels": 2, "errors": 1},
        full={"levels": 50, "errors": 5},
    ),
    "F12": Programme(
        "f12_clock",
        "the clock: jumps, both ways of summer time, leap day, the business day's cut",
        short={"cases": 500},
        full={"cases": 10_000},
        by_room=True,
        databases=(SQLITE,),
    ),
    "F21": Programme(
        "f21_restore",
        "backup under load, the machine lost, restored elsewhere",
        short={"entries": 300},
        full={"entries": 20_000},
        seconds=5_400,
    ),
    "F22": Programme(
        "f22_upgrade",
        "upgrade from every earlier schema with data, interrupted",
        short={"interruptions": 2},
        full={"interruptions": 20},
        seconds=5_400,
    ),
    "F27": Programme(
        "f27_rounding",
        "random bills split, discounted, taxed, refunded: no cent made or lost",
        short={"bills": 4_000},
        full={"bills": 1_000_000},
        by_room=True,
        databases=(SQLITE,),
    ),
}


class Missing(Exception):
    """A tool or a right this machine has not; the programme did not run, and says so."""


@dataclass
class Result:
    """What came of one programme on one database."""

    code: str
    database: str
    form: str
    seed: int
    counts: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    seldom: list[str] = field(default_factory=list)  # of what is wrong: a fault that hardly was
    missing: str = ""
    sizes: Size = field(default_factory=dict)  # what was asked for otherwise than the form says
    seconds: float = 0.0
    cpu: float = 0.0  # user seconds of it and of all it started and waited for

    @property
    def passed(self) -> bool:
        return not self.wrong and not self.missing

    @property
    def exit_code(self) -> int:
        """0 passed, 1 wrong, 2 not run here, 3 nothing wrong but too few faults happened."""
        if self.missing and not self.wrong:
            return 2
        return (3 if self.wrong == self.seldom else 1) if self.wrong else 0

    @property
    def line(self) -> str:
        counted = ", ".join(f"{value:,} {name}" for name, value in self.counts.items())
        end = "ok" if self.passed else "NOT RUN" if self.missing else "NOT PASSED"
        said = self.missing or counted or "nothing counted"
        where = f"{self.code} {self.database} {self.form}, seed {self.seed}"
        return f"{where}: {said} — {end}, {self.seconds:.1f} s ({self.cpu:.1f} s CPU)"

    @property
    def told(self) -> dict[str, Any]:
        return asdict(self)


class Drill:
    """What a programme is given."""

    def __init__(self, result: Result, first: Installation, stack: ExitStack, folder: Path):
        self.result, self.installation, self.folder = result, first, folder
        self.random = Random(result.seed)
        self.stack = stack
        self._counts: Counter[str] = Counter()
        self._installations = [first]
        self._last = ExitStack()

    @property
    def database(self) -> str:
        return self.result.database

    @property
    def is_full(self) -> bool:
        return self.result.form == "full"

    def size(self, name: str) -> int:
        programme = PROGRAMMES[self.result.code]
        return ((programme.full if self.is_full else programme.short) | self.result.sizes)[name]

    def say(self, line: str) -> None:
        print(f"  {line}", flush=True)

    def count(self, **counts: int) -> None:
        """Add up; underscores are spaces where it is printed."""
        for name, value in counts.items():
            self._counts[name.replace("_", " ")] += value
        self.result.counts = dict(self._counts)

    def expect(self, holds: bool, says: str) -> None:
        """`says` what is wrong where it does not hold; the drill goes on."""
        if not holds:
            self.say(f"WRONG: {says}")
            self.result.wrong.append(says)

    def really(self, fault: str, times: int, *, at_least: int) -> None:
        """The fault happened `times`: too seldom, and nothing was tried."""
        self._counts[fault] = times
        self.result.counts = dict(self._counts)
        before = len(self.result.wrong)
        self.expect(times >= at_least, f"{fault}: {times}, at least {at_least} are needed")
        self.result.seldom += self.result.wrong[before:]

    def also(self, installation: Installation) -> Installation:
        """An installation whose books must agree in the end, like the first one's."""
        self._installations.append(installation)
        return installation

    def serve(self, installation: Installation | None = None) -> Served:
        """A server of ours, stopped with the drill."""
        return self.stack.enter_context(serving(installation or self.installation))

    def outlasting(self, end: Callable[[], object]) -> None:
        """`end` is called after the books were verified: of what they stand on."""
        self._last.callback(end)

    def leave(self) -> None:
        self._last.close()

    def verify(self) -> None:
        """`habitue verify` on every installation: no offender."""
        for installation in self._installations:
            told = json.loads(installation.habitue("verify", "--json", check=False) or "{}")
            houses = told.get("houses", {})
            self.expect(bool(houses), "verify found no house")
            for findings in houses.values():
                for one in findings:
                    says = f"verify {one['code']}: {one['wrong']} wrong, {one['offenders'][:3]}"
                    self.expect(one["ok"], says)


def sized(words: list[str], code: str) -> Size:
    """`rounds=20` for a run shorter or longer than its form; SystemExit where it has no such."""
    sizes = {}
    for word in words:
        name, _, number = word.partition("=")
        if name not in PROGRAMMES[code].full or not number.isdecimal():
            raise SystemExit(f"{code} has these sizes: {PROGRAMMES[code].full}; not {word}")
        sizes[name] = int(number)
    return sizes


def run(
    code: str, form: str, seed: int, prepared: Installation | None = None, **sizes: int
) -> Result:
    """One programme in this process, on the database of `prepared` or of the environment."""
    url = prepared.database_url if prepared else os.environ.get("HABITUE_DATABASE_URL", "")
    result = Result(code, POSTGRESQL if url else SQLITE, form, seed, sizes=sizes)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="habitue-faults-") as folder:
        Path(folder).chmod(0o711)  # a database server of a drill is another user
        try:
            _run(result, Path(folder), url, prepared)
        except Missing as missing:
            result.missing = str(missing)
        except Exception as problem:
            traceback.print_exc()
            result.wrong.append(f"{type(problem).__name__}: {problem}"[:1_000])
    result.seconds = round(time.monotonic() - began, 1)
    used = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    result.cpu = round(sum(resource.getrusage(one).ru_utime for one in used), 1)
    return result


def _run(result: Result, folder: Path, url: str, prepared: Installation | None) -> None:
    with ExitStack() as outer:
        if prepared is None:
            prepared = Installation(folder / "prepared")
            prepared.folder.mkdir()
            if url:
                prepared.database_url = outer.enter_context(database_beside(url))
            prepared.set_up()
        mine = outer.enter_context(copied(prepared, folder / "data"))
        django_on(mine)
        module = import_module(PROGRAMMES[result.code].path)
        with ExitStack() as stack:
            drill = Drill(result, mine, stack, folder)
            outer.callback(drill.leave)
            try:
                module.run(drill)
            finally:
                stack.close()  # the servers first: a book is verified at rest
                close_connections()
            drill.verify()


def django_on(installation: Installation) -> None:
    """Make Django ready in this process on `installation`, as `habitue serve` would."""
    os.environ |= installation.environment
    os.environ["DJANGO_SETTINGS_MODULE"] = "habitue.site.settings"
    import django

    django.setup()


def close_connections() -> None:
    """This process's, so that its database can go away."""
    from django.db import connections

    connections.close_all()


def main(arguments: list[str]) -> int:
    import argparse

    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("code", choices=list(PROGRAMMES))
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--short", action="store_true", help="the default")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", action="append", default=[], help="rounds=20, of its sizes")
    parser.add_argument("--prepared", type=Path, help="a data folder that was set up, at rest")
    parser.add_argument("--result", type=Path, help="write what came of it here, as JSON")
    options = parser.parse_args(arguments)
    url = os.environ.get("HABITUE_DATABASE_URL", "")
    prepared = Installation(options.prepared, url) if options.prepared else None
    form = "full" if options.full else "short"
    print(f"{options.code} {PROGRAMMES[options.code].says}; seed {options.seed}", flush=True)
    sizes = sized(options.size, options.code)
    result = run(options.code, form, options.seed, prepared, **sizes)
    for one in result.wrong[:20]:
        print(f"  wrong: {one}")
    print(result.line, flush=True)
    if options.result:
        options.result.write_text(json.dumps(result.told))
    return result.exit_code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
