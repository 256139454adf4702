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


EARLIER = 100_000  # movements an account had before


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
    from habitue.site.bench.calls import Till
    from habitue.site.bench.installation import OWNER, serving, write_file
    from habitue.site.bench.measuring import Measures, Row

    installation.set_up()
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
        guest = measures.guest(0)
        yield Row("memory, after", "≤ 180 MB", said=f"{running.memory_mb():.0f} MB")
    began = time.monotonic()
    installation.habitue("verify")
    yield Row("verify", "≤ 6 s a million", said=f"{time.monotonic() - began:.1f} s")
    # last, for these postings are made up: verify would rightly say no to their accounts
    installation.live(guest, EARLIER)
    with serving(installation) as running:
        again = Measures(lambda: Till(running.port, token), lines, times, running.cpu_seconds)
        yield again.top_ups_after(EARLIER)
    yield from ledger_postings(installation, times)
    yield many_houses(installation, times)


def ledger_postings(installation: Installation, times: int) -> Iterator[Row]:
    """Through the one door, in one process: one client, eight, one with a long past."""
    from habitue.site.bench.bare import eight_at_once, postings_a_second
    from habitue.site.bench.measuring import CLIENTS, Row

    bare = postings_a_second(installation)
    yield Row("bare database, one posting a commit", "", rate=bare)
    yield Row("bare database, eight clients", "", rate=eight_at_once(installation))
    each = times * 3
    for clients in (1, CLIENTS):
        goal = "" if clients == 1 else "≥ 3,500/s SQLite, ≥ 3,000/s PostgreSQL, worst ≤ 100"
        posted = installation.posted(clients=clients, each=each)
        yield _posted(f"ledger posting in process; {clients} at once", goal, posted)
    posted = installation.posted(each=each, earlier=EARLIER)
    yield _posted(f"ledger posting after {EARLIER:,} on the account", "≤ 1.5 × the first", posted)


def many_houses(installation: Installation, times: int) -> Row:
    """Eight clients in eight houses, to set beside eight in one."""
    from habitue.site.bench.measuring import CLIENTS

    for number in range(2, CLIENTS + 1):
        installation.set_up(f"Bench {number}")
    posted = installation.posted(clients=CLIENTS, each=times * 3, houses=CLIENTS)
    return _posted(f"ledger posting in process; {CLIENTS} houses", "one house ≥ 80 %", posted)


def _posted(what: str, goal: str, posted: dict[str, float]) -> Row:
    from habitue.site.bench.measuring import Row

    return Row(
        what,
        goal,
        p50=posted["p50"],
        p99=posted["p99"],
        rate=posted["rate"],
        cpu=posted["cpu"],
        worst=posted["worst"],
    )


def _short(row: Row) -> str:
    if row.said:
        return row.said
    figures = {"p50": row.p50, "p95": row.p95, "p99": row.p99, "a second": row.rate}
    figures |= {"server": row.cpu, "worst": row.worst}
    there = {name: value for name, value in figures.items() if value is not None}
    return ", ".join(f"{name} {value:,.1f}" for name, value in there.items())
