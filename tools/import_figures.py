"""How fast a file of customers is taken, and how much memory that asks: docs/evidence/import.md.

Each size is taken by `habitue import customers` into an installation of its own, in a
process of its own, whose memory is looked at ten times a second.

  python -m tools.import_figures 10000 100000
"""

from __future__ import annotations

import contextlib
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.serving import Installation
from tests.templates import PROGRAM

PAGE = Path(__file__).parent.parent / "docs/evidence/import.md"
HEAD = "user_id,first_name,last_name,email,phone,cards,city,birthday,opening_paid\n"
HEADING = """\
# How fast a file of customers comes in

Written by `python -m tools.import_figures`; not by hand. Each row has a user id, two names, an
e-mail address, a telephone, a card, a town and a birthday; one in a hundred brings a balance.
The machine was shared with other work: the seconds of the processor are the surer figure. They
and the memory are of both processes, the one that writes and the one that reads ahead; pages of
the database's file are not counted, what both share is counted twice. A long file asks no more of
them than a short one: whom a look would make lies on the disk, as whom taking makes.

| rows | file | what | seconds | of the processor | rows a second | peak memory |
| ---: | ---: | --- | ---: | ---: | ---: | ---: |
"""


@dataclass(frozen=True)
class Run:
    """One run of the program to its end."""

    what: str
    seconds: float
    processor: float
    peak_mb: int  # of its own
    peak_rss_mb: int  # with pages of files


def main(sizes: list[int]) -> None:
    """Measure each size and write the page; a line of an earlier page stays for other sizes."""
    lines = _earlier(sizes)
    for size in sizes:
        again = {"the same again": []} if size <= 10_000 else {}
        for asked in (
            {"looked at first": ["--dry-run"], "taken": []} | again,
            {"taken with --fast": ["--fast"]},
        ):
            for line in _measured(size, asked):
                lines.setdefault(size, []).append(line)
                _page(lines)


def _measured(size: int, asked: dict[str, list[str]]) -> Iterator[str]:
    """A line for each run, one after the other in an installation of their own."""
    with tempfile.TemporaryDirectory() as folder:
        installation = Installation(Path(folder))
        installation.set_up()
        file = Path(folder) / "people.csv"
        _write(file, size)
        for what, more in asked.items():
            run = _run(installation, what, str(file), *more)
            print(_said(size, run), flush=True)
            yield _line(size, file.stat().st_size, run)


def _write(file: Path, size: int) -> None:
    with file.open("w") as out:
        out.write(HEAD)
        for n in range(size):
            out.write(
                f"U{n},Anna,Blanc{n},a{n}@example.org,06 {n // 1_000_000 % 100:02}"
                f" {n // 10_000 % 100:02} {n // 100 % 100:02} {n % 100:02},C{n:07},Lyon,"
                f"1984-05-31,{'12.00' if n % 100 == 0 else ''}\n"
            )


def _run(installation: Installation, what: str, *arguments: str) -> Run:
    began = time.monotonic()
    child = subprocess.Popen(
        [PROGRAM, "import", "customers", *arguments],
        env=installation.environment,
        stdout=subprocess.DEVNULL,
    )
    peak = 0
    while True:
        pid, status, used = os.wait4(child.pid, os.WNOHANG)
        if pid:
            break
        peak = max(peak, _anonymous(child.pid))
        time.sleep(0.1)
    assert status == 0, what
    took, processor = time.monotonic() - began, used.ru_utime + used.ru_stime
    return Run(what, took, processor, peak // 1024, used.ru_maxrss // 1024)


def _anonymous(pid: int) -> int:
    """Memory of its own and of whoever reads ahead for it, in kB: without pages of the database's
    file that it looks at. What both share since they were one counts twice."""
    found, started = 0, Path(f"/proc/{pid}/task/{pid}/children")
    for one in [str(pid), *started.read_text().split()]:
        with contextlib.suppress(OSError):
            lines = Path(f"/proc/{one}/status").read_text().splitlines()
            found += next((int(li.split()[1]) for li in lines if li.startswith("RssAnon")), 0)
    return found


def _line(size: int, weight: int, run: Run) -> str:
    rate = size / run.seconds
    return (
        f"| {size:,} | {weight / 1e6:,.1f} MB | {run.what} | {run.seconds:,.1f} |"
        f" {run.processor:,.1f} | {rate:,.0f} | {run.peak_mb:,} MB |"
    )


def _said(size: int, run: Run) -> str:
    rate = size / run.seconds
    peak = f"peak RSS {run.peak_rss_mb:,} MB, of its own {run.peak_mb:,} MB"
    return f"{size:,} rows {run.what}: {run.seconds:,.1f} s, {rate:,.0f} rows/s, {peak}"


def _earlier(sizes: list[int]) -> dict[int, list[str]]:
    lines: dict[int, list[str]] = {}
    if PAGE.exists():
        for line in PAGE.read_text().splitlines():
            first = line.removeprefix("| ").partition(" |")[0].replace(",", "")
            if line.startswith("|") and first.isdigit() and int(first) not in sizes:
                lines.setdefault(int(first), []).append(line)
    return lines


def _page(lines: dict[int, list[str]]) -> None:
    table = "\n".join(line for size in sorted(lines) for line in lines[size])
    where = f"Python {platform.python_version()}, {os.cpu_count()} cores, SQLite"
    PAGE.write_text(f"{HEADING}{table}\n\n{where}, {datetime.now(UTC):%Y-%m-%d}.\n")


if __name__ == "__main__":
    main([int(one) for one in sys.argv[1:]] or [10_000, 100_000])
