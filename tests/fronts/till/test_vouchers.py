"""A voucher for one purpose at the till: its VAT on its slip, and not again on the receipt."""

from __future__ import annotations

from typing import Any

from django.test import Client

from habitue.bills.models import Bill
from habitue.menu.models import VatRate
from habitue.prepaid import products
from habitue.prepaid.models import TopUp
from tests.cast import act_in
from tests.fronts.till.stage import Stage


def test_sold_and_handed_in(cashier: Client, stage: Stage, post: Any) -> None:
    rate = VatRate.objects.of(stage.house).get(pk=stage.items["Café"].vat_rate_id).rate_bp
    sold = act_in(stage.house, products.add, name="Coffees", purpose="single", vat_bp=rate)
    where = f"/till/customers/{stage.alice.id}/top-ups/"
    assert "Coffees" in cashier.get(where).content.decode()

    slip = post(cashier, where, pays="11", receives="", tender="cash", product=sold.id)
    row = TopUp.objects.of(stage.house).get(product=sold)
    page = cashier.get(slip.url).content.decode()
    assert row.vat_minor > 0
    assert "due with this sale" in page

    post(cashier, "/till/bills/", item=stage.items["Café"].id)
    bill = Bill.objects.of(stage.house).latest("number")
    act_in_link(stage, bill)
    payment = act_in_pay(stage, bill)
    assert payment.taxed == [[rate, payment.amount_minor]]
    receipt = cashier.get(f"/till/bills/{bill.id}/receipt/").content.decode()
    assert "taxed when the voucher was sold" in receipt


def act_in_link(stage: Stage, bill: Bill) -> None:
    from habitue.bills import actions as bills

    act_in(stage.house, bills.link, bill=bill, customer=stage.alice.id)


def act_in_pay(stage: Stage, bill: Bill) -> Any:
    from habitue.bills import actions as bills
    from habitue.house.models import House

    House.objects.filter(pk=stage.house.pk).update(proof_rule="vouch", spending_order="paid_first")
    stage.house.refresh_from_db()
    terms = bills.Terms(tender="wallet")
    return act_in(stage.house, bills.pay, bill=bill, terms=terms)[1]


def test_what_the_house_sells_fills_the_form(cashier: Client, stage: Stage, post: Any) -> None:
    terms = {"purpose": "multi", "pays_minor": 10_000, "receives_minor": 12_000}
    ten = act_in(stage.house, products.add, name="Ten lunches", **terms)
    where = f"/till/customers/{stage.alice.id}/top-ups/"
    assert f'href="?product={ten.id}"' in cashier.get(where).content.decode()

    page = cashier.get(f"{where}?product={ten.id}").content.decode()

    assert 'value="100.00"' in page and 'value="120.00"' in page
    assert f'value="{ten.id}" selected' in page
    post(cashier, where, pays="100", receives="120", tender="cash", product=ten.id)
    assert TopUp.objects.of(stage.house).get(product=ten).receives_minor == 12_000


def test_what_is_chosen_from_the_list_fills_the_form_too(
    cashier: Client, stage: Stage, post: Any
) -> None:
    terms = {"purpose": "multi", "pays_minor": 10_000, "receives_minor": 12_000}
    ten = act_in(stage.house, products.add, name="Ten lunches", **terms)
    where = f"/till/customers/{stage.alice.id}/top-ups/"
    assert (
        'data-fill-pays="100.00" data-fill-receives="120.00"'
        in cashier.get(where).content.decode()
    )

    answer = post(cashier, where, product=ten.id, pays="5", choose="")

    assert answer.url == f"{where}?product={ten.id}"
    assert not TopUp.objects.of(stage.house).filter(product=ten).exists()


def test_a_product_nobody_knows_fills_nothing(cashier: Client, stage: Stage) -> None:
    where = f"/till/customers/{stage.alice.id}/top-ups/"

    assert cashier.get(f"{where}?product=nothing").status_code == 200
