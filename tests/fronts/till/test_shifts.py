"""The shift at the till: opened, counted, closed, on paper."""

from __future__ import annotations

from typing import Any

from django.test import Client

from habitue.bills.models import Bill
from habitue.house.models import House
from habitue.shifts.models import Count, Shift
from tests.fronts.till.stage import Stage


def opened(cashier: Client, stage: Stage, post: Any, float_: str = "100") -> Shift:
    answer = post(cashier, "/till/shift/", float=float_)
    assert answer.status_code == 303, answer.content
    shift: Shift = Shift.objects.of(stage.house).get(closed_at=None, implicit=False)
    return shift


def sold(cashier: Client, stage: Stage, post: Any) -> None:
    post(cashier, "/till/bills/", item=stage.items["Steak frites"].id)
    row = Bill.objects.of(stage.house).latest("number")
    post(cashier, f"/till/bills/{row.id}/payments/", tender="cash")


def test_a_shift_from_the_till(cashier: Client, stage: Stage, post: Any) -> None:
    assert "Open the shift" in cashier.get("/till/shift/").content.decode()
    shift = opened(cashier, stage, post)
    sold(cashier, stage, post)
    page = cashier.get("/till/shift/").content.decode()
    assert "121" in page

    moved = post(cashier, "/till/shift/cash/", amount="5", reason="Parsley", direction="out")
    assert moved.status_code == 303
    ended = post(
        cashier, "/till/shift/close/", counted_cash="115", left="80", note="A coin too few"
    )

    assert ended.status_code == 303
    slip = cashier.get(ended.headers["Location"]).content.decode()
    assert "A coin too few" in slip
    assert "Missing" in slip
    count = Count.objects.of(stage.house).get(shift=shift)
    assert (count.expected_minor, count.counted_minor) == (11_600, 11_500)
    assert "left there at the last count" in cashier.get("/till/shift/").content.decode()


def test_who_counts_blindly_sees_nothing_before(cashier: Client, stage: Stage, post: Any) -> None:
    House.objects.filter(pk=stage.house.pk).update(blind_count=True)
    shift = opened(cashier, stage, post)

    assert "should be" not in cashier.get("/till/shift/").content.decode()
    assert "should be" not in cashier.get("/till/shift/close/").content.decode()
    assert cashier.get(f"/till/shifts/{shift.id}/").status_code == 404


def test_what_is_wrong_is_said_on_the_page(cashier: Client, stage: Stage, post: Any) -> None:
    opened(cashier, stage, post)

    for fields, says in (
        ({}, "Count the cash"),
        ({"counted_cash": "ten"}, "not an amount"),
        ({"counted_cash": "10", "left": "20"}, "No more can stay"),
    ):
        answer = post(cashier, "/till/shift/close/", **fields)
        assert answer.status_code == 422
        assert says in answer.content.decode()
    assert post(cashier, "/till/shift/cash/", amount="1", reason=" ").status_code == 422


def test_a_waiter_asks_someone_to_open_it(waiter: Client, stage: Stage, post: Any) -> None:
    answer = post(waiter, "/till/shift/", float="100")

    assert answer.status_code == 403
    assert b"approval_staff" in answer.content
    assert not Shift.objects.of(stage.house).filter(implicit=False).exists()


def test_two_who_close_get_one_count(cashier: Client, stage: Stage, post: Any) -> None:
    opened(cashier, stage, post)

    first = post(cashier, "/till/shift/close/", counted_cash="100", key="one")
    again = post(cashier, "/till/shift/close/", counted_cash="90", key="two")

    assert first.status_code == 303
    assert again.status_code == 404  # none is open here any more
    assert Count.objects.of(stage.house).count() == 1


def test_the_count_of_another_tab_never_ends_the_next_shift(
    cashier: Client, stage: Stage, post: Any
) -> None:
    first = opened(cashier, stage, post)
    assert f'value="{first.id}"' in cashier.get("/till/shift/close/").content.decode()
    post(cashier, "/till/shift/close/", shift=first.id, counted_cash="100")
    second = opened(cashier, stage, post)

    late = post(cashier, "/till/shift/close/", shift=first.id, counted_cash="90")

    assert late.status_code == 409
    assert "what was counted stays" in late.content.decode()
    second.refresh_from_db()
    assert second.closed_at is None
    moved = post(
        cashier, "/till/shift/cash/", shift=first.id, amount="1", reason="ice", direction="out"
    )
    assert moved.status_code == 409


def test_what_was_typed_stands_there_again(cashier: Client, stage: Stage, post: Any) -> None:
    assert 'value="15o"' in post(cashier, "/till/shift/", float="15o").content.decode()
    opened(cashier, stage, post)

    again = post(cashier, "/till/shift/close/", counted_cash="9o,5", left="5", note="late")

    for typed in ('value="9o,5"', 'value="5"', 'value="late"'):
        assert typed in again.content.decode()
