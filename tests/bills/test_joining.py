"""Bills joined into one, and handed over: nothing is lost, and whose it is is said."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from habitue.bills import actions as bills
from habitue.bills.actions import NewLine, Shares
from habitue.bills.models import Bill, BillState, Line
from habitue.bills.reading import stand
from habitue.menu import actions as menu
from tests.cast import Cast, eur, make_customer, refused
from tests.conftest import offenders


def table(cast: Cast, *prices: str, **terms: Any) -> Bill:
    lines = [NewLine(name=f"Dish {at}", unit_price=eur(at)) for at in prices]
    made: Bill = cast.act(bills.open_bill, lines=lines, **terms)
    return made


def join(cast: Cast, bill: Bill, *others: Bill, **terms: Any) -> Bill:
    made: Bill = cast.act(bills.join, bill=bill, bills=[one.id for one in others], **terms)
    return made


def test_lines_and_amounts_of_all_stand_on_one(cast: Cast) -> None:
    one, two, three = table(cast, "4.10"), table(cast, "5", "6.33"), cast.bill(7)

    joined = join(cast, one, two, three)

    assert stand(cast.house, joined).total == 410 + 1_133 + 700
    gone = [cast.again(bill) for bill in (two, three)]
    assert [(bill.state, bill.joined_into_id) for bill in gone] == [(BillState.VOID, one.id)] * 2
    assert [stand(cast.house, bill).total for bill in gone] == [0, 0]


def test_shares_joined_again_are_the_bill_they_were(cast: Cast) -> None:
    whole = table(cast, "10", "9.99")
    made = cast.act(bills.split, bill=whole, wanted=Shares(parts=3))
    cast.act(bills.split, bill=made[2], wanted=Shares(amounts=[101]))
    rest = Bill.objects.of(cast.house).exclude(pk=whole.pk)

    joined = join(cast, whole, *rest)

    assert stand(cast.house, joined).total == 1_999


def test_what_was_paid_here_stays_and_there_it_is_in_the_way(cast: Cast) -> None:
    one, two = cast.bill(10), cast.bill(5)
    cast.pay(one, "cash", 10)

    with refused("payments_exist"):
        join(cast, two, one)
    assert stand(cast.house, join(cast, one, two)).due == 500


def test_the_guest_of_the_bill_stays(cast: Cast) -> None:
    joined = join(cast, cast.bill(10, cast.alice), cast.bill(5), cast.bill(2, cast.alice))

    assert joined.customer_id == cast.alice.id


def test_another_guest_is_never_lost_or_put_on_silently(cast: Cast) -> None:
    for mine in (None, cast.alice):
        one, two = cast.bill(10, mine), cast.bill(5, cast.carol)
        with refused("customer_needed"):
            join(cast, one, two)
        said = join(cast, one, two, whose=cast.carol.id)
        assert said.customer_id == cast.carol.id


def test_nobodys_is_said_too(cast: Cast) -> None:
    joined = join(cast, cast.bill(10, cast.alice), cast.bill(5, cast.carol), nobodys=True)

    assert (joined.customer_id, joined.discount_bp) == (None, 0)


def test_the_discount_is_that_of_who_stays(cast: Cast) -> None:
    vip = make_customer(cast.house, discount_percent=1_000)
    joined = join(cast, cast.bill(10), cast.bill(5, vip), whose=vip.id)

    assert stand(cast.house, joined).total == 1_350


def test_what_ended_and_what_is_elsewhere_is_not_joined(cast: Cast) -> None:
    one, gone, saved = cast.bill(1), cast.bill(2), cast.save(cast.bill(3, cast.bob))
    cast.act(bills.void, bill=gone)
    theirs = Cast(cast.other).bill(4)

    for other, code in ((gone, "bill_void"), (saved, "bill_closed"), (theirs, "not_found")):
        with refused(code):
            join(cast, one, other)
    for some in ([], [one.id], [gone.id, gone.id]):
        with refused("malformed"):
            cast.act(bills.join, bill=one, bills=some)


def test_a_waiter_may_join_and_split_and_hand_over(cast: Cast) -> None:
    lea = cast.hire("Léa", "waiter")
    area = cast.act(menu.add_area, name="Terrace", venue=cast.venue)
    seven = cast.act(menu.add_table, area=area, name="7")
    one, two = cast.bill(10, by=cast.zoe), cast.bill(5, by=cast.zoe)

    cast.act(bills.join, bill=one, bills=[two.id], by=cast.zoe)
    moved = cast.act(bills.transfer, bill=one, table=seven, staff_id=lea.id, by=cast.zoe)

    assert (moved.label, moved.table_id) == ("7", seven.id)
    assert (moved.server, moved.server_name) == (f"staff:{lea.id}", "Léa")
    assert moved.opened_by == cast.zoe.label


@pytest.mark.unbalanced
@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE bills_sharing_part SET after_minor = after_minor + 1 WHERE id ="
        " (SELECT id FROM bills_sharing_part LIMIT 1)",
        "UPDATE bills_sharing_part SET total_minor = total_minor - 1 WHERE id ="
        " (SELECT id FROM bills_sharing_part LIMIT 1)",
        "DELETE FROM bills_sharing_part",
        "UPDATE bills_line_share SET amount_minor = amount_minor - 1",
        "DELETE FROM bills_line_share",
        "UPDATE bills_line SET quantity = quantity + 1000 WHERE moved",
        "UPDATE bills_line SET removed_at = NULL WHERE moved",
        "UPDATE bills_line SET unit_price_minor = unit_price_minor + 1 WHERE NOT moved",
        "UPDATE bills_bill SET odd_discount_minor = odd_discount_minor + 1",
    ],
)
def test_verify_sees_what_went_missing_between_bills(cast: Cast, damage: str) -> None:
    bill = table(cast, "10", "9.99")
    first = cast.act(bills.split, bill=bill, wanted=Shares(parts=2))[0]
    cast.pay(cast.again(first), "cash")
    cast.close(first)
    assert offenders() == []
    assert Line.objects.of(cast.house).filter(moved=True).count() == 2

    with connection.cursor() as cursor:
        for one in ("bills_sharing_part", "bills_line_share"):
            loosen(cursor, one)
        cursor.execute(damage)

    assert "I21" in {line.split()[0] for line in offenders()}


def loosen(cursor: Any, name: str) -> None:
    """Take the triggers away that would refuse the damage."""
    if connection.vendor == "postgresql":
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing of it may still wait
        cursor.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
        return
    found = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
    cursor.execute(found, [name])
    for (trigger,) in cursor.fetchall():
        cursor.execute(f'DROP TRIGGER "{trigger}"')
