"""Who may take a file, what a dry run leaves behind, and going on where one broke off."""

from __future__ import annotations

from typing import Any

import pytest

from habitue.audit.models import AuditLine
from habitue.customers.models import Customer
from habitue.exchange import actions as exchange
from habitue.exchange import exporting
from habitue.exchange.models import Fate, Import
from habitue.house.acting import Actor
from habitue.house.models import House
from habitue.operations.models import Operation
from tests.cast import Cast, refused
from tests.exchange.takes import counts, taken, tried, understood

FILE = "first_name,credit_limit,opening_paid\nAnna,,\nBruno,50,\nCléo,,10\n"


def test_a_waiter_may_not(cast: Cast) -> None:
    with refused("right_missing", right="customers.import"):
        taken(cast.house, FILE, cast.zoe)
    with refused("right_missing", right="customers.import"):
        tried(cast.house, FILE, cast.zoe)
    with refused("right_missing", right="customers.export"):
        exporting.record(cast.house, cast.zoe)

    assert not Customer.objects.of(cast.house).exists()


def test_rows_that_ask_for_more_than_one_may_are_refused(cast: Cast) -> None:
    few = dict.fromkeys(("customers.import", "customers.create", "customers.edit"))
    clerk = Actor(label="staff:clerk", rights=few)

    dry, real = tried(cast.house, FILE, clerk), taken(cast.house, FILE, clerk)

    assert counts(dry) == counts(real) == (1, 0, 0, 2)
    assert dry["refused"] == real["refused"]


def test_a_dry_run_writes_nothing_at_all(cast: Cast) -> None:
    operations = Operation.objects.of(cast.house).count()

    told = tried(cast.house, FILE)

    assert counts(told) == (3, 0, 0, 0)
    assert not Customer.objects.of(cast.house).exists()
    assert not Import.objects.of(cast.house).exists()
    assert Operation.objects.of(cast.house).count() == operations


def test_an_import_and_everyone_in_it_stand_in_the_audit(cast: Cast) -> None:
    taken(cast.house, FILE)

    verbs = list(AuditLine.objects.of(cast.house).values_list("verb", flat=True))
    assert verbs.count("customers.import") == 1
    assert verbs.count("customers.create") == 3


def test_what_broke_off_goes_on_where_it_stopped(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(f"{n},Guest {n},Boss\n" for n in range(1, 11))
    file = "user_id,last_name,parent\n" + rows + "11,Boss,\n"
    monkeypatch.setattr(exchange, "BATCH", 4)
    _break_at(monkeypatch, 2)
    with pytest.raises(KeyboardInterrupt):
        _take(cast.house, file)
    monkeypatch.undo()

    row = _take(cast.house, file)

    assert (row.rows, row.created, row.unchanged) == (11, 11, 0)
    assert Import.objects.of(cast.house).count() == 1
    assert Fate.objects.of(cast.house).count() == 11
    assert Customer.objects.of(cast.house).filter(parent__last_name="Boss").count() == 10


def _take(house: House, file: str) -> Import:
    from habitue.house.acting import CONSOLE

    return exchange.take(house, CONSOLE, understood(house, file))


def _break_at(monkeypatch: pytest.MonkeyPatch, last: int) -> None:
    """Ctrl-C after `last` batches."""
    real, seen = exchange._batch, []

    def batch(*args: Any) -> None:
        if len(seen) == last:
            raise KeyboardInterrupt
        seen.append(args)
        real(*args)

    monkeypatch.setattr(exchange, "_batch", batch)
