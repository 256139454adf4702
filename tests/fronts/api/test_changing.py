"""Items, tables, categories, groups and their terms changed and removed through the API."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connections

from habitue.kit.ids import new_id
from habitue.menu.models import GroupTerm, Item, Table
from tests.cast import Cast
from tests.fronts.api.conftest import Answer, Api, eur


def kept(api: Api, path: str, thing: Answer, **said: Any) -> Answer:
    return api("PATCH", f"{path}/{thing['id']}", {"version": thing["version"], **said})


@pytest.fixture
def beer(api: Api) -> Answer:
    return api.post("/items", {"name": "Beer", "price": eur(500), "position": 2})


@pytest.fixture
def table(api: Api) -> Answer:
    area = api.post("/areas", {"name": "Terrace"})
    return api.post("/tables", {"name": "T1", "area": area["id"]})


@pytest.fixture
def term(api: Api) -> Answer:
    group = api.post("/customer-groups", {"name": "Neighbours"})
    wine = api.post("/categories", {"name": "Wine"})
    said = {"group": group["id"], "category": wine["id"], "discount_percent": 1000}
    return api.post("/group-terms", said | {"earn_percent": 100})


def test_absent_keeps_and_null_clears(api: Api, beer: Answer) -> None:
    drinks = api.post("/categories", {"name": "Drinks"})
    level = api.post("/price-levels", {"name": "Happy hour"})
    dear = kept(
        *(api, "/items", beer),
        price=eur(650),
        category=drinks["id"],
        prices=[{"price_level": level["id"], "price": eur(400)}],
    )
    out = kept(api, "/items", dear, sold_out=True, category=None)

    assert dear.status == out.status == 200, (dear.body, out.body)
    assert (dear["name"], dear["position"], dear["category"]) == ("Beer", 2, drinks["id"])
    assert out["price"] == eur(650) and out["prices"] == dear["prices"]
    assert (out["category"], out["sold_out"]) == (None, True)
    assert api.get("/items")["data"] == [out.body]
    assert kept(api, "/items", out, prices=[])["prices"] == []


def test_a_stale_version_changes_nothing(api: Api, beer: Answer) -> None:
    kept(api, "/items", beer, name="Ale")

    stale = kept(api, "/items", beer, name="Stout")
    none = api("PATCH", f"/items/{beer['id']}", {"name": "Stout"})
    gone = api("DELETE", f"/items/{beer['id']}", If_Match=str(beer["version"]))

    assert (
        (stale.status, stale["code"])
        == (gone.status, gone["code"])
        == (
            409,
            "version_conflict",
        )
    )
    assert none.status == 422
    assert api.get("/items")["data"][0]["name"] == "Ale"


def test_the_same_key_changes_it_once(api: Api, beer: Answer) -> None:
    key, path = str(new_id()), f"/items/{beer['id']}"
    body = {"version": beer["version"], "name": "Ale"}

    first, again = (api("PATCH", path, body, key=key) for _ in range(2))

    assert (first.status, again.status, again.replayed) == (200, 200, True)


@pytest.mark.parametrize(
    "said",
    [{"name": None}, {"name": " "}, {"price": None}, {"position": None}, {"prices": None}],
)
def test_what_must_be_there_is_not_cleared(api: Api, beer: Answer, said: Any) -> None:
    assert kept(api, "/items", beer, **said).status == 422


def test_an_item_off_the_menu_is_gone_once_and_for_all(api: Api, beer: Answer) -> None:
    answers = [api("DELETE", f"/items/{beer['id']}").status for _ in range(2)]
    (now,) = api.get("/items")["data"]

    assert answers == [204, 204] and now["retired_at"]
    assert kept(api, "/items", now, name="Ale").status == 404


def test_a_table_moves_and_goes(api: Api, table: Answer) -> None:
    bar = api.post("/areas", {"name": "Bar"})

    moved = kept(api, "/tables", table, area=bar["id"], name="B1")

    assert (moved["area"], moved["name"]) == (bar["id"], "B1")
    assert kept(api, "/tables", moved, area=None).status == 422
    assert kept(api, "/tables", moved, area=str(new_id()))["field"] == "area"
    assert api("DELETE", f"/tables/{table['id']}").status == 204
    assert api("DELETE", f"/tables/{table['id']}").status == 404
    assert not Table.objects.exists()


def test_terms_by_category_change_and_go(api: Api, term: Answer) -> None:
    (wine,) = api.get("/categories")["data"]
    (group,) = api.get("/customer-groups")["data"]

    now = kept(api, "/group-terms", term, earn_percent=None)
    said = api("PATCH", f"/categories/{wine['id']}", {"version": wine["version"]} | RATES)
    named = api("PATCH", f"/customer-groups/{group['id']}", {"version": group["version"]} | NAMED)

    assert (now["discount_percent"], now["earn_percent"]) == (1000, None)
    assert (said["discount_percent"], said["earn_percent"]) == (0, 250)
    assert (named["name"], named["discount_percent"]) == ("Regulars", 500)
    assert api("DELETE", f"/group-terms/{term['id']}").status == 204
    assert not GroupTerm.objects.exists()
    assert api("DELETE", f"/customer-groups/{group['id']}").status == 204
    assert api.get("/customer-groups")["data"][0]["retired_at"]


RATES = {"discount_percent": 0, "earn_percent": 250}
NAMED = {"name": "Regulars", "discount_percent": 500}


def test_where_changes_wait_they_wait_here_too(
    cast: Cast, api: Api, beer: Answer, table: Answer, term: Answer
) -> None:
    cast.rule(publish_on_send=True)

    dear = kept(api, "/items", beer, price=eur(650))
    more = kept(api, "/items", dear, name="Ale")
    waits = kept(api, "/group-terms", term, discount_percent=0)
    gone = api("DELETE", f"/tables/{table['id']}")

    assert (dear["price"], dear["waiting"]) == (eur(500), {"price": eur(650)})
    assert dear["version"] != beer["version"]
    assert more["waiting"] == {"price": eur(650), "name": "Ale"}
    assert (waits["discount_percent"], waits["waiting"]) == (1000, {"discount_percent": 0})
    assert gone.status == 204 and api.get("/tables")["data"][0]["waiting"] == {"ends": True}
    api.post("/editions")
    assert Item.objects.get().price_minor == 650 and not Table.objects.exists()


def test_what_was_never_sent_is_changed_and_forgotten(cast: Cast, api: Api) -> None:
    cast.rule(publish_on_send=True)
    new = api.post("/items", {"name": "Spritz", "price": eur(900)})

    dear = kept(api, "/items", new, price=eur(950))

    assert dear["waiting"]["price"] == eur(950)
    assert api("DELETE", f"/items/{new['id']}").status == 204
    assert api.get("/drafts")["data"] == []


def test_rights(as_role: Any, beer: Answer, term: Answer) -> None:
    waiter = as_role("waiter")

    for path, thing, said in (
        ("/items", beer, {"name": "Ale"}),
        ("/group-terms", term, {"earn_percent": 0}),
    ):
        for answer in (
            kept(waiter, path, thing, **said),
            waiter("DELETE", f"{path}/{thing['id']}"),
        ):
            assert (answer.status, answer["right"]) == (403, "menu.edit")


def test_terms_of_customers_are_a_right_of_their_own(as_role: Any, term: Answer) -> None:
    desk = as_role("owner", scopes=["menu.edit", "bills.see"])

    for answer in (
        kept(desk, "/group-terms", term, earn_percent=0),
        desk("DELETE", f"/group-terms/{term['id']}"),
    ):
        assert (answer.status, answer["right"]) == (403, "house_accounts.edit_terms")


def test_a_change_of_nothing_and_a_second_end_ask_the_right_too(
    api: Api, as_role: Any, beer: Answer, term: Answer
) -> None:
    waiter = as_role("waiter")
    api("DELETE", f"/items/{beer['id']}")

    for answer in (
        kept(waiter, "/group-terms", term),
        waiter("PATCH", f"/group-terms/{term['id']}", {"version": 0}),
        waiter("DELETE", f"/items/{beer['id']}"),
    ):
        assert (answer.status, answer["right"]) == (403, "menu.edit")


@pytest.mark.django_db(transaction=True)
def test_two_at_once_change_what_waits_by_the_version_they_read(cast: Cast, api: Api) -> None:
    cast.rule(publish_on_send=True)
    new = api.post("/items", {"name": "Spritz", "price": eur(900)})
    ready = threading.Barrier(2)
    said: list[int] = []

    def one(price: int) -> None:
        try:
            ready.wait(20)
            said.append(kept(api, "/items", new, price=eur(price)).status)
        finally:
            connections.close_all()

    hands = [threading.Thread(target=one, args=[price]) for price in (950, 990)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join(60)

    assert sorted(said) == [200, 409]
