"""A settling that was a mistake is taken back, on its day."""

from datetime import timedelta
from typing import Any

from habitue.bills import actions as bills
from habitue.bills.actions import Taken, Wanted
from habitue.bills.models import Bill
from habitue.house_accounts import checks
from habitue.house_accounts.models import Charge, Settlement
from habitue.house_accounts.slips import slip
from habitue.kit.ids import new_id
from tests.cast import Cast, eur, refused
from tests.conftest import NOON


def saved(cast: Cast, *amounts: int) -> list[Bill]:
    return [cast.save(cast.bill(amount, cast.bob)) for amount in amounts]


def settle(cast: Cast, amount: int, **terms: Any) -> Settlement:
    row: Settlement = cast.act(
        bills.settle, customer=cast.acme, amount=eur(amount), tender="cash", **terms
    )
    return row


def undo(cast: Cast, row: Settlement, **terms: Any) -> Settlement:
    return cast.act(bills.unsettle, settlement=row.id, reason="wrong guest", **terms)


def test_what_it_paid_is_owed_again(cast: Cast, noon: Any) -> None:
    first, second = saved(cast, 10, 20)
    row = settle(cast, 15)

    undone = undo(cast, row)

    assert undone.reversed_at is not None
    assert [cast.again(bill).state for bill in (first, second)] == ["on_account"] * 2
    assert cast.again(first).ended_at is None
    assert (cast.owes(cast.acme).owes, cast.owes(cast.acme).in_hand) == (3000, 0)
    assert all(check.examine(cast.house).offenders == [] for check in checks.INVARIANTS)


def test_every_tender_goes_back(cast: Cast, noon: Any) -> None:
    saved(cast, 10)
    taken = [Taken("cash", eur(4)), Taken("card", eur(9))]
    row = cast.act(bills.settle, customer=cast.acme, taken=taken)

    undo(cast, row)

    assert (cast.owes(cast.acme).owes, cast.owes(cast.acme).in_hand) == (1000, 0)


def test_it_goes_back_once(cast: Cast, noon: Any) -> None:
    saved(cast, 10)
    row = settle(cast, 10)
    undo(cast, row)

    with refused("already_reversed"):
        undo(cast, row)
    assert settle(cast, 10).in_hand_minor == 0


def test_not_on_another_day(cast: Cast, noon: Any) -> None:
    saved(cast, 10)
    row = settle(cast, 10)
    noon.shift(timedelta(days=1))

    with refused("day_closed"):
        undo(cast, row)


def test_not_when_what_stayed_in_hand_met_a_bill(cast: Cast, noon: Any) -> None:
    saved(cast, 10)
    row = settle(cast, 15)
    saved(cast, 3)

    with refused("insufficient_value"):
        undo(cast, row)


def test_not_when_a_bill_it_paid_was_refunded(cast: Cast, noon: Any) -> None:
    [bill] = saved(cast, 10)
    row = settle(cast, 10)
    cast.act(bills.refund, bill=bill.id, wanted=Wanted(amount=200))

    with refused("bill_closed"):
        undo(cast, row)


def test_it_needs_its_right_and_is_of_this_house(cast: Cast, noon: Any) -> None:
    saved(cast, 10)
    row = settle(cast, 10, by=cast.cashier)

    with refused("right_missing", right="house_accounts.unsettle"):
        undo(cast, row, by=cast.cashier)
    with refused("not_found"):
        cast.act(bills.unsettle, settlement=new_id())
    assert undo(cast, row, by=cast.manager).reversed_by == cast.manager.label


def test_a_charge_paid_twice_over_keeps_the_other_part(cast: Cast, noon: Any) -> None:
    [bill] = saved(cast, 10)
    settle(cast, 4)
    row = settle(cast, 6)

    undo(cast, row)

    assert Charge.objects.of(cast.house).get(bill_id=bill.id).open_minor == 600


def test_the_slip_says_who_paid_what_for_which_bills(cast: Cast, noon: Any) -> None:
    first, second = saved(cast, 10, 20)
    taken = [Taken("cash", eur(4)), Taken("card", eur(9))]
    row = cast.act(bills.settle, customer=cast.acme, taken=taken, by=cast.cashier)

    told = slip(cast.house, row.id, NOON)

    assert (told.payer, told.who, told.still_today) == (cast.acme, "Karim", True)
    assert [minor for _tender, minor in told.taken] == [400, 900]
    assert [(part.bill, part.paid, part.left) for part in told.parts] == [
        (first.id, 1000, 0),
        (second.id, 300, 1700),
    ]
