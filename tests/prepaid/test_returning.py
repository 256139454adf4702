"""Giving a top-up back: what was paid and not spent, and what ends of its gift."""

from datetime import timedelta
from typing import Any

import pytest

from habitue.bills.models import Bill
from habitue.housekeeping import actions as housekeeping
from habitue.ledger import actions as ledger
from habitue.prepaid import actions as prepaid
from habitue.prepaid import returning
from habitue.prepaid.checks import gifts_are_withdrawn_by_the_rule
from habitue.prepaid.models import TopUp, TopUpRefund
from habitue.prepaid.returning import Sums, Told
from habitue.shifts.models import Tender
from habitue.staff import actions as staff
from habitue.staff.models import Role
from tests.cast import Cast, eur, refused

RULES = ("gift_first", "paid_first", "proportional")


def spent(cast: Cast, amount: int | str, order: str = "soonest") -> TopUp:
    """Carol paid 100, received 120 and spent `amount` of it."""
    cast.rule(spending_order=order)
    top_up: TopUp = cast.top_up(cast.carol, 100, 120)
    if amount:
        cast.pay(cast.bill(amount, cast.carol), "wallet")
    return top_up


def give_back(cast: Cast, top_up: TopUp, amount: int | str = "", **terms: Any) -> TopUpRefund:
    if amount:
        terms["amount"] = eur(amount)
    row: TopUpRefund = cast.act(returning.refund_top_up, top_up=top_up.id, **terms)
    return row


@pytest.mark.parametrize("rule", RULES)
def test_unspent_all_of_it_goes_back_and_the_gift_ends(cast: Cast, rule: str) -> None:
    cast.rule(gift_refund=rule)
    top_up = spent(cast, 0)

    row = give_back(cast, top_up)

    assert (row.amount_minor, row.withdrawn_minor) == (10000, 2000)
    assert cast.has(cast.carol).total == 0
    assert list(ledger.turnover(cast.house, "drawer:").values()) == [(10000, 10000)]
    assert ledger.turnover(cast.house, "promotions") == {"promotions": (2000, 2000)}


@pytest.mark.parametrize(
    ("rule", "back", "withdrawn"),
    [("gift_first", 7000, 0), ("paid_first", 5000, 2000), ("proportional", 5833, 1167)],
)
def test_fifty_spent_of_a_hundred_that_became_a_hundred_and_twenty(
    cast: Cast, rule: str, back: int, withdrawn: int
) -> None:
    cast.rule(gift_refund=rule)
    top_up = spent(cast, 50)

    row = give_back(cast, top_up)

    assert (row.amount_minor, row.withdrawn_minor) == (back, withdrawn)
    assert cast.has(cast.carol).total == 0


@pytest.mark.parametrize(
    ("rule", "back", "withdrawn"),
    [("gift_first", 5000, 2000), ("paid_first", 5000, 2000), ("proportional", 5000, 2000)],
)
def test_where_the_wallet_spends_what_was_paid_first(
    cast: Cast, rule: str, back: int, withdrawn: int
) -> None:
    """Whatever the rule counts, no more goes back than the lot of what was paid still holds."""
    cast.rule(gift_refund=rule)
    top_up = spent(cast, 50, "paid_first")

    row = give_back(cast, top_up)

    assert (row.amount_minor, row.withdrawn_minor) == (back, withdrawn)


@pytest.mark.parametrize(
    ("rule", "left"),
    [("gift_first", (6000, 0)), ("paid_first", (6000, 2000)), ("proportional", (6000, 1200))],
)
def test_a_part_takes_the_gift_before_after_or_in_step(
    cast: Cast, rule: str, left: tuple[int, int]
) -> None:
    cast.rule(gift_refund=rule)
    top_up = spent(cast, 0)

    give_back(cast, top_up, 40)

    assert (cast.has(cast.carol).paid, cast.has(cast.carol).gift) == left
    give_back(cast, top_up, 60)
    assert cast.has(cast.carol).total == 0


@pytest.mark.parametrize("rule", RULES)
def test_parts_add_up_to_what_all_at_once_is(cast: Cast, rule: str) -> None:
    cast.rule(gift_refund=rule)
    top_up = spent(cast, "37.11")
    whole = returning.planned(cast.house, top_up, None, top_up.at)

    parts = [give_back(cast, top_up, "7.77") for _each in range(3)]
    parts.append(give_back(cast, top_up))

    assert sum(part.amount_minor for part in parts) == whole.amount
    assert sum(part.withdrawn_minor for part in parts) == whole.withdrawn
    assert cast.has(cast.carol).total == 0
    with refused("already_reversed"):
        give_back(cast, top_up)


def test_never_more_than_is_left_nor_nothing(cast: Cast) -> None:
    top_up = spent(cast, 50)

    with refused("insufficient_value", most=eur(70)):
        give_back(cast, top_up, "70.01")
    with refused("malformed", field="amount"):
        give_back(cast, top_up, "0.00")
    assert cast.has(cast.carol).paid == 7000


def test_nothing_left_of_what_was_paid(cast: Cast) -> None:
    top_up = spent(cast, 110, "paid_first")

    with refused("insufficient_value"):
        give_back(cast, top_up)
    assert cast.has(cast.carol).gift == 1000


