"""Bills in the office: found by state, day and number; voided and reopened where that is right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.cast import Cast
from tests.fronts.office.conftest import Desk


def numbers(answer: Any) -> list[int]:
    return [each.bill.number for each in answer.context["stood"]]


def test_by_state_by_day_by_number(office: Desk, cast: Cast) -> None:
    first, second = cast.bill(10), cast.bill(20, cast.bob)
    cast.save(second)

    assert numbers(office.see("bills/")) == [second.number, first.number]
    assert numbers(office.see("bills/?state=on_account")) == [second.number]
    assert numbers(office.see(f"bills/?q={first.number}")) == [first.number]
    assert numbers(office.see(f"bills/?day={first.business_day}&state=open")) == [first.number]
    assert numbers(office.see("bills/?day=1999-01-01")) == []


def test_pages_by_key(office: Desk, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("habitue.fronts.office.views.bills.SIZE", 2)
    made = [cast.bill(n) for n in (1, 2, 3)]

    first = office.see("bills/")
    second = office.see(f"bills/{first.context['older']}")

    assert numbers(first) + numbers(second) == [bill.number for bill in reversed(made)]


def test_a_bill_is_voided_with_its_reason(office: Desk, cast: Cast) -> None:
    bill = cast.bill(10)

    office.send(f"bills/{bill.id}/void", reason="typed twice")

    assert cast.again(bill).state == "void"
    assert "typed twice" in office.see(f"bills/{bill.id}/").content.decode()


def test_a_paid_bill_is_not_voided(office: Desk, cast: Cast) -> None:
    bill = cast.bill(10)
    cast.pay(bill)

    answer = office.send(f"bills/{bill.id}/void")

    assert answer.status_code == 409
    assert b"data-faults" in answer.content
    assert cast.again(bill).state == "open"


def test_a_saved_bill_is_opened_again(office: Desk, cast: Cast) -> None:
    bill = cast.save(cast.bill(10, cast.bob))

    office.send(f"bills/{bill.id}/reopen")

    assert cast.again(bill).state == "open"
    assert cast.owes(cast.acme).owes == 0


def test_the_company_sees_what_its_people_ate(office: Desk, cast: Cast) -> None:
    bill = cast.save(cast.bill(10, cast.bob))

    shown = office.see(f"customers/{cast.acme.id}/bills")

    assert numbers(shown) == [bill.number]
    assert b"Bob" in shown.content


def test_strangers_and_rights(office: Desk, cast: Cast, as_role: Callable[[str], Desk]) -> None:
    theirs = Cast(cast.other).bill(10)
    ours = cast.bill(10)

    assert office.see(f"bills/{theirs.id}/").status_code == 404
    assert office.send(f"bills/{theirs.id}/void").status_code == 404
    assert as_role("waiter").send(f"bills/{ours.id}/void").status_code == 403


def test_who_owes_stands_with_the_oldest_first(office: Desk, cast: Cast) -> None:
    cast.save(cast.bill(31, cast.bob))

    shown = office.see("unpaid")

    owing = shown.context["owing"][0]
    assert (owing.customer, owing.to_pay, owing.available) == (cast.acme, 3100, 46900)
    assert b"Acme" in shown.content
