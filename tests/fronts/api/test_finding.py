"""Searching, filtering, looking up."""

from __future__ import annotations

from typing import Any

import pytest

from habitue.customers import free
from tests.cast import Cast, make_customer
from tests.fronts.api.conftest import Api, token_of


def ids(answer: Any) -> list[str]:
    assert answer.status == 200, answer.body
    return [row["id"] for row in answer["data"]]


@pytest.fixture
def zoe(api: Api) -> dict[str, Any]:
    made = api.post(
        "/customers",
        {
            "first_name": "Zoë",
            "last_name": "Dupont",
            "email": "zoe@example.org",
            "phone": "06 12 34 56 78",
            "search_code": "terrace",
            "user_id": "U-17",
            "cards": [{"number": "CARD 0042"}],
        },
    )
    body: dict[str, Any] = made.body
    return body


ASKED = ("z", "dup", "zoe dupont", "pon zo", "example", "%2B33 6 12", "0612345678", "card 00")


def test_any_characters_of_any_field(api: Api, cast: Cast, zoe: dict[str, Any]) -> None:
    make_customer(cast.house, first_name="Nobody")

    for q in (*ASKED, "card 0042", "terr", "u-17", "DUPONT"):
        assert ids(api.get(f"/customers?q={q}")) == [zoe["id"]], q


def test_the_personal_code_is_searched_too(api: Api, zoe: dict[str, Any]) -> None:
    assert ids(api.get(f"/customers?q={zoe['personal_code'][1:]}")) == [zoe["id"]]


def test_exact_look_ups(api: Api, zoe: dict[str, Any]) -> None:
    phones = ("phone=%2B33612345678", "phone=0612345678")
    for key in (*phones, "email=ZOE@example.org", "user_id=u-17"):
        assert ids(api.get(f"/customers?{key}")) == [zoe["id"]]
        assert ids(api.get(f"/customers?{key}1")) == []


def test_by_code_and_by_card(api: Api, zoe: dict[str, Any]) -> None:
    assert ids(api.get(f"/customers?code={zoe['personal_code']}")) == [zoe["id"]]
    assert ids(api.get("/customers?code=000000")) == []
    found = api.get("/cards?number=card0042")["data"]
    assert [(card["customer"], card["number"]) for card in found] == [(zoe["id"], "CARD 0042")]
    assert ids(api.get("/cards?number=nope")) == []


def test_filters(api: Api, cast: Cast) -> None:
    acme, bob, carol = str(cast.acme.id), str(cast.bob.id), str(cast.carol.id)
    api.patch(f"/customers/{carol}", {"version": 1, "active": False})
    cast.save(cast.bill(12, cast.bob))

    assert ids(api.get("/customers?type=company")) == [acme]
    assert ids(api.get("/customers?active=false")) == [carol]
    assert ids(api.get("/customers?owing=true")) == [acme]
    assert ids(api.get("/customers?owing=true&q=acm")) == [acme]
    assert ids(api.get("/customers?owing=false")) == [carol, bob]
    assert ids(api.get("/customers")) == [carol, bob, acme]
    api.delete(f"/customers/{carol}")
    assert ids(api.get("/customers?archived=true")) == [carol]
    assert ids(api.get("/customers?archived=true&q=carol")) == [carol]
    assert carol not in ids(api.get("/customers?q=carol"))


def test_what_changed_since(api: Api, cast: Cast) -> None:
    first, second = str(cast.carol.id), str(cast.bob.id)
    since = api.get(f"/customers/{first}")["updated_at"].replace("+", "%2B")
    api.patch(f"/customers/{first}", {"version": 1, "notes": "x"})

    assert ids(api.get(f"/customers?updated_since={since}"))[-1] == first
    page = api.get(f"/customers?updated_since={since}&limit=1")
    rest = api.get(f"/customers?updated_since={since}&cursor={page['next_cursor']}")
    assert second in ids(page) + ids(rest)
    assert api.get("/customers?updated_since=yesterday").status == 422


def test_pages_follow_each_other(api: Api, cast: Cast) -> None:
    made = [str(make_customer(cast.house, first_name=f"Guest{n}").id) for n in range(5)]

    for query in ("", "q=guest&", "type=person&"):
        seen: list[str] = []
        path = f"/customers?{query}limit=2"
        while path:
            page = api.get(path)
            seen += ids(page)
            further = page["next_cursor"]
            path = f"/customers?{query}limit=2&cursor={further}" if further else ""

        assert seen == made[::-1], query


