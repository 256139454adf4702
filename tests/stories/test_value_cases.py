"""Numbers from other products' tests, where their policy is ours; the rest with what differs.

The cases are read in place: none of their figures is kept here.
"""

import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from habitue.bills import actions as bills
from habitue.bills.actions import NewLine
from habitue.bills.reading import stand
from habitue.bills.sums import Part, add_up
from habitue.customers.models import Customer
from habitue.housekeeping.balances import adjust
from habitue.kit.money import Money
from habitue.kit.shares import contained_tax, percent, split
from habitue.ledger import actions as ledger
from habitue.prepaid import actions as prepaid
from habitue.prepaid.models import Lot, LotUse
from habitue.prepaid.reports import codes_of, wallets_of
from tests.cast import Cast, eur, make_customer, refused
from tests.stories.value_cases import NOT_OURS, cases, minor


def with_value(cast: Cast, text: str) -> Customer:
    guest = make_customer(cast.house)
    cast.act(prepaid.open_with, customer=guest, paid=eur(text), reference=f"import:{guest.id}")
    return guest


def lines_of(case: dict[str, Any]) -> list[NewLine]:
    return [
        NewLine(
            name=line["item"], unit_price=eur(line["unit_price"]), quantity=int(line["qty"]) * 1000
        )
        for line in case["lines"]
    ]


SPLITS = [f"value-{n:03}" for n in (49, 51, 55, 57, 59, 61, 63, 65)]


@pytest.mark.parametrize("case_id", SPLITS)
def test_cents_over_ratios(shared: Path, case_id: str) -> None:
    case = cases(shared)[case_id]
    ratios = case["given"]["ratios"]
    weights = [1] * int(ratios.split()[0]) if isinstance(ratios, str) else ratios

    assert split(case["given"]["cents"], weights) == case["expect"]["parts"]


@pytest.mark.parametrize("case_id", ["value-045", "value-047"])
def test_an_amount_over_lines(shared: Path, case_id: str) -> None:
    case = cases(shared)[case_id]
    amount = minor(case["do"][0].split()[1])

    parts = split(amount, [minor(line) for line in case["given"]["lines"]])

    assert parts == [minor(part) for part in case["expect"]["parts"]]


def test_a_discount_is_on_the_line_not_on_the_unit(shared: Path) -> None:
    case = cases(shared)["value-025"]
    line = minor(case["given"]["unit"]) * case["given"]["qty"]

    assert add_up([Part(line, 0)], 1_000).total == minor(case["expect"]["line_total"])


def test_yen_keep_their_gross(shared: Path) -> None:
    case = cases(shared)["value-015"]
    gross = case["given"]["lines"] * int(case["given"]["gross_each"])

    expected = case["expect"]["keep_gross"]
    assert [str(gross), str(contained_tax(gross, 1_900))] == [expected["gross"], expected["tax"]]


def test_two_loads(cast: Cast, shared: Path) -> None:
    case = cases(shared)["value-001"]
    guest = with_value(cast, case["given"]["balance"])

    for load, balance in zip(case["do"], case["expect"]["balances"], strict=True):
        cast.top_up(guest, load.split()[0].lstrip("+"))
        assert cast.has(guest).total == minor(balance)


def test_the_sum_of_the_movements_is_the_balance(cast: Cast, shared: Path) -> None:
    case = cases(shared)["value-009"]
    guest = with_value(cast, case["given"]["movements"][0])

    wallet = wallets_of(cast.house, [guest.id])[guest.id]
    movements = ledger.movements(cast.house, codes_of(wallet))

    assert [one.amount for one in movements] == [minor(v) for v in case["expect"]["values"]]
    assert movements[0].balance_after == cast.has(guest).total


