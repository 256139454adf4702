"""Each invariant of this room says so when its rule is broken."""

from typing import Any

import pytest

from habitue.bills import actions as bills
from habitue.house_accounts import checks
from habitue.house_accounts.models import Charge, Settlement
from habitue.kit.ids import new_id
from tests.cast import Cast, eur

pytestmark = pytest.mark.unbalanced


@pytest.fixture
def settled(cast: Cast, noon: Any) -> Settlement:
    cast.save(cast.bill(10, cast.bob))
    row: Settlement = cast.act(
        bills.settle, customer=cast.acme, amount=eur(4), tender="cash", by=cast.cashier
    )
    return row


def wrong(cast: Cast) -> list[str]:
    return [one.says for one in checks.INVARIANTS if one.examine(cast.house).offenders]


def test_all_is_well(cast: Cast, settled: Settlement) -> None:
    cast.act(bills.unsettle, settlement=settled.id)

    assert wrong(cast) == []


def test_open_is_not_what_was_not_settled(cast: Cast, settled: Settlement) -> None:
    Charge.objects.of(cast.house).update(open_minor=700)

    assert wrong(cast) == [
        "What charges have open is what the account owes",
        "A charge is open for what was not settled",
    ]


def test_a_settlement_that_says_it_was_taken_back(cast: Cast, settled: Settlement) -> None:
    Settlement.objects.of(cast.house).update(reversed_at=settled.at, reversal_entry_id=new_id())

    assert wrong(cast) == [
        "Each settlement booked its amount",
        "A settlement is taken back once",
    ]


def test_a_settlement_that_hides_that_it_was(cast: Cast, settled: Settlement) -> None:
    cast.act(bills.unsettle, settlement=settled.id)
    Settlement.objects.of(cast.house).update(reversed_at=None, reversal_entry_id=None)

    assert "A settlement is taken back once" in wrong(cast)


def test_a_limit_passed_alone(cast: Cast) -> None:
    cast.save(cast.bill(10, cast.bob), by=cast.zoe)

    Charge.objects.of(cast.house).update(approver=cast.zoe.label, alone_then_minor=999)
    assert wrong(cast) == ["Who let a limit pass was not alone"]
    Charge.objects.of(cast.house).update(approver=cast.zoe.label, alone_then_minor=1000)
    assert wrong(cast) == []


def test_a_limit_passed_with_nobody(cast: Cast) -> None:
    cast.save(cast.bill(10, cast.acme))

    Charge.objects.of(cast.house).update(limit_then_minor=999)

    assert wrong(cast) == ["No charge passed its limit unless someone let it"]