def test_only_its_own_lots(cast: Cast) -> None:
    """The wallet holds more, but not of this top-up."""
    top_up = spent(cast, 120)
    cast.top_up(cast.carol, 50, 60)

    with refused("insufficient_value"):
        give_back(cast, top_up)
    assert cast.has(cast.carol).total == 6000


def test_a_gift_that_expired_was_not_spent(cast: Cast, noon: Any) -> None:
    cast.rule(gift_days=3, gift_refund="paid_first")
    top_up = spent(cast, 0)
    noon.shift(timedelta(days=10))

    planned = returning.planned(cast.house, top_up, None, top_up.at + timedelta(days=10))
    row = give_back(cast, top_up)

    assert (planned.amount, planned.withdrawn) == (10000, 0)
    assert (row.amount_minor, row.withdrawn_minor) == (10000, 0)


def test_what_was_given_back_can_be_given_back_again_once_it_returned(cast: Cast) -> None:
    """A payment taken back fills the lots it came from."""
    from habitue.bills import actions as bills

    top_up = spent(cast, 0)
    bill = cast.bill(50, cast.carol)
    payment = cast.pay(bill, "wallet")
    give_back(cast, top_up)
    cast.act(bills.take_back, bill=bill, payment=payment.id)

    row = give_back(cast, top_up)

    assert (row.amount_minor, row.withdrawn_minor) == (3000, 2000)
    assert cast.has(cast.carol).total == 0


def test_it_goes_back_by_the_tender_it_came_by(cast: Cast) -> None:
    top_up = cast.act(
        prepaid.top_up, customer=cast.carol, pays=eur(30), receives=eur(30), tender="card"
    )

    give_back(cast, top_up)

    assert ledger.turnover(cast.house, "tender:card") == {"tender:card": (3000, 3000)}


def test_a_tender_the_house_no_longer_takes(cast: Cast) -> None:
    top_up = spent(cast, 0)
    Tender.objects.of(cast.house).filter(kind="cash").update(active=False)

    with refused("malformed", field="tender"):
        give_back(cast, top_up)


def test_the_right_counts_parts_together(cast: Cast) -> None:
    top_up = spent(cast, 0)
    with refused("right_missing", right="prepaid.refund_top_up"):
        give_back(cast, top_up, 5, by=cast.cashier)
    cashier = Role.objects.of(cast.house).get(key="cashier")
    cast.act(staff.set_rights, role=cashier, rights={"prepaid.refund_top_up": 1000})
    lea = cast.actor(cast.hire("Léa", "cashier"), cast.till)

    give_back(cast, top_up, 6, by=lea)
    with refused("right_missing"):
        give_back(cast, top_up, "4.01", by=lea)
    give_back(cast, top_up, 4, by=lea)


def test_archived_and_anothers(cast: Cast) -> None:
    top_up = spent(cast, 100)
    with refused("not_found"):
        cast.act(returning.refund_top_up, top_up=cast.carol.id)
    cast.close(Bill.objects.of(cast.house).get())
    last = cast.bill(20, cast.carol)
    cast.pay(last, "wallet")
    cast.close(last)
    cast.act(housekeeping.archive, customer=cast.again(cast.carol))
    with refused("customer_archived"):
        give_back(cast, top_up)


def test_why_is_kept(cast: Cast) -> None:
    row = give_back(cast, spent(cast, 0), told=Told(reason="moves away"))

    assert cast.again(row).reason == "moves away"


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("gone", range(0, 121, 7))
@pytest.mark.parametrize("from_paid", [0, 1, 3])
def test_the_arithmetic_never_leaves_its_bounds(rule: str, gone: int, from_paid: int) -> None:
    """However much was spent, and of which lot: parts end in nothing left, never below."""
    of_paid = min(100, max(gone - 20, gone * from_paid // 3))
    paid_left, gift_left = 100 - of_paid, 20 - (gone - of_paid)
    refunded = withdrawn = 0
    while True:
        sums = Sums(rule, 100, 20, gone, refunded, withdrawn, paid_left, gift_left)
        assert 0 <= sums.most <= paid_left
        if not sums.most:
            break
        amount = min(9, sums.most)
        ends = sums.withdrawn_with(amount)
        from_gift = min(ends, gift_left)
        paid_left -= amount + ends - from_gift
        gift_left -= from_gift
        refunded, withdrawn = refunded + amount, withdrawn + ends
        assert paid_left >= 0 and gift_left >= 0
    assert not refunded or paid_left + gift_left == 0
    assert refunded <= 100 and withdrawn <= 20


@pytest.mark.unbalanced
@pytest.mark.parametrize("column", ["withdrawn_minor", "spent_minor", "amount_minor"])
def test_the_books_notice_a_gift_withdrawn_otherwise(cast: Cast, column: str) -> None:
    cast.rule(gift_refund="paid_first")
    row = give_back(cast, spent(cast, 50))
    assert gifts_are_withdrawn_by_the_rule(cast.house).offenders == []

    copied = TopUpRefund.objects.of(cast.house).filter(pk=row.pk).values().get()
    copied |= {"id": None, column: copied[column] + 1}
    del copied["id"]
    TopUpRefund.objects.create(**copied)

    assert gifts_are_withdrawn_by_the_rule(cast.house).offenders