def test_a_charge_and_its_refund(cast: Cast, shared: Path) -> None:
    charge, refund = (cases(shared)[one] for one in ("value-019", "value-021"))
    guest = with_value(cast, charge["given"]["balance"])
    bill = cast.bill(charge["do"][0].split()[1], guest)

    payment = cast.pay(bill, "wallet")
    assert cast.has(guest).total == minor(charge["expect"]["balance"])
    cast.act(bills.take_back, bill=bill, payment=payment.id)
    assert cast.has(guest).total == minor(refund["expect"]["balance"])


@pytest.mark.parametrize("case_id", ["odoo-021", "odoo-089"])
def test_a_bill_smaller_than_the_balance(cast: Cast, shared: Path, case_id: str) -> None:
    case = cases(shared)[case_id]
    guest = with_value(cast, next(iter(case["given"].values())))
    bill = cast.act(bills.open_bill, lines=lines_of(case))
    cast.act(bills.link, bill=bill, customer=guest.id)

    cast.pay(bill, "wallet")

    after = case["expect"].get("balance_A_after") or case["expect"]["balance_after"]
    assert cast.has(guest).total == minor(after)


def test_value_pays_a_part_of_a_bill_with_tax_on_top(cast: Cast, shared: Path) -> None:
    case = cases(shared)["odoo-081"]
    cast.rule(prices_include_vat=False)
    guest = with_value(cast, case["given"]["card_balance"])
    lines = [
        NewLine(line.item, line.name, 1_000, line.unit_price, 1_500) for line in lines_of(case)
    ]
    bill = cast.act(bills.open_bill, lines=lines)
    cast.act(bills.link, bill=bill, customer=guest.id)

    cast.pay(bill, "wallet", case["given"]["card_balance"])

    assert stand(cast.house, cast.again(bill)).due == minor(case["expect"]["due"])
    assert cast.has(guest).total == minor(case["expect"]["card_balance_after"])


def test_points_on_what_is_left_after_the_discount(cast: Cast, shared: Path) -> None:
    case = cases(shared)["odoo-043"]
    cast.rule(points_per_unit=1)
    guest = make_customer(cast.house, discount_percent=1_000)
    bill = cast.act(bills.open_bill, lines=lines_of(case))
    cast.act(bills.link, bill=bill, customer=guest.id)
    cast.pay(bill)

    closed = cast.close(bill)

    assert closed.total_minor == minor(case["expect"]["total"])
    assert closed.earned_points == int(case["expect"]["points_earned"])


def test_paid_value_earns_like_money(cast: Cast, shared: Path) -> None:
    case = cases(shared)["odoo-047"]
    cast.rule(points_per_unit=1)
    guest = with_value(cast, case["given"]["gift_card"])
    bill = cast.act(bills.open_bill, lines=lines_of(case))
    cast.act(bills.link, bill=bill, customer=guest.id)
    cast.pay(bill, "wallet", case["given"]["gift_card"])

    assert stand(cast.house, cast.again(bill)).due == minor(case["expect"]["due"])
    cast.pay(bill)
    assert cast.close(bill).earned_points == int(case["expect"]["points_earned"])


def test_two_bills_with_tax_on_top_from_one_wallet(cast: Cast, shared: Path) -> None:
    case = cases(shared)["value-091"]
    cast.rule(prices_include_vat=False)
    guest = with_value(cast, case["given"]["balance"])

    for asked, paid, balance in zip(
        case["do"], case["expect"]["paid"], case["expect"]["balances"], strict=True
    ):
        line = NewLine(name="Meal", unit_price=eur(asked.split()[1]), vat_bp=2_400)
        bill = cast.act(bills.open_bill, lines=[line])
        cast.act(bills.link, bill=bill, customer=guest.id)
        assert cast.pay(bill, "wallet").amount_minor == minor(paid)
        assert cast.has(guest).total == minor(balance)


def test_the_oldest_lot_first(cast: Cast, shared: Path) -> None:
    case = cases(shared)["value-077"]
    guest = make_customer(cast.house)
    for lot in case["given"]["lots"]:
        cast.top_up(guest, lot)

    cast.pay(cast.bill(case["do"][0].split()[1], guest), "wallet")

    left = Lot.objects.of(cast.house).order_by("id").values_list("remaining_minor")
    assert [one for (one,) in left] == [minor(one) for one in case["expect"]["left"]]


