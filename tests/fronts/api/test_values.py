"""What customers have and owe, through the API."""

from __future__ import annotations

from typing import Any

from tests.cast import Cast
from tests.fronts.api.conftest import Api, eur


def test_pay_100_receive_120(api: Api, cast: Cast) -> None:
    path = f"/customers/{cast.carol.id}"
    terms = {"pays": eur(10000), "receives": eur(12000), "tender": "card"}

    quote = api.post("/quotes", {"top_up": {"customer": str(cast.carol.id)} | terms | {}} | {})
    assert quote.status == 422  # a quote knows no tender
    asked = {"customer": str(cast.carol.id), "pays": eur(10000), "receives": eur(12000)}
    quote = api.post("/quotes", {"top_up": asked})
    made = api.post(f"{path}/top-ups", terms | {"fiscal_ref": "F1", "external_id": "E1"})

    assert (quote.status, quote["top_up"]["gift"]) == (200, eur(2000))
    assert quote["top_up"]["wallet_after"] == made["wallet"]["total"] == eur(12000)
    assert (made.status, made["fiscal_ref"], made["tender"]) == (201, "F1", "card")
    wallet = api.get(f"{path}/balances")["wallet"]
    assert (wallet["paid"], wallet["gift"]) == (eur(10000), eur(2000))


NO_TOP_UP: list[Any] = [
    {"pays": eur(0)},
    {"receives": eur(900)},
    {"tender": "wallet"},
    {"tender": "crypto"},
    {"pays": {"amount": 1000, "currency": "CHF"}},
    {"occurred_at": "yesterday"},
    {"occurred_at": "2026-01-01T10:00:00"},
    {"occurred_at": "9999-12-31T23:59:59-12:00"},
    {"occurred_at": "0001-01-01T00:00:00+14:00"},
    {"fiscal_ref": "x" * 121},
    {"tip": eur(1)},
]


def test_a_top_up_that_cannot_be_is_422(api: Api, cast: Cast) -> None:
    terms = {"pays": eur(1000), "receives": eur(1000), "tender": "cash"}

    for change in NO_TOP_UP:
        answer = api.post(f"/customers/{cast.carol.id}/top-ups", terms | change)

        assert answer.status == 422, answer.body
    assert cast.has(cast.carol).total == 0


def test_when_it_happened_elsewhere_is_kept(api: Api, cast: Cast) -> None:
    terms = {"pays": eur(1000), "tender": "cash", "occurred_at": "2026-01-02T10:00:00+01:00"}

    made = api.post(f"/customers/{cast.carol.id}/top-ups", terms)

    assert (made["occurred_at"], made["receives"]) == ("2026-01-02T09:00:00Z", eur(1000))


def test_an_inactive_customer_is_not_topped_up(api: Api, cast: Cast) -> None:
    path = f"/customers/{cast.carol.id}"
    api.patch(path, {"version": 1, "active": False})

    answer = api.post(f"{path}/top-ups", {"pays": eur(100), "tender": "cash"})

    assert (answer.status, answer["code"]) == (409, "customer_inactive")


def test_a_payout_of_a_part_keeps_the_gift_of_all_ends_it(api: Api, cast: Cast) -> None:
    cast.top_up(cast.carol, 100, 120)
    path = f"/customers/{cast.carol.id}/payouts"

    part = api.post(path, {"amount": eur(3000), "tender": "cash"})
    much = api.post(path, {"amount": eur(7001), "tender": "cash"})
    rest = api.post(path, {"tender": "cash"})
    none = api.post(path, {"tender": "cash"})

    assert (part.status, part["amount"], part["wallet"]["total"]) == (201, eur(3000), eur(9000))
    assert (much.status, much["code"], much["has"]) == (409, "insufficient_value", eur(7000))
    assert (rest["amount"], rest["wallet"]["total"]) == (eur(7000), eur(0))
    assert (none.status, none["code"]) == (409, "insufficient_value")


def test_every_balance_can_be_put_right(api: Api, cast: Cast) -> None:
    path = f"/customers/{cast.carol.id}/adjustments"

    def change(unit: str, direction: str, amount: int) -> Any:
        money = amount if unit == "points" else eur(amount)
        return api.post(
            path, {"unit": unit, "direction": direction, "amount": money, "reason": "recount"}
        )

    for unit in ("paid", "gift", "earned", "points", "owes"):
        up, down = change(unit, "up", 500), change(unit, "down", 200)
        below = change(unit, "down", 301)

        said = 300 if unit == "points" else eur(300)
        assert (up.status, down.status, down["balance_after"]) == (201, 201, said), down.body
        assert (below.status, below["code"]) == (409, "insufficient_value")


