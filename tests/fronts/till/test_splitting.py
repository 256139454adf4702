"""Splitting, joining and handing over at the till: seen before it is done, done once."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from habitue.bills import linking, opening
from habitue.bills.models import Bill
from habitue.bills.reading import stand
from habitue.kit.ids import new_id
from tests.cast import act_in
from tests.fronts.till.stage import Stage


@pytest.fixture
def bill(waiter: Client, stage: Stage, post: Any) -> Bill:
    """Table 12: two steaks at 21.00, a coffee at 2.80."""
    post(waiter, "/till/bills/", item=stage.items["Steak frites"].id)
    made: Bill = Bill.objects.of(stage.house).latest("number")
    for name in ("Steak frites", "Café"):
        post(waiter, f"/till/bills/{made.id}/lines/", item=stage.items[name].id)
    made.refresh_from_db()
    return made


def totals(stage: Stage) -> list[int]:
    return [
        stand(stage.house, one).total for one in Bill.objects.of(stage.house).order_by("number")
    ]


def test_the_bill_offers_to_split_and_to_join(waiter: Client, bill: Bill) -> None:
    page = waiter.get(f"/till/bills/{bill.id}/").content.decode()

    assert f"/till/bills/{bill.id}/split/" in page and f"/till/bills/{bill.id}/join/" in page
    assert 'class="family"' not in page


def test_the_shares_are_seen_before_they_are(waiter: Client, stage: Stage, bill: Bill) -> None:
    shown = waiter.get(f"/till/bills/{bill.id}/split/?by=parts&parts=3")

    assert [one.sum.amount for one in shown.context["shares"]] == [1494, 1493, 1493]
    assert totals(stage) == [4480]


def test_equal_parts_stand_as_tabs_at_the_bill(
    waiter: Client, stage: Stage, bill: Bill, post: Any
) -> None:
    post(waiter, f"/till/bills/{bill.id}/split/", by="parts", parts=3, version=bill.version)

    assert totals(stage) == [1494, 1493, 1493]
    page = waiter.get(f"/till/bills/{bill.id}/")
    family = page.context["sheet"].family
    assert [(one.place, one.of, one.due.amount) for one in family] == [
        (1, 3, 1494),
        (2, 3, 1493),
        (3, 3, 1493),
    ]
    assert b"2/3" in waiter.get("/till/strip/").content


def test_a_second_press_splits_nothing_more(waiter: Client, stage: Stage, bill: Bill) -> None:
    form = {"by": "parts", "parts": 2, "version": bill.version, "operation_key": str(new_id())}

    answers = [waiter.post(f"/till/bills/{bill.id}/split/", form) for _press in range(2)]

    assert [one.status_code for one in answers] == [303, 303]
    assert totals(stage) == [2240, 2240]


def test_lines_go_by_pressing_them(waiter: Client, stage: Stage, bill: Bill, post: Any) -> None:
    path = f"/till/bills/{bill.id}/split/"
    first = waiter.get(f"{path}?by=lines").context["shares"]
    steak = first[0].held[0]
    one = waiter.get(path + steak.href)
    back = waiter.get(path + one.context["shares"][1].held[0].href)

    assert [share.sum.amount for share in one.context["shares"]] == [2380, 2100]
    assert [share.sum.amount for share in back.context["shares"]] == [4480, 0]
    fields: dict[str, Any] = dict(one.context["choice"].fields())
    post(waiter, path, **fields, version=bill.version)
    assert totals(stage) == [2380, 2100]


def test_by_amount(waiter: Client, stage: Stage, bill: Bill, post: Any) -> None:
    path = f"/till/bills/{bill.id}/split/"
    shown = waiter.get(f"{path}?by=amounts&amount=20&amount=10,80&amount=")

    assert [one.sum.amount for one in shown.context["shares"]] == [1400, 2000, 1080]
    post(waiter, path, by="amounts", amount=["20", "10.80"], version=bill.version)
    assert totals(stage) == [1400, 2000, 1080]


@pytest.mark.parametrize(
    "asked",
    [
        *("parts=0", "parts=1", "parts=99", "parts=x", "by=amounts&amount=x"),
        *("by=amounts&amount=1000", "by=lines&m=1:2", "by=lines&m=9:9:9", "by=x&count=x"),
        "by=lines&to=99&count=900",
    ],
)
def test_nonsense_in_the_address_is_a_sentence(waiter: Client, bill: Bill, asked: str) -> None:
    assert waiter.get(f"/till/bills/{bill.id}/split/?{asked}").status_code in {200, 422}


def test_an_old_page_splits_nothing(waiter: Client, stage: Stage, bill: Bill, post: Any) -> None:
    post(waiter, f"/till/bills/{bill.id}/lines/", item=stage.items["Café"].id)

    answer = post(waiter, f"/till/bills/{bill.id}/split/", by="parts", parts=2, version=1)

    assert (answer.status_code, totals(stage)) == (409, [4760])


def test_one_share_after_the_other_is_paid(
    cashier: Client, stage: Stage, bill: Bill, post: Any
) -> None:
    post(cashier, f"/till/bills/{bill.id}/split/", by="parts", parts=2, version=bill.version)
    post(cashier, f"/till/bills/{bill.id}/payments/", tender="cash")
    second = Bill.objects.of(stage.house).get(split_of=bill)

    page = cashier.get(f"/till/bills/{bill.id}/paid/")

    assert page.context["sheet"].next_share == second
    assert f"/till/bills/{second.id}/pay/".encode() in page.content
    assert b'class="family"' in cashier.get(f"/till/bills/{second.id}/pay/").content
    post(cashier, f"/till/bills/{second.id}/payments/", tender="card")
    last = cashier.get(f"/till/bills/{second.id}/paid/")
    assert last.context["sheet"].next_share is None


def test_bills_are_joined_by_ticking_them(
    waiter: Client, stage: Stage, bill: Bill, post: Any
) -> None:
    post(waiter, f"/till/bills/{bill.id}/split/", by="parts", parts=3, version=bill.version)
    others = Bill.objects.of(stage.house).filter(split_of=bill)
    page = waiter.get(f"/till/bills/{bill.id}/join/").content.decode()
    assert all(str(one.id) in page for one in others)

    post(waiter, f"/till/bills/{bill.id}/join/", bill=[str(one.id) for one in others])

    assert totals(stage) == [4480, 0, 0]


def test_whose_it_becomes_is_asked(waiter: Client, stage: Stage, bill: Bill, post: Any) -> None:
    post(waiter, f"/till/bills/{bill.id}/split/", by="parts", parts=2, version=bill.version)
    second = Bill.objects.of(stage.house).get(split_of=bill)
    for one, guest in ((bill, stage.alice), (second, stage.carol)):
        post(waiter, f"/till/bills/{one.id}/customer/", customer=guest.id)

    asked = post(waiter, f"/till/bills/{bill.id}/join/", bill=str(second.id))
    assert asked.status_code == 409
    assert {one.id for one in asked.context["guests"]} == {stage.alice.id, stage.carol.id}
    post(waiter, f"/till/bills/{bill.id}/join/", bill=str(second.id), whose=stage.carol.id)

    bill.refresh_from_db()
    assert bill.customer_id == stage.carol.id


def test_a_bill_goes_to_a_colleague(waiter: Client, stage: Stage, bill: Bill, post: Any) -> None:
    page = waiter.get(f"/till/bills/{bill.id}/table/")
    assert stage.paul in page.context["colleagues"]

    post(waiter, f"/till/bills/{bill.id}/table/", staff=stage.paul.id)

    bill.refresh_from_db()
    assert bill.server == f"staff:{stage.paul.id}"
    listed = waiter.get("/till/waiter/")
    assert [seat.bill for seat in listed.context["others"]] == [bill]


def test_bills_to_join_say_which_they_are(waiter: Client, stage: Stage, bill: Bill) -> None:
    other = act_in(
        stage.house,
        opening.open_bill,
        label="Terrasse",
        venue=bill.venue_id,
        amount=stage.house.money(1_234),
    )
    act_in(stage.house, linking.link, bill=other, customer=stage.alice.id)

    page = waiter.get(f"/till/bills/{bill.id}/join/").content.decode()

    assert "Terrasse" in page and f"bill {other.number}" in page
    assert stage.alice.display_name in page
    assert '12<span class="dec">.34</span>' in page