def test_a_cursor_is_not_taken_elsewhere(api: Api, cast: Cast) -> None:
    make_customer(cast.house)
    make_customer(cast.house)
    cursor = api.get("/customers?limit=1")["next_cursor"]

    assert api.get(f"/customers?cursor={cursor}").status == 200
    assert api.get(f"/bills?cursor={cursor}").status == 422
    assert api.get(f"/customers?cursor={cursor[:-2]}").status == 422


def test_a_cursor_is_not_taken_to_another_question(api: Api, cast: Cast) -> None:
    for _each in "ab":
        make_customer(cast.house, first_name="Guest")
    words, listed = (api.get(f"/customers?{q}limit=1")["next_cursor"] for q in ("q=guest&", ""))

    for asked in (f"cursor={words}", f"q=guest&active=true&cursor={listed}"):
        assert api.get(f"/customers?{asked}").status == 422
    assert (
        api.get(f"/customers?q=guest&updated_since=2020-01-01T00:00:00Z&cursor={words}").status
        == 422
    )


def test_a_till_sees_active_customers_only(api: Api, cast: Cast) -> None:
    away = make_customer(cast.house, first_name="Away", active=False)
    here = make_customer(cast.house, first_name="Here", email="a@example.org")
    make_customer(cast.house, first_name="Gone", email="a@example.org", active=False)
    till = Api(token_of(cast.house, cast.hire("Zoé", "waiter"), till=cast.till))

    assert ids(till.get("/customers")) == [str(here.id)]
    assert ids(till.get("/customers?active=false&archived=true")) == [str(here.id)]
    assert ids(till.get("/customers?q=gone")) == []
    assert ids(till.get("/customers?email=a@example.org")) == [str(here.id)]
    assert str(away.id) in ids(api.get("/customers"))


def test_the_right_to_see_is_asked(as_role: Any) -> None:
    blind = as_role("waiter", scopes=["bills.open"])

    answers = [blind.get(path) for path in ("/customers", "/cards?number=1", "/bills")]

    assert [one["right"] for one in answers] == ["customers.see", "customers.see", "bills.see"]


@pytest.mark.parametrize(
    ("asked", "who"),
    [
        ("free=seat:Window", "Ann"),
        ("free=seat:window", "Ann"),
        ("free=seat", "Ann Eve"),
        ("free=seat:", "Zed"),
        ("free=note:", "Eve Zed"),
        ("free=note:%20%09", "Eve Zed"),
        ("free=vip:yes", "Eve"),
        ("free=vip:no", "Zed"),
        ("free=spend:12.50", "Ann"),
        ("free=seat&free=vip:true", "Eve"),
        ("free=seat&q=ann", "Ann"),
        ("free=seat&email=eve@example.org", "Eve"),
        ("free=seat:&email=eve@example.org", ""),
    ],
)
def test_by_fields_of_the_houses_own(api: Api, cast: Cast, asked: str, who: str) -> None:
    cast.act(free.define, name="Seat", kind="choice", choices=["Window", "Bar"])
    cast.act(free.define, name="VIP", kind="flag")
    cast.act(free.define, name="Spend", kind="number")
    cast.act(free.define, name="Note", kind="text")
    for name, said in (
        ("Ann", {"seat": "Window", "spend": "12.5", "note": "x"}),
        ("Eve", {"seat": "Bar", "vip": True, "note": " "}),
        ("Zed", {"vip": False}),
    ):
        api.post(
            "/customers",
            {"first_name": name, "email": f"{name.lower()}@example.org", "free": said},
        )

    answer = api.get(f"/customers?type=person&{asked}")

    assert [one["first_name"] for one in answer["data"]][::-1] == who.split()


def test_no_such_field_is_422(api: Api, cast: Cast) -> None:
    cast.act(free.define, name="VIP", kind="flag")

    for asked in ("nothing:x", "vip:perhaps", "'; --:x", "%00", ":"):
        answer = api.get(f"/customers?free={asked}")
        assert (answer.status, answer["code"]) == (422, "malformed"), asked
    assert api.get("/customers?" + "&".join(["free=vip"] * 6)).status == 422
