"""The table, for people and for programs."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from os import cpu_count
from typing import Any

from habitue.site.bench.measuring import Row


def table(rows: Sequence[Row], database: str, customers: int) -> str:
    """Markdown: what, the goal, what was measured."""
    return "\n".join(_lines(rows, database, customers))


def _lines(rows: Sequence[Row], database: str, customers: int) -> Iterator[str]:
    now = datetime.now(UTC)
    yield f"# `habitue bench` on {database}, {customers:,} customers"
    yield ""
    yield (
        f"Measured {now:%Y-%m-%d %H:%M} UTC on {cpu_count()} cores, over HTTP with a token, the"
        " client on the same machine. Times in milliseconds; *server* is the processor time of one"
        " call, which says the same on a busy machine as on an idle one."
    )
    yield ""
    yield "| what | goal | p50 | p95 | p99 | worst | a second | server |"
    yield "|---|---|---|---|---|---|---|---|"
    for row in rows:
        if row.said:
            yield f"| {row.what} | {row.goal} | {row.said} | | | | | |"
            continue
        figures = " | ".join(
            _figure(one) for one in (row.p50, row.p95, row.p99, row.worst, row.rate, row.cpu)
        )
        yield f"| {row.what} | {row.goal} | {figures} |"


def _figure(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.1f}" if value < 100 else f"{value:,.0f}"


def told(rows: Sequence[Row], database: str, customers: int) -> dict[str, Any]:
    return {"database": database, "customers": customers, "rows": [asdict(row) for row in rows]}
