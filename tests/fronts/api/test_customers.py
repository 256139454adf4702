"""The customer book through the API."""

from __future__ import annotations

from typing import Any

from tests.cast import Cast
from tests.fronts.api.conftest import Api, eur

EVERYTHING = {
    "type": "person",
    "first_name": "Zoë",
    "last_name": "Łukasz",
    "company_name": "Own boss",
    "user_id": "U-17",
    "search_code": "zl",
    "email": "Zoe@Example.org",
    "phone": "06 12 34 56 78",
    "phones": ["06 12 34 56 78", "01 23 45 67 89"],
    "website": "https://example.org",
    "address": {"street": "1 rue X", "postal_code": "69001", "city": "Lyon", "region": "ARA"}
    | {"country": "FR"},
    "birthday": "--05-31",
    "language": "fr",
    "currency": "EUR",
    "description": "by the window",
    "notes": "no nuts",
    "tags": ["lunch"],
    "discount_percent": 500,
    "earn_percent": 200,
    "on_account_allowed": True,
    "on_hold": False,
    "credit_limit": eur(5000),
    "active": True,
    "marketing_allowed": True,
    "email_receipts": True,
    "tax_id": "FR123",
    "tax_exempt": False,
}


def test_every_field_comes_back_as_it_was_sent(api: Api) -> None:
    made = api.post("/customers", EVERYTHING)

    assert made.status == 201, made.body
    assert {key: made[key] for key in EVERYTHING if key != "email"} == {
        key: value for key, value in EVERYTHING.items() if key != "email"
    }
    assert made["email"] == "Zoe@example.org"
    assert (made["display_name"], made["has_pin"], made["version"]) == ("Zoë Łukasz", False, 1)
    assert made["marketing"]["how"] == "api"
    assert made["personal_code"].isdigit()
    assert api.get(f"/customers/{made['id']}").body == made.body


def test_a_name_or_a_company_is_all_it_takes(api: Api) -> None:
    assert api.post("/customers", {"company_name": "Acme", "type": "company"}).status == 201
    nameless = api.post("/customers", {"phone": "06"})
    assert (nameless.status, nameless["code"]) == (422, "name_needed")


def test_null_clears_absent_keeps_lists_are_replaced(api: Api) -> None:
    made = api.post("/customers", EVERYTHING)

    changed = api.patch(
        f"/customers/{made['id']}",
        {"version": 1, "email": None, "phones": ["05"], "tags": ["a", "b"], "credit_limit": None}
        | {"address": {"city": None}},
    )

    assert changed.status == 200, changed.body
    assert (changed["email"], changed["credit_limit"], changed["version"]) == (None, None, 2)
    assert (changed["phones"], changed["phone"], changed["tags"]) == (["05"], "05", ["a", "b"])
    assert (changed["address"]["city"], changed["address"]["street"]) == (None, "1 rue X")
    assert (changed["last_name"], changed["notes"]) == ("Łukasz", "no nuts")


def test_a_change_carries_the_version_that_was_read(api: Api, cast: Cast) -> None:
    path = f"/customers/{cast.carol.id}"

    missing = api.patch(path, {"last_name": "X"})
    stale = api.patch(path, {"last_name": "X", "version": 7})

    assert (missing.status, missing["field"]) == (422, "version")
    assert (stale.status, stale["code"], stale["version"]) == (409, "version_conflict", 1)


REFUSED: list[tuple[str, Any]] = [
    ("birthday", "1984-02-31"),
    ("birthday", "31.05.1984"),
    ("email", "nobody"),
    ("language", "x" * 40),
    ("country", "F"),
    ("discount_percent", 10_001),
    ("discount_percent", -1),
    ("earn_percent", 1.5),
    ("type", "ghost"),
    ("active", "yes"),
    ("active", None),
    ("tags", "lunch"),
    ("phones", [1]),
    ("first_name", ["x"]),
    ("notes", "4111 1111 1111 1111"),
    ("display_name", "X"),
    ("user_id", "x" * 65),
]


def test_a_field_that_cannot_stand_is_named(api: Api) -> None:
    for field, value in REFUSED:
        sent = {"address": {"country": value}} if field == "country" else {field: value}

        answer = api.post("/customers", {"last_name": "X"} | sent)

        assert (answer.status, field in answer["field"]) == (422, True), answer.body


