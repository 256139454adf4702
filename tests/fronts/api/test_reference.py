"""The menu, the rooms and the staff through the API."""

from __future__ import annotations

from typing import Any

from tests.cast import Cast, make_item
from tests.fronts.api.conftest import Api, eur


def test_a_price_level_may_hold_by_the_hour(api: Api) -> None:
    hours = {"days": [5, 1], "starts": "17:00", "ends": "19:30"}

    level = api.post("/price-levels", {"name": "Happy hour", "hours": hours})

    assert level["hours"] == hours | {"days": [1, 5]}
    assert api.post("/price-levels", {"name": "Staff"})["hours"] is None
    for odd in ({"days": []}, {"days": [8]}, {"ends": "24:00"}, {"ends": "17:00"}):
        assert api.post("/price-levels", {"name": "Odd", "hours": hours | odd}).status == 422


def test_an_item_with_its_prices(api: Api) -> None:
    level = api.post("/price-levels", {"name": "Happy hour"})
    category = api.post("/categories", {"name": "Drinks", "position": 3})
    rate = api.post("/vat-rates", {"name": "Special", "rate": 1234})

    item = api.post(
        "/items",
        {"name": "Beer", "price": eur(500), "category": category["id"], "vat_rate": rate["id"]}
        | {"prices": [{"price_level": level["id"], "price": eur(400)}]},
    )

    assert item.status == 201, item.body
    assert item["prices"] == [{"price_level": level["id"], "price": eur(400)}]
    assert api.get("/items")["data"] == [item.body]
    assert (
        api.post("/items", {"name": "Pie", "price": eur(1), "vat_rate": 1234})["vat_rate"]
        == (rate["id"])
    )


def test_rooms_and_tills(api: Api) -> None:
    area = api.post("/areas", {"name": "Terrace"})
    table = api.post("/tables", {"name": "T1", "area": area["id"]})
    till = api.post("/tills", {"name": "Bar"})

    assert [answer.status for answer in (area, table, till)] == [201, 201, 201]
    assert table["area"] == area["id"]
    assert till["venue"] == area["venue"] == api.get("/venues")["data"][0]["id"]
    assert api.post("/tables", {"name": "T1", "area": area["id"]})["code"] == "name_taken"


def test_staff(api: Api, cast: Cast) -> None:
    zoe = api.post("/staff", {"name": "Zoé", "role": "waiter", "email": "zoe@example.org"})
    again = api.post("/staff", {"name": "Zoé", "role": "waiter", "email": "ZOE@example.org"})

    pinned = api.put(f"/staff/{zoe['id']}/pin", {"pin": "8264"})

    assert (zoe.status, zoe["role"], zoe["has_pin"]) == (201, "waiter", False)
    assert (again.status, again["code"]) == (422, "email_taken")
    assert pinned["has_pin"] is True
    assert api.put(f"/staff/{zoe['id']}/pin", {"pin": "1111"})["code"] == "pin_too_common"
    assert api.post("/staff", {"name": "X", "role": "pope"})["field"] == "role"
    assert {one["role"] for one in api.get("/staff")["data"]} == {"owner", "waiter"}


def test_tenders_and_shifts(api: Api, cast: Cast) -> None:
    cast.pay(cast.bill(5))

    kinds = {one["kind"] for one in api.get("/tenders")["data"]}

    assert kinds == {"cash", "card", "bank_transfer", "other"}
    assert [one["implicit"] for one in api.get("/shifts")["data"]] == [True]


def test_lists_come_in_pages(api: Api, cast: Cast) -> None:
    made = [str(make_item(cast.house, f"Item {n}").id) for n in range(3)]

    first = api.get("/items?limit=2")
    rest = api.get(f"/items?limit=2&cursor={first['next_cursor']}")

    assert [one["id"] for one in first["data"] + rest["data"]] == made
    assert rest["next_cursor"] is None


RIGHTS: list[tuple[str, Any, str]] = [
    ("/items", {"name": "X", "price": eur(1)}, "menu.edit"),
    ("/price-levels", {"name": "X"}, "menu.edit"),
    ("/categories", {"name": "X"}, "menu.edit"),
    ("/vat-rates", {"name": "X", "rate": 1}, "menu.edit"),
    ("/areas", {"name": "X"}, "menu.edit"),
    ("/venues", {"name": "X"}, "house.edit"),
    ("/tills", {"name": "X"}, "tills.enrol"),
    ("/staff", {"name": "X", "role": "waiter"}, "staff.manage"),
]


def test_rights(as_role: Any) -> None:
    waiter = as_role("waiter")

    for path, body, right in RIGHTS:
        answer = waiter.post(path, body)

        assert (answer.status, answer["right"]) == (403, right), answer.body


def test_a_name_that_cannot_be_is_422(api: Api) -> None:
    for path in ("/items", "/price-levels", "/venues", "/tills", "/areas"):
        sane = {"price": eur(1)} if path == "/items" else {}
        for name in ("", " ", None, 5, "x" * 121):
            assert api.post(path, sane | {"name": name}).status == 422


def test_a_group_of_customers(api: Api) -> None:
    level = api.post("/price-levels", {"name": "Staff"})
    terms = {"price_level": level["id"], "discount_percent": 1000, "earn_percent": None}

    group = api.post("/customer-groups", {"name": "Neighbours"} | terms)
    guest = api.post("/customers", {"first_name": "Eve", "group": group["id"]})

    assert group.body.items() >= ({"name": "Neighbours"} | terms).items()
    assert api.get("/customer-groups")["data"] == [group.body]
    assert guest["group"] == group["id"]
    assert api.post("/customer-groups", {"name": "Neighbours"})["code"] == "name_taken"
    assert api.post("/customer-groups", {"name": "Odd", "earn_percent": 10_001}).status == 422


def test_what_a_category_says_for_everybody_and_for_a_group(api: Api) -> None:
    rates = {"discount_percent": 0, "earn_percent": 250}
    wine = api.post("/categories", {"name": "Wine"} | rates)
    group = api.post("/customer-groups", {"name": "Neighbours"})
    wanted = {"group": group["id"], "category": wine["id"], "discount_percent": 1000}

    term = api.post("/group-terms", wanted)

    assert wine.body.items() >= ({"name": "Wine", "position": 0} | rates).items()
    assert term.body.items() >= ({"earn_percent": None} | wanted).items()
    assert api.get("/group-terms")["data"] == [term.body]
    assert api.post("/group-terms", wanted)["code"] == "name_taken"
    assert api.post("/group-terms", wanted | {"group": wine["id"]}).status == 404
    assert api.post("/categories", {"name": "Beer", "earn_percent": 10_001}).status == 422
