"""Vouchers of one purpose and of many: when their VAT is due, and that it is due once.

The cases of Directive (EU) 2016/1065: a single-purpose voucher is taxed when it is sold and not
again when it is handed in; a multi-purpose one only when it is handed in.
"""

from datetime import date
from typing import Any

import pytest

from habitue.bills import actions as bills
from habitue.bills import vat, vat_checks
from habitue.bills.actions import Wanted
from habitue.bills.models import Bill, Payment
from habitue.bills.opening import NewLine
from habitue.bills.reading import stand
from habitue.prepaid import actions as prepaid
from habitue.prepaid import products, returning
from habitue.prepaid.models import Lot, Product, TopUp
from tests.cast import Cast, eur, refused

ALWAYS = date(2000, 1, 1), date(2199, 12, 31)


@pytest.fixture
def lunch(cast: Cast) -> Product:
    """A voucher for food alone, taxed at 10 %."""
    row: Product = cast.act(products.add, name="Lunch", purpose="single", vat_bp=1000)
    return row


def sell(cast: Cast, product: Product | None, pays: int, receives: int = 0) -> Any:
    return cast.act(
        prepaid.top_up,
        customer=cast.carol,
        pays=eur(pays),
        receives=eur(receives or pays),
        tender="cash",
        product=product.id if product else None,
    )


def bill(cast: Cast, food: int | str = 0, wine: int | str = 0) -> Bill:
    """Carol's bill of food at 10 % and wine at 20 %."""
    dishes = (("Food", food, 1000), ("Wine", wine, 2000))
    lines = [
        NewLine(name=name, quantity=1000, unit_price=eur(price), vat_bp=rate)
        for name, price, rate in dishes
        if price
    ]
    row: Bill = cast.act(bills.open_bill, lines=lines)
    linked: Bill = cast.act(bills.link, bill=row, customer=cast.carol.id)
    return linked


def ended(cast: Cast, row: Bill) -> Bill:
    cast.close(row)
    again: Bill = cast.again(row)
    return again


def due(cast: Cast) -> dict[int, tuple[int, int]]:
    """Gross and tax due at each rate, of all time."""
    rates = vat.vat_due(cast.house, *ALWAYS)
    return {one.rate_bp: (one.gross, one.tax) for one in rates if one.gross or one.tax}


def test_a_single_purpose_voucher_is_taxed_when_sold_and_not_again(
    cast: Cast, lunch: Product
) -> None:
    top_up = sell(cast, lunch, 110)
    assert (top_up.vat_bp, top_up.vat_minor) == (1000, 1000)
    assert due(cast) == {1000: (11000, 1000)}

    row = bill(cast, food=110)
    cast.pay(row, "wallet")
    row = ended(cast, row)

    assert [(one.gross, one.tax) for one in vat.due_of(stand(cast.house, row))] == [(0, 0)]
    assert due(cast) == {1000: (11000, 1000)}


def test_a_multi_purpose_voucher_is_taxed_when_spent(cast: Cast) -> None:
    sell(cast, None, 110)
    assert due(cast) == {}

    row = bill(cast, food=110)
    cast.pay(row, "wallet")
    ended(cast, row)

    assert due(cast) == {1000: (11000, 1000)}


def test_two_rates_on_one_bill(cast: Cast, lunch: Product) -> None:
    """What is for food pays food alone; the wine is taxed as ever."""
    sell(cast, lunch, 50)
    row = bill(cast, food=33, wine=24)

    payment = cast.pay(row, "wallet", 33)
    with refused("insufficient_value"):
        cast.pay(row, "wallet", 1)
    cast.pay(row, "cash")
    standing = stand(cast.house, ended(cast, row))

    assert payment.taxed == [[1000, 3300]]
    assert [(one.rate_bp, one.gross, one.tax) for one in vat.due_of(standing)] == [
        (1000, 0, 0),
        (2000, 2400, 400),
    ]
    assert [(one.rate_bp, one.gross, one.tax) for one in vat.taxed_of(standing)] == [
        (1000, 3300, 300)
    ]
    assert due(cast) == {1000: (5000, 455), 2000: (2400, 400)}