def test_a_user_id_belongs_to_one(api: Api) -> None:
    api.post("/customers", {"first_name": "A", "user_id": "U1"})

    answer = api.post("/customers", {"first_name": "B", "user_id": "u1"})

    assert (answer.status, answer["code"]) == (409, "user_id_taken")


def test_a_reference_that_is_not_ours_is_404_with_its_field(api: Api, cast: Cast) -> None:
    ids = (str(cast.charlie.id), "nonsense", "0" * 36)
    for field, id_ in [(f, i) for f in ("parent", "payer", "price_level") for i in ids]:
        answer = api.post("/customers", {"first_name": "B", field: id_})

        assert (answer.status, answer["code"], answer["field"]) == (404, "not_found", field)


def test_delete_archives_and_restore_brings_back(api: Api, cast: Cast) -> None:
    path = f"/customers/{cast.carol.id}"

    gone = [api.delete(path), api.delete(path)]

    assert [answer.status for answer in gone] == [204, 204]
    assert api.get(path)["archived_at"]
    assert api.get("/customers").body["data"] == []
    assert api.patch(path, {"version": 2, "notes": "x"})["code"] == "customer_archived"
    assert api.post(f"{path}/restore")["archived_at"] is None


def test_delete_may_name_the_version(api: Api, cast: Cast) -> None:
    path = f"/customers/{cast.carol.id}"

    assert api.delete(path, If_Match='"9"')["code"] == "version_conflict"
    assert api.delete(path, If_Match='"1"').status == 204


def test_where_value_remains_it_is_settled_in_the_same_step(api: Api, cast: Cast) -> None:
    path = f"/customers/{cast.alice.id}"

    refused = api.delete(path)
    archived = api.post(f"{path}/archive", {"settle": "pay_out", "tender": "cash"})

    assert (refused.status, refused["code"], refused["has"]) == (409, "value_remains", eur(2000))
    assert archived.status == 200 and archived["archived_at"], archived.body
    assert api.get(f"{path}/balances")["wallet"]["total"] == eur(0)


def test_a_pin_is_4_to_8_digits_that_nobody_guesses(api: Api, cast: Cast) -> None:
    path = f"/customers/{cast.carol.id}/pin"

    assert api.put(path, {"pin": "1234"})["code"] == "pin_too_common"
    assert [api.put(path, {"pin": pin}).status for pin in ("12", 7391, "abcd")] == [422] * 3
    assert api.put(path, {"pin": "7391"})["has_pin"] is True


def test_rights(cast: Cast, as_role: Any) -> None:
    waiter, bookkeeper = as_role("waiter"), as_role("bookkeeper")
    path = f"/customers/{cast.carol.id}"

    assert waiter.patch(path, {"version": 1, "notes": "x"})["right"] == "customers.edit"
    assert waiter.delete(path)["right"] == "customers.archive"
    assert bookkeeper.post("/customers", {"first_name": "X"})["right"] == "customers.create"
    assert waiter.put(f"{path}/pin", {"pin": "7391"})["right"] == "cards.set_pin"
    limit = waiter.post("/customers", {"first_name": "X", "credit_limit": eur(1)})
    assert (limit.status, limit["right"]) == (403, "house_accounts.edit_terms")


def test_a_manager_approves_on_the_spot(cast: Cast, as_role: Any) -> None:
    waiter = as_role("waiter")
    boss = cast.hire("Boss", "manager", pin="8264")
    path = f"/customers/{cast.carol.id}"
    approval = {"staff": str(boss.id), "pin": "8264", "reason": "left for good"}

    wrong = waiter.delete(path, {"approval": approval | {"pin": "9999"}})
    right = waiter.delete(path, {"approval": approval})

    assert (wrong.status, wrong["code"]) == (409, "pin_wrong")
    assert right.status == 204


def test_the_houses_mandatory_fields_hold_here_too(api: Api, cast: Cast) -> None:
    cast.rule(mandatory={"api": ["phone|email"]})

    answer = api.post("/customers", {"first_name": "X"})

    assert (answer.status, answer["code"], answer["field"]) == (422, "field_needed", "phone")
