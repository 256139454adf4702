"""`habitue bench`: figures of this machine beside the goals."""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from habitue.site.environment import text

if TYPE_CHECKING:
    from habitue.site.bench.installation import Installation
    from habitue.site.bench.measuring import Row

HELP = """\
Fills an installation of its own (a folder that goes away; with HABITUE_DATABASE_URL an empty
PostgreSQL database), serves it, and measures as a till does. It takes some minutes; let the
machine do nothing else meanwhile."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--customers", type=int, default=100_000, help="default 100000")
    parser.add_argument("--times", type=int, default=200, help="how often each is done")
    parser.add_argument("--json", action="store_true", help="for a program to read")
    parser.add_argument("--output", metavar="F", help="write the table to this file too")


def run(options: argparse.Namespace) -> int:
    from habitue.site.bench.installation import Installation
    from habitue.site.bench.telling import table, told

    with tempfile.TemporaryDirectory(prefix="habitue-bench-") as folder:
        installation = Installation(Path(folder), text("HABITUE_DATABASE_URL"))
        rows = []
        for row in measured(installation, options.customers, options.times):
            rows.append(row)
            if not options.json:
                print(f"{row.what}: {_short(row)}", flush=True)
        page = table(rows, installation.database, options.customers)
        if options.json:
            print(json.dumps(told(rows, installation.database, options.customers), indent=2))
        else:
            print(f"\n{page}")
        if options.output:
            Path(options.output).write_text(f"{page}\n", encoding="utf-8")
    return 0


def measured(installation: Installation, customers: int, times: int) -> Iterator[Row]:
    from habitue.site.bench.bare import postings_a_second
    from habitue.site.bench.calls import Till
    from habitue.site.bench.installation import OWNER, serving, write_file
    from habitue.site.bench.measuring import Measures, Row

    installation.set_up()
    bare = postings_a_second(installation)
    yield Row("bare database, one posting a commit", "", rate=bare)
    file = installation.folder / "customers.csv"
    lines = write_file(file, customers)
    began = time.monotonic()
    installation.habitue("import", "customers", str(file), "--fast")
    seconds = time.monotonic() - began
    yield Row("import --fast", "≥ 5,000 rows/s first, then ≥ 10,000", rate=customers / seconds)
    token = installation.habitue(
        *("token", "--staff", OWNER, "--till", "Bench", "--scopes", "present_card"),
        *("bills.open", "bills.see", "bills.link", "bills.take_payment", "prepaid.top_up"),
        *("customers.see", "customers.see_balances"),
    ).strip()
    with serving(installation) as running:
        yield Row("start to first page", "≤ 1.5 s", said=f"{running.first_page_seconds:.2f} s")
        yield Row("memory, idle", "≤ 180 MB", said=f"{running.memory_mb():.0f} MB")
        measures = Measures(lambda: Till(running.port, token), lines, times, running.cpu_seconds)
        yield from measures.searches()
        yield measures.links()
        yield from measures.whole_bills()
        yield from measures.top_ups()
        yield Row("memory, after", "≤ 180 MB", said=f"{running.memory_mb():.0f} MB")
    began = time.monotonic()
    installation.habitue("verify")
    yield Row("verify", "≤ 6 s a million", said=f"{time.monotonic() - began:.1f} s")


def _short(row: Row) -> str:
    if row.said:
        return row.said
    figures = {"p50": row.p50, "p95": row.p95, "p99": row.p99, "a second": row.rate}
    figures["server"] = row.cpu
    there = {name: value for name, value in figures.items() if value is not None}
    return ", ".join(f"{name} {value:,.1f}" for name, value in there.items())
