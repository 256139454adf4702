"""A printer in the room of Chez Marthe, and whoever stands at it."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from habitue.operations.writer import in_write_transaction
from habitue.printing import actions as printing
from habitue.printing import line, sending
from habitue.printing.models import Document, Job, Printer
from habitue.printing.sending import Hands
from tests.cast import Cast
from tests.printers import FakePrinter, fake_printer


@pytest.fixture
def paper(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakePrinter]:
    """A printer on this machine, and patience for tests."""
    settings.PRINT_TO = (ipaddress.ip_network("127.0.0.0/8"),)
    monkeypatch.setattr(line, "SETTLE", 0.6)
    monkeypatch.setattr(line, "ANSWER", 0.4)
    monkeypatch.setattr(line, "CONNECT", 1.0)
    monkeypatch.setattr(line, "PATIENCE", 3.0)
    with fake_printer() as running:
        yield running


@pytest.fixture
def printer(cast: Cast, paper: FakePrinter) -> Printer:
    made: Printer = cast.act(
        printing.add_printer,
        venue=cast.venue,
        name="Bar",
        host="127.0.0.1",
        port=paper.port,
        by_itself=[Document.RECEIPT, Document.TOP_UP],
        tills=[cast.till.id],
    )
    return made


Look = Callable[[], list[str]]


@pytest.fixture
def look() -> Look:
    """Print what waits everywhere; the troubles that ended it."""
    hands = Hands(in_write_transaction, lambda: datetime.now(UTC))
    return lambda: [hands.work_off(queue) for queue in sending.waiting()]


def states(cast: Cast) -> list[str]:
    """Of every job, in the order they were asked for."""
    rows = Job.objects.of(cast.house).order_by("asked_at", "id")
    return list(rows.values_list("state", flat=True))