def test_both_kinds_in_one_wallet(cast: Cast, lunch: Product) -> None:
    """The value for food goes first where food is, then what pays anything."""
    sell(cast, None, 20)
    sell(cast, lunch, 20)
    row = bill(cast, food=15, wine=12)

    payment = cast.pay(row, "wallet")

    assert payment.taxed == [[1000, 1500]]
    left = {lot.vat_bp: lot.remaining_minor for lot in Lot.objects.of(cast.house)}
    assert left == {None: 800, 1000: 500}


def test_a_part_paid_with_it_leaves_the_tax_on_the_rest(cast: Cast, lunch: Product) -> None:
    sell(cast, lunch, 11)
    row = bill(cast, food=33)
    cast.pay(row, "wallet", 11)
    cast.pay(row, "cash")

    standing = stand(cast.house, ended(cast, row))

    assert [(one.gross, one.tax) for one in vat.due_of(standing)] == [(2200, 200)]
    assert due(cast) == {1000: (3300, 300)}


def test_sold_for_less_than_it_is_worth(cast: Cast, lunch: Product) -> None:
    """Taxed on what was paid for it, at its sale; nothing more when it is handed in."""
    sell(cast, lunch, 99, 110)
    row = bill(cast, food=110)
    cast.pay(row, "wallet")
    ended(cast, row)

    assert due(cast) == {1000: (9900, 900)}


def test_never_handed_in_it_stays_taxed(cast: Cast, lunch: Product, noon: Any) -> None:
    cast.rule(paid_expires="1y")
    sell(cast, lunch, 110)
    noon.move_to("2027-04-01T12:00:00+00:00", tick=False)

    cast.act(prepaid.expire_all)

    assert cast.has(cast.carol).total == 0
    assert due(cast) == {1000: (11000, 1000)}


def test_given_back_its_vat_goes_back_in_parts_to_the_cent(cast: Cast, lunch: Product) -> None:
    top_up = sell(cast, lunch, 100)
    assert due(cast) == {1000: (10000, 909)}

    for _part in range(3):
        cast.act(returning.refund_top_up, top_up=top_up.id, amount=eur("33.33"))
    cast.act(returning.refund_top_up, top_up=top_up.id)

    assert due(cast) == {}


def test_paid_out_its_vat_goes_back(cast: Cast, lunch: Product) -> None:
    sell(cast, lunch, 110)
    sell(cast, None, 50)

    cast.act(prepaid.pay_out, customer=cast.carol, tender="cash")

    assert due(cast) == {}


def test_a_tip_is_no_food(cast: Cast, lunch: Product) -> None:
    sell(cast, lunch, 20)
    row = bill(cast, food=10)

    with refused("insufficient_value"):
        cast.pay(row, "wallet", tip=100)
    sell(cast, None, 2)
    payment = cast.pay(row, "wallet", tip=100)

    assert payment.taxed == [[1000, 1000]]


def test_a_bill_refunded_gives_the_voucher_back_still_taxed(cast: Cast, lunch: Product) -> None:
    sell(cast, lunch, 33)
    row = bill(cast, food=33, wine=24)
    cast.pay(row, "wallet", 33)
    cast.pay(row, "cash")
    row = ended(cast, row)

    for part in ("10.01", "20.02", "7.77"):
        cast.act(bills.refund, bill=row, wanted=Wanted(amount=eur(part).amount))
    cast.act(bills.refund, bill=row)

    assert due(cast) == {1000: (3300, 300)}
    assert cast.has(cast.carol).paid == 3300