def test_more_than_there_is_is_refused_whole(cast: Cast, shared: Path) -> None:
    case = cases(shared)["value-099"]
    guest = make_customer(cast.house)
    for lot in case["given"]["balances"]:
        cast.top_up(guest, lot)

    with refused("insufficient_value"):
        cast.pay(cast.bill(case["do"][0].split()[1], guest), "wallet")
    assert cast.has(guest).total == sum(case["expect"]["balances"]) * 100


def test_paying_out_more_than_there_is(cast: Cast, shared: Path) -> None:
    case = cases(shared)["value-119"]
    guest = with_value(cast, case["given"]["balance"])
    too_much, fits = (eur(step.split()[2]) for step in case["do"])

    with refused("insufficient_value"):
        cast.act(prepaid.pay_out, customer=guest, tender="cash", amount=too_much)
    cast.act(prepaid.pay_out, customer=guest, tender="cash", amount=fits)
    assert cast.has(guest).total == minor(case["expect"]["balance"])


def test_another_currency_is_refused(cast: Cast, shared: Path) -> None:
    currency = cases(shared)["value-041"]["given"]["currency"]

    with refused("malformed"):
        cast.act(
            prepaid.open_with, customer=cast.carol, paid=Money(500, currency), reference="case"
        )


def test_ratios_of_which_one_is_nothing(shared: Path) -> None:
    case = cases(shared)["value-067"]

    for ratios, parts in zip(case["do"], case["expect"]["parts"], strict=True):
        weights = [int(one) for one in ratios.split(":")]
        assert split(case["given"]["cents"], weights) == parts


def test_a_small_percentage(shared: Path) -> None:
    case = cases(shared)["value-105"]
    basis_points = int(Decimal(case["given"]["portion"].rstrip("%")) * 100)

    assert percent(case["given"]["amount"], basis_points) == case["expect"]["part"]


def test_more_lots_than_one_bill_takes(cast: Cast, shared: Path) -> None:
    case = cases(shared)["value-093"]
    guest = make_customer(cast.house)
    for _ in range(case["given"]["wallets"]):
        cast.top_up(guest, case["given"]["each"])

    cast.pay(cast.bill(case["do"][0].split()[1], guest), "wallet")

    used = LotUse.objects.of(cast.house).order_by("lot_id").values_list("amount_minor", flat=True)
    assert list(used) == [minor(one) for one in case["expect"]["used"]]


def test_value_past_its_day_is_refused(cast: Cast, noon: Any, shared: Path) -> None:
    case = cases(shared)["value-023"]
    cast.rule(gift_days=1)
    cast.top_up(cast.carol, 1, 11)
    bill = cast.bill(5, cast.carol)

    noon.shift(timedelta(days=3))

    assert case["expect"]["accepted"] is False
    with refused("insufficient_value"):
        cast.pay(bill, "wallet")


@pytest.mark.parametrize("case_id", ["value-081", "value-085"])
def test_taking_value_away_by_hand(cast: Cast, shared: Path, case_id: str) -> None:
    """More than there is is refused here with 409."""
    case = cases(shared)[case_id]
    guest = with_value(cast, case["given"]["lots"][0])
    taken = minor(case["do"][0].split()[-1]) + ("more" in case["do"][0])
    terms = {"customer": guest, "unit": "paid", "up": False, "amount": taken, "reason": "case"}

    if "status" in case["expect"]:
        with refused("insufficient_value"):
            cast.act(adjust, **terms)
    else:
        cast.act(adjust, **terms)

    left = Lot.objects.of(cast.house).values_list("remaining_minor", flat=True)
    assert list(left) == [minor(one) for one in case["expect"]["left"]]