NO_ADJUSTMENT: list[Any] = [
    {"amount": eur(0)},
    {"amount": 5},
    {"amount": eur(-5)},
    {"unit": "points", "amount": eur(5)},
    {"unit": "points", "amount": 0},
    {"unit": "points", "amount": True},
    {"unit": "points", "amount": 1.0},
    {"unit": "wallet"},
    {"direction": "sideways"},
    {"reason": ""},
    {"reason": None},
]


def test_an_adjustment_that_cannot_be_is_422(api: Api, cast: Cast) -> None:
    sane = {"unit": "paid", "direction": "up", "amount": eur(5), "reason": "recount"}

    for change in NO_ADJUSTMENT:
        answer = api.post(f"/customers/{cast.carol.id}/adjustments", sane | change)

        assert answer.status == 422, answer.body


def test_an_opening_balance_is_entered_once(api: Api, cast: Cast) -> None:
    path = f"/customers/{cast.carol.id}"
    opening = {"paid": eur(1000), "points": 7, "owes": eur(900), "on": "2025-12-31"}

    first = api.post(f"{path}/opening-balance", opening, key="k")
    repeat = api.post(f"{path}/opening-balance", opening, key="k")
    second = api.post(f"{path}/opening-balance", opening)

    assert (first.status, repeat.body) == (201, first.body)
    assert (second.status, second["code"]) == (409, "opening_done")
    stand = api.get(f"{path}/balances")
    assert (stand["wallet"]["paid"], stand["points"]) == (eur(1000), 7)
    assert stand["house_account"]["owes"] == eur(900)
    row = api.get("/unpaid")["data"][0]
    assert (row["customer"], row["oldest_bill_on"]) == (str(cast.carol.id), "2025-12-31")


NO_OPENING: list[Any] = [
    {},
    {"on": "2025-12-31"},
    {"paid": eur(5), "on": "2999-01-01"},
    {"paid": eur(5)},
    {"paid": eur(5), "on": "0001-01-01"},
    {"points": 0, "on": "2025-01-01"},
]


def test_an_opening_that_cannot_be_is_422(api: Api, cast: Cast) -> None:
    for body in NO_OPENING:
        assert api.post(f"/customers/{cast.carol.id}/opening-balance", body).status == 422


def test_every_movement_newest_first(api: Api, cast: Cast) -> None:
    cast.top_up(cast.carol, 100, 120)
    bill = cast.bill(30, cast.carol)
    cast.pay(bill, "wallet")
    path = f"/customers/{cast.carol.id}/transactions"

    moves = api.get(path)["data"]

    assert [(one["unit"], one["direction"], one["amount"]) for one in moves] == [
        ("paid", "down", eur(1000)),
        ("gift", "down", eur(2000)),
        ("gift", "up", eur(2000)),
        ("paid", "up", eur(10000)),
    ]
    assert (moves[0]["bill"], moves[0]["balance_after"]) == (str(bill.id), eur(9000))
    assert [one["amount"] for one in api.get(f"{path}?unit=gift")["data"]] == [
        eur(2000),
        eur(2000),
    ]


def test_movements_come_in_pages_that_miss_nothing(api: Api, cast: Cast) -> None:
    path = f"/customers/{cast.acme.id}"
    api.post(f"{path}/payments", {"amount": eur(5000), "tender": "cash"})
    cast.save(cast.bill(20, cast.bob))  # met from what is in hand: one move, two balances
    whole = api.get(f"{path}/transactions")["data"]

    seen, cursor = [], ""
    for _ in range(20):
        page = api.get(f"{path}/transactions?limit=1{cursor}")
        seen += page["data"]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"

    assert seen == whole
    assert {one["unit"] for one in whole} == {"owes", "in_hand"}


def test_rights(cast: Cast, as_role: Any) -> None:
    waiter, blind = as_role("waiter"), as_role("cashier", scopes=["customers.see"])
    path = f"/customers/{cast.carol.id}"
    pays = {"pays": eur(100), "tender": "cash"}

    assert waiter.post(f"{path}/top-ups", pays)["right"] == "prepaid.top_up"
    assert waiter.post(f"{path}/payouts", {"tender": "cash"})["right"] == "prepaid.pay_out"
    settled = waiter.post(f"{path}/payments", {"amount": eur(1), "tender": "cash"})
    assert settled["right"] == "house_accounts.settle"
    for read in (f"{path}/balances", f"{path}/transactions", "/unpaid"):
        assert blind.get(read)["right"] == "customers.see_balances"