def test_refunding_the_wine_of_a_bill_the_voucher_paid_in_part(cast: Cast, lunch: Product) -> None:
    """Money and voucher go back in proportion; so the food is taxed as far as money paid it."""
    sell(cast, lunch, 33)
    row = bill(cast, food=33, wine=33)
    cast.pay(row, "wallet", 33)
    cast.pay(row, "cash")
    row = ended(cast, row)
    wine = stand(cast.house, row).lines[1].id

    cast.act(bills.refund, bill=row, wanted=Wanted(lines=[bills.SomeOf(wine)]))

    assert cast.has(cast.carol).paid == 1650
    assert due(cast) == {1000: (4950, 450)}


def test_a_saved_bill_was_taxed_then(cast: Cast, lunch: Product) -> None:
    """What is single-purpose does not settle it: its VAT would be due twice."""
    from habitue.customers import actions as customers

    cast.act(
        customers.edit, customer=cast.carol, fields={"on_account_allowed": True}, front="office"
    )
    sell(cast, lunch, 33)
    row = cast.save(bill(cast, food=33))

    with refused("insufficient_value"):
        cast.pay(row, "wallet")
    assert due(cast) == {1000: (6600, 600)}


def test_taking_the_payment_back_makes_room_again(cast: Cast, lunch: Product) -> None:
    sell(cast, lunch, 66)
    row = bill(cast, food=33)
    payment = cast.pay(row, "wallet")
    cast.act(bills.take_back, bill=row, payment=payment.id)

    cast.pay(row, "wallet")

    assert cast.has(cast.carol).paid == 3300
    assert Payment.objects.of(cast.house).filter(undone_at=None).count() == 1


@pytest.mark.parametrize(
    ("columns", "field"),
    [
        ({"name": "A", "purpose": "single"}, "vat_rate"),
        ({"name": "A", "purpose": "multi", "vat_bp": 1000}, "vat_rate"),
        ({"name": "A", "purpose": "any"}, "purpose"),
        ({"name": " "}, "name"),
        ({"name": "A", "pays_minor": 0}, "pays"),
        ({"name": "A", "pays_minor": 100, "receives_minor": 99}, "receives"),
    ],
)
def test_products_that_make_no_sense(cast: Cast, columns: dict[str, Any], field: str) -> None:
    with refused("malformed" if field != "name" else "name_taken", field=field):
        cast.act(products.add, **columns)


def test_what_was_sold_keeps_its_purpose(cast: Cast, lunch: Product) -> None:
    sell(cast, lunch, 10)

    cast.act(products.change, row=lunch, purpose="multi", vat_bp=None)
    cast.act(products.retire, row=cast.again(lunch))

    assert Lot.objects.of(cast.house).get().vat_bp == 1000
    with refused("not_found", field="product"):
        sell(cast, lunch, 10)
    cast.act(products.add, name="Lunch")


@pytest.mark.unbalanced
@pytest.mark.parametrize("taxed", [[], [[1000, 1000]], [[1000, 1100], [2000, 1]]])
def test_the_books_notice_a_payment_that_lies_about_it(
    cast: Cast, lunch: Product, taxed: list[list[int]]
) -> None:
    sell(cast, lunch, 11)
    payment = cast.pay(bill(cast, food=11), "wallet")
    assert vat_checks.taxed_parts_are_what_was_drawn(cast.house).offenders == []

    Payment.objects.filter(pk=payment.pk).update(taxed=taxed)

    assert len(vat_checks.taxed_parts_are_what_was_drawn(cast.house).offenders) == 1


@pytest.mark.unbalanced
def test_the_books_notice_a_rate_paid_twice_and_a_voucher_without_its_vat(
    cast: Cast, lunch: Product
) -> None:
    top_up = sell(cast, lunch, 22)
    row = bill(cast, food=11)
    payment = cast.pay(row, "wallet")
    ended(cast, row)
    checks = (vat_checks.no_rate_was_paid_twice, vat_checks.vouchers_carry_their_vat)
    assert [check(cast.house).offenders for check in checks] == [[], []]

    Payment.objects.filter(pk=payment.pk).update(taxed=[[1000, 1101]])
    TopUp.objects.filter(pk=top_up.pk).update(vat_minor=0)

    assert [len(check(cast.house).offenders) for check in checks] == [1, 1]
