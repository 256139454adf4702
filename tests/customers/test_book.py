"""Adding and changing people in the book."""

from typing import Any

import pytest

from habitue.customers import actions as customers
from habitue.customers.models import Consent, Customer, CustomerPhone
from habitue.customers.reports import by_email, by_phone, by_user_id, phones_of
from habitue.housekeeping import actions as housekeeping
from habitue.kit.ids import new_id
from habitue.kit.money import Money
from habitue.menu import actions as menu
from tests.cast import Cast, eur, make_customer, refused


def edit(cast: Cast, customer: Customer, **fields: Any) -> Customer:
    terms = {key: fields.pop(key) for key in ("by", "version", "front") if key in fields}
    edited: Customer = cast.act(
        customers.edit, customer=customer, fields=fields, **{"front": "office"} | terms
    )
    return edited


def test_a_name_is_all_it_takes(cast: Cast) -> None:
    assert make_customer(cast.house, last_name=" Li  Wei ").display_name == "Li Wei"
    assert make_customer(cast.house, type="company", company_name="Acme").display_name == "Acme"


@pytest.mark.parametrize(
    "fields", [{}, {"first_name": "  "}, {"first_name": "\x1b"}, {"email": "a@example.org"}]
)
def test_without_any_name(cast: Cast, fields: dict[str, Any]) -> None:
    with refused("name_needed"):
        make_customer(cast.house, **{"first_name": "", "last_name": ""} | fields)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "not an address"),
        ("birthday", "31.05.1984"),
        ("birthday", "2023-02-30"),
        ("birthday", "1984-13-01"),
        ("language", "French!"),
        ("currency", "ECU"),
        ("address.country", "FRA"),
        ("discount_percent", 10_001),
        ("discount_percent", -1),
        ("discount_percent", 5.0),
        ("credit_limit", Money(-1, "EUR")),
        ("credit_limit", Money(100, "USD")),
        ("type", "robot"),
        ("first_name", "x" * 121),
        ("notes", "her Visa is 4111 1111 1111 1111"),
        ("phone", "4111111111111111"),
        ("phones", ["%B4111111111111111^DOE/J^2512?"]),
    ],
)
def test_what_a_field_cannot_be(cast: Cast, field: str, value: Any) -> None:
    with refused("malformed") as no:
        make_customer(cast.house, **{"first_name": "Eve"} | {field: value})
    assert no.value.facts["field"] in (field, "phone", "first_name")
    assert "4111" not in no.value.sentence


@pytest.mark.parametrize("field", ["parent", "payer", "price_level"])
def test_links_lead_to_someone_of_this_house(cast: Cast, field: str) -> None:
    for unknown in (new_id(), "no id at all", cast.charlie.id):
        with refused("not_found", field=field):
            make_customer(cast.house, first_name="Eve", **{field: unknown})


def test_a_user_id_is_one_persons_whatever_its_case(cast: Cast) -> None:
    first = make_customer(cast.house, first_name="Eve", user_id="E-7")

    with refused("user_id_taken", customer=first.id):
        make_customer(cast.house, first_name="Ann", user_id=" e-7 ")
    with refused("user_id_taken"):
        edit(cast, cast.carol, user_id="E-7")
    edit(cast, first, user_id="e-7")
    assert by_user_id(cast.house, "E-7") == first
    assert make_customer(cast.other, user_id="E-7")


def test_nobody_belongs_to_themselves_however_long_the_way(cast: Cast) -> None:
    top = make_customer(cast.house, first_name="Top")
    middle = make_customer(cast.house, first_name="Mid", parent=top.id)
    low = make_customer(cast.house, first_name="Low", parent=middle.id)

    for parent in (top, middle, low):
        with refused("malformed", field="parent"):
            edit(cast, top, parent=parent.id)
    assert edit(cast, low, payer=low.id).payer_id is None


def test_a_stale_version(cast: Cast) -> None:
    edited = edit(cast, cast.carol, notes="likes the window", version=1)

    assert edited.version == 2
    with refused("version_conflict", version=2):
        edit(cast, cast.carol, notes="likes the door", version=1)
    assert edit(cast, cast.carol, notes="likes the window", version=2).version == 2


def test_the_archived_are_not_changed(cast: Cast) -> None:
    cast.act(housekeeping.archive, customer=cast.carol)

    with refused("customer_archived"):
        edit(cast, cast.carol, notes="x")


def test_another_houses_customer_is_not_there(cast: Cast) -> None:
    with refused("not_found"):
        edit(cast, cast.charlie, notes="x")


def test_phones_are_kept_as_typed_and_found_in_any_format(cast: Cast) -> None:
    eve = make_customer(
        cast.house, first_name="Eve", phone="06 12 34 56 78", phones=["ask her mother"]
    )

    assert phones_of(cast.house, [eve])[eve.id] == ["06 12 34 56 78", "ask her mother"]
    for typed in ("+33 6 12 34 56 78", "0612345678", "0033612345678", "+33 (0)6-12-34-56-78"):
        assert by_phone(cast.house, typed) == [eve]
    assert by_phone(cast.house, "0612345679") == []


