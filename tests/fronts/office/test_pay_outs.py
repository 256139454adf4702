"""Paying out what is left: one, or many at once; a batch that broke goes on without doubling."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from habitue.customers.models import Customer
from habitue.fronts.office.views import pay_outs
from habitue.kit.ids import new_id
from habitue.kit.refusals import CannotWrite
from habitue.ledger import actions as ledger
from habitue.prepaid import actions as prepaid
from habitue.prepaid.models import PayOut
from tests.cast import Cast, make_customer
from tests.fronts.office.conftest import Desk

MANY = "customers/pay-out"


def people(cast: Cast) -> list[Customer]:
    """Three with something in their wallets, one with nothing."""
    found = [make_customer(cast.house, first_name=name) for name in ("Ada", "Bea", "Cid", "Dan")]
    for one, pays in zip(found[:3], (10, 20, 30), strict=True):
        cast.top_up(one, pays, pays + 5)
    return found


def batch(office: Desk, chosen: list[Customer], **more: Any) -> Any:
    sent = {"ids": [one.id for one in chosen], "tender": "cash", "batch": new_id()} | more
    return office.send(f"{MANY}/take", **sent)


def test_one_gets_a_slip(office: Desk, cast: Cast) -> None:
    cast.top_up(cast.carol, 100, 120)

    answer = office.send(f"customers/{cast.carol.id}/pay-out", tender="cash")
    page = office.client.get(answer.url)

    assert "100.00" in page.content.decode()
    slip = PayOut.objects.get()
    assert (slip.amount_minor, slip.ended_minor) == (10000, 2000)
    again = office.send(f"customers/{cast.carol.id}/pay-out", tender="cash")
    assert again.url.endswith(f"/office/customers/{cast.carol.id}/")


def test_a_slip_is_found_again_in_the_wallet(office: Desk, cast: Cast) -> None:
    cast.top_up(cast.carol, 100, 120)
    slip = office.send(f"customers/{cast.carol.id}/pay-out", tender="cash").url

    page = office.see(f"customers/{cast.carol.id}/wallet").content.decode()

    assert f'href="{slip}"' in page


def test_the_sum_is_shown_first(office: Desk, cast: Cast) -> None:
    chosen = people(cast)

    page = office.send(MANY, ids=[one.id for one in chosen])
    everyone = office.see(f"{MANY}?view=credit")

    assert (page.context["paid"].text, page.context["ends"].text) == ("60.00", "15.00")
    assert [row.customer.first_name for row in page.context["rows"]] == ["Ada", "Bea", "Cid"]
    assert everyone.context["paid"].text == "60.00"
    assert PayOut.objects.count() == 0


def test_many_at_once_stand_on_one_list(office: Desk, cast: Cast) -> None:
    chosen = people(cast)

    answer = batch(office, chosen)

    page = office.client.get(answer.url)
    assert page.context["paid"].text == "60.00"
    assert len(page.context["slips"]) == 3
    assert [cast.has(one).total for one in chosen] == [0] * 4
    assert list(ledger.turnover(cast.house, "drawer:").values()) == [(6000, 6000)]


def test_a_broken_batch_goes_on_without_doubling(
    office: Desk, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = people(cast)
    sent = {"key": "one press", "batch": new_id()}
    real, broken = pay_outs.prepaid.pay_out, iter([False, True, True])

    def breaking(op: Any, **terms: Any) -> Any:
        if next(broken, False):
            raise CannotWrite
        return real(op, **terms)

    with monkeypatch.context() as patched:
        patched.setattr(pay_outs.prepaid, "pay_out", breaking)
        first = batch(office, chosen, **sent)
    assert (first.status_code, PayOut.objects.count()) == (409, 1)
    second, third = batch(office, chosen, **sent), batch(office, chosen, **sent)

    assert {second.url, third.url} == {f"/office/pay-outs/{sent['batch']}"}
    assert PayOut.objects.count() == 3
    assert list(ledger.turnover(cast.house, "drawer:").values()) == [(6000, 6000)]


def test_who_cannot_be_paid_is_named_and_the_others_are(
    office: Desk, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = people(cast)

    answer = batch(office, chosen, tender="gold")

    assert answer.status_code == 409
    assert "Ada" in answer.content.decode()
    assert PayOut.objects.count() == 0


def test_a_cashier_does_not_and_nothing_is_not_found(as_role: Any, cast: Cast) -> None:
    chosen = people(cast)
    desk = as_role("cashier")

    assert desk.send(MANY, ids=[chosen[0].id]).status_code == 403
    assert batch(desk, chosen).status_code == 403
    assert desk.see(f"pay-outs/{UUID(int=7)}").status_code == 404


@pytest.mark.unbalanced
def test_the_books_notice_a_slip_that_lies(cast: Cast) -> None:
    from habitue.prepaid.checks import pay_outs_are_booked

    cast.top_up(cast.carol, 10)
    cast.act(prepaid.pay_out, customer=cast.carol, tender="cash")
    assert pay_outs_are_booked(cast.house).offenders == []

    row = PayOut.objects.values().get()
    PayOut.objects.create(**row | {"id": new_id(), "amount_minor": 999})

    assert pay_outs_are_booked(cast.house).offenders