def test_taking_back_what_one_owes_leaves_the_other(cast: Cast, shared: Path) -> None:
    case = cases(shared)["value-109"]
    owed = [minor(one.lstrip("-")) for one in case["given"]["receivable"].values()]
    saved = [
        cast.save(cast.bill(str(cast.house.money(amount)), who))
        for amount, who in zip(owed, (cast.acme, company(cast)), strict=True)
    ]

    cast.act(bills.reopen, bill=saved[0].id)

    owes = [cast.owes(bill.customer).owes for bill in saved]
    assert owes == [0, -minor(case["expect"]["total"])]


def company(cast: Cast) -> Customer:
    return make_customer(
        cast.house, type="company", company_name="B", on_account_allowed=True, credit_limit=None
    )


def test_parts_and_whole_come_to_nothing(cast: Cast, shared: Path) -> None:
    case = cases(shared)["value-111"]
    whole, *parts = re.findall(r"[0-9.]+[0-9]", case["title"])[:3]
    bill = cast.bill(whole)

    for part in parts:
        cast.pay(bill, "cash", part)

    due = stand(cast.house, cast.again(bill)).due
    assert due == minor(case["expect"]["balance"])


def test_sold_and_cancelled(cast: Cast, shared: Path) -> None:
    case = cases(shared)["value-121"]
    before, (sold, after) = case["given"]["balance"], case["expect"]["balances"]
    guest = with_value(cast, before)
    bill = cast.bill(str(Decimal(before) - Decimal(sold)), guest)

    payment = cast.pay(bill, "wallet")
    assert cast.has(guest).total == minor(sold)
    cast.act(bills.take_back, bill=bill, payment=payment.id)

    assert cast.has(guest).total == minor(after)


def test_points_go_below_nothing_by_a_refund_alone(cast: Cast, shared: Path) -> None:
    case = cases(shared)["value-131"]
    has, wanted = case["given"]["points"], abs(int(case["do"][0]))
    cast.rule(points_per_unit=1)
    bill = cast.bill(wanted, cast.carol)
    cast.pay(bill)
    cast.close(bill)
    terms = {"customer": cast.carol, "unit": "points", "up": False, "reason": "case"}
    cast.act(adjust, **terms, amount=wanted - has)

    with refused("insufficient_value"):
        cast.act(adjust, **terms, amount=wanted)
    assert cast.points(cast.carol) == case["expect"]["points"][0]
    cast.act(bills.refund, bill=bill.id)
    assert cast.points(cast.carol) == case["expect"]["points"][1]


def test_what_is_in_hand_meets_the_next_charge(cast: Cast, shared: Path) -> None:
    """Said the other way about: theirs is below zero, ours is in hand."""
    case = cases(shared)["value-133"]
    in_hand, charge = case["given"]["balance"].lstrip("-"), case["do"][0].split()[1]
    cast.save(cast.bill(1, cast.acme))
    brought = eur(str(Decimal(in_hand) + 1))
    cast.act(bills.settle, customer=cast.acme, amount=brought, tender="cash")

    cast.save(cast.bill(charge, cast.acme))

    owes = cast.owes(cast.acme)
    expected = [minor(case["expect"][one]) for one in ("due", "balance_after")]
    assert [owes.owes, owes.in_hand] == expected


RUN = {
    *SPLITS,
    *("value-045", "value-047", "value-025", "value-015", "value-001", "value-009", "value-019"),
    *("value-021", "odoo-021", "odoo-089", "odoo-081", "odoo-043", "odoo-047", "value-091"),
    *("value-077", "value-099", "value-119", "value-041", "value-067", "value-105", "value-093"),
    *("value-023", "value-081", "value-085", "value-109", "value-111", "value-121", "value-131"),
    "value-133",
}


def test_every_case_is_run_or_has_its_reason(shared: Path) -> None:
    named = {case for listed in NOT_OURS.values() for case in listed.split()}

    assert cases(shared).keys() == RUN | named
    assert not RUN & named
