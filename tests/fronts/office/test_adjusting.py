"""A balance put right in the office: a right, a reason, above an amount someone beside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from habitue.audit.models import AuditLine, AuditText
from habitue.customers.models import Customer
from habitue.operations.models import Operation
from habitue.staff import actions as staff
from habitue.staff.models import RoleRight, StaffMember
from tests.cast import PIN, Cast
from tests.fronts.office.conftest import Desk

UNITS = ("paid", "gift", "earned", "points", "owes")


def asked(**changes: str) -> dict[str, str]:
    return {"unit": "paid", "direction": "up", "amount": "60", "reason": "miscounted"} | changes


def path(customer: Customer) -> str:
    return f"customers/{customer.pk}/adjust/take"


@pytest.mark.parametrize("unit", UNITS)
def test_each_balance_goes_up_and_down(cast: Cast, office: Desk, unit: str) -> None:
    up = office.send(path(cast.carol), **asked(unit=unit, amount="50"))
    down = office.send(path(cast.carol), **asked(unit=unit, amount="20", direction="down"))

    assert (up.status_code, down.status_code) == (302, 302)
    stands = {"points": cast.points(cast.carol), "owes": cast.owes(cast.carol).owes}
    has = cast.has(cast.carol)
    stands |= {"paid": has.paid, "gift": has.gift, "earned": has.earned}
    assert stands[unit] == (30 if unit == "points" else 3_000)


def test_the_reason_is_needed_and_kept(cast: Cast, office: Desk) -> None:
    refused = office.send(path(cast.carol), **asked(reason=" "))
    office.send(path(cast.carol), **asked(reason="the till was down"))

    assert refused.status_code == 422
    line = AuditLine.objects.of(cast.house).get(verb="prepaid.adjust")
    assert AuditText.objects.of(cast.house).get(line=line).reason == "the till was down"


@pytest.mark.parametrize("unit", UNITS)
def test_above_an_amount_it_needs_someone_beside(
    cast: Cast, as_role: Callable[[str], Desk], unit: str
) -> None:
    cast.rule(point_worth_minor=100)
    desk = as_role("manager")
    rights = RoleRight.objects.of(cast.house).filter(role__key="manager", right="balances.adjust")
    rights.update(most_minor=5_000)
    owner = StaffMember.objects.of(cast.house).get(role__key="owner")
    cast.act(staff.set_pin, member=owner, pin_hash=staff.hash_pin(owner, PIN))
    beside = {"approval_staff": str(owner.pk), "approval_pin": PIN}

    below = desk.send(path(cast.carol), **asked(unit=unit, amount="50"))
    alone = desk.send(path(cast.carol), **asked(unit=unit))
    together = desk.send(path(cast.carol), **asked(unit=unit), **beside)

    assert (below.status_code, alone.status_code, together.status_code) == (302, 403, 302)
    approved = Operation.objects.of(cast.house).exclude(approver="")
    assert [one.approver for one in approved] == [f"staff:{owner.pk}"]


def test_a_wrong_pin_beside_is_none(cast: Cast, office: Desk, as_role: Any) -> None:
    owner = StaffMember.objects.of(cast.house).get(role__key="owner")
    cast.act(staff.set_pin, member=owner, pin_hash=staff.hash_pin(owner, PIN))

    answer = office.send(
        path(cast.carol), **asked(approval_staff=str(owner.pk), approval_pin="1111")
    )

    assert answer.status_code in (403, 409, 422)
    assert cast.has(cast.carol).total == 0


def test_who_may_not_is_not_let_in(cast: Cast, as_role: Callable[[str], Desk]) -> None:
    assert as_role("waiter").send(path(cast.carol), **asked()).status_code == 403