def test_phones_change_one_at_a_time(cast: Cast) -> None:
    eve = make_customer(cast.house, first_name="Eve", phone="0612345678", phones=["0698765432"])

    def now() -> list[str]:
        return phones_of(cast.house, [eve])[eve.id]

    edit(cast, eve, phone="0611111111")
    assert now() == ["0611111111", "0698765432"]
    edit(cast, eve, phones=["0611111111"])
    assert now() == ["0611111111"]
    edit(cast, eve, phone=None, phones=[])
    assert now() == []
    assert CustomerPhone.objects.of(cast.house).count() == 0


def test_by_email_whatever_its_case(cast: Cast) -> None:
    eve = make_customer(cast.house, first_name="Eve", email="Eve@Example.org")

    assert by_email(cast.house, "eve@example.ORG") == [eve]


@pytest.mark.parametrize(
    ("rule", "missing", "enough"),
    [
        ("email", {}, {"email": "eve@example.org"}),
        ("phone|email", {}, {"phone": "0612345678"}),
        ("phone|email", {}, {"email": "eve@example.org"}),
        ("last_name", {"first_name": "Eve"}, {"last_name": "Li"}),
    ],
)
def test_what_a_front_demands(
    cast: Cast, rule: str, missing: dict[str, Any], enough: dict[str, Any]
) -> None:
    cast.rule(mandatory={"office": [rule]})

    with refused("field_needed", field=rule.partition("|")[0]):
        make_customer(cast.house, **{"first_name": "Eve"} | missing)
    assert make_customer(cast.house, **{"first_name": "Eve"} | enough)


def test_a_demanded_phone_that_stays_is_still_there(cast: Cast) -> None:
    eve = make_customer(cast.house, first_name="Eve", phone="0612345678")
    cast.rule(mandatory={"office": ["phone"]})

    edit(cast, eve, notes="x")

    with refused("field_needed", field="phone"):
        edit(cast, eve, phone=None, phones=[])
    assert phones_of(cast.house, [eve])[eve.id] == ["0612345678"]


def test_a_demanded_pin_comes_with_the_customer(cast: Cast) -> None:
    cast.rule(mandatory={"office": ["pin"]})

    with refused("field_needed", field="pin"):
        make_customer(cast.house, first_name="Eve")


def test_adding_and_editing_are_rights(cast: Cast) -> None:
    bookkeeper = cast.actor(cast.hire("Ada", "bookkeeper"))

    with refused("right_missing", right="customers.edit"):
        edit(cast, cast.carol, notes="x", by=cast.zoe)
    with refused("right_missing", right="customers.create"):
        cast.act(customers.create, fields={"first_name": "Eve"}, front="till", by=bookkeeper)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({}, {"on_account_allowed": True}),
        ({}, {"credit_limit": eur(10)}),
        ({"credit_limit": eur(10)}, {"credit_limit": None}),
        ({"credit_limit": eur(0)}, {"credit_limit": None}),
        ({"credit_limit": None}, {"credit_limit": eur(0)}),
        ({"on_hold": True}, {"on_hold": False}),
        ({}, {"discount_percent": 500}),
        ({"discount_percent": 500}, {"discount_percent": None}),
        ({}, {"earn_percent": 500}),
    ],
)
def test_terms_are_a_right_of_their_own(
    cast: Cast, before: dict[str, Any], after: dict[str, Any]
) -> None:
    eve = make_customer(cast.house, first_name="Eve", **before)

    with refused("right_missing", right="house_accounts.edit_terms"):
        edit(cast, eve, by=cast.cashier, **after)
    edit(cast, eve, by=cast.cashier, **before, notes="still hers to edit")
    edit(cast, eve, by=cast.manager, **after)


def test_a_payer_is_a_term_too(cast: Cast) -> None:
    with refused("right_missing", right="house_accounts.edit_terms"):
        edit(cast, cast.bob, payer=None, by=cast.cashier)
    with refused("right_missing"):
        cast.act(
            customers.create,
            fields={"first_name": "Eve", "payer": cast.acme.id},
            front="till",
            by=cast.cashier,
        )


def test_consent_is_written_down_when_it_changes(cast: Cast) -> None:
    eve = make_customer(cast.house, first_name="Eve", marketing_allowed=True)
    edit(cast, eve, notes="x")
    edit(cast, eve, marketing_allowed=False)

    given = Consent.objects.of(cast.house).order_by("at", "id").values_list("allowed", flat=True)
    assert list(given) == [True, False]


def test_a_deleted_price_level_leaves_its_customers(cast: Cast) -> None:
    level = cast.act(menu.add_level, name="Staff")
    eve = make_customer(cast.house, first_name="Eve", price_level=level.id)

    assert eve.price_level_id == level.id
    assert edit(cast, eve, price_level=None).price_level_id is None


@pytest.mark.parametrize("text", ["a\0b", "\u202eevil", "a\ud800b", "<b>", "😀" * 20, "é́"])
def test_odd_characters_are_kept_or_dropped_never_a_crash(cast: Cast, text: str) -> None:
    eve = make_customer(
        cast.house, first_name=text, notes=text, tags=[text], phone=text, search_code=text
    )

    assert "\0" not in cast.again(eve).first_name + "".join(cast.again(eve).tags)
