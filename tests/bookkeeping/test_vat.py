"""VAT by rate: of bills and refunds, and of single-purpose vouchers once."""

from __future__ import annotations

from datetime import date
from typing import Any

from habitue.bills import actions as bills
from habitue.bookkeeping import vat_file
from habitue.house.scope import house_scope
from habitue.paper.tables import Table
from habitue.prepaid import actions as prepaid
from habitue.prepaid import products
from tests.cast import Cast, eur

MARCH = date(2026, 3, 1), date(2026, 3, 31)


def told(cast: Cast, days: tuple[date, date] = MARCH) -> Table:
    with house_scope(cast.house):
        return vat_file.vat(cast.house, *days)


def by_rate(table: Table) -> dict[int, dict[str, int]]:
    keys = [column.key for column in table.columns]
    return {row[0]: dict(zip(keys, row, strict=True)) for row in table.rows}


def eaten(cast: Cast, tender: str, rate: int = 1000, price: str = "11.00") -> Any:
    line = bills.NewLine(name="Plat", quantity=1000, unit_price=eur(price), vat_bp=rate)
    bill = cast.act(bills.open_bill, lines=[line])
    bill = cast.act(bills.link, bill=bill, customer=cast.carol.id)
    cast.pay(bill, tender)
    return cast.close(cast.again(bill))


def test_bills_and_refunds_at_their_rates(cast: Cast, noon: Any) -> None:
    eaten(cast, "card")
    bill = eaten(cast, "card", 2000, "12.00")
    cast.act(bills.refund, bill=bill, wanted=bills.Wanted(amount=600))

    rates = by_rate(told(cast))

    assert (rates[1000]["gross"], rates[1000]["tax"]) == (1100, 100)
    assert (rates[2000]["bills_tax"], rates[2000]["refunds_tax"]) == (200, -100)
    assert (rates[2000]["gross"], rates[2000]["tax"]) == (600, 100)


def test_a_single_purpose_voucher_is_taxed_once(cast: Cast, noon: Any) -> None:
    terms = {"purpose": "single", "vat_bp": 1000}
    product = cast.act(products.add, name="Lunch", **terms)
    pays = {"pays": eur(11), "receives": eur(11), "tender": "cash"}
    cast.act(prepaid.top_up, customer=cast.carol, product=product.id, **pays)
    eaten(cast, "wallet")

    rate = by_rate(told(cast))[1000]

    assert (rate["vouchers_gross"], rate["vouchers_tax"]) == (1100, 100)
    assert (rate["bills_gross"], rate["gross"], rate["tax"]) == (0, 1100, 100)
    assert (rate["spent_gross"], rate["spent_tax"]) == (1100, 100)


def test_a_multi_purpose_one_is_taxed_when_it_pays(cast: Cast, noon: Any) -> None:
    cast.top_up(cast.carol, 11)
    assert told(cast).rows == []

    eaten(cast, "wallet")

    rate = by_rate(told(cast))[1000]
    assert (rate["vouchers_gross"], rate["tax"], rate["spent_gross"]) == (0, 100, 0)


def test_the_lines_of_the_page(cast: Cast, noon: Any) -> None:
    eaten(cast, "card")

    assert [(says, gross, tax) for says, gross, tax in vat_file.lines(told(cast))] == [
        ("Bills", [1100, 1100], [100, 100]),
        ("Due in all", [1100, 1100], [100, 100]),
    ]
