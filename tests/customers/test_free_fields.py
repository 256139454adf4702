"""Fields the house defines itself: named, checked, kept, put into files and read back."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import pytest

from habitue.customers import actions as customers
from habitue.customers import free
from habitue.customers.models import Customer, FreeField
from habitue.exchange import exporting, files, writing
from habitue.house.models import House
from tests.cast import Cast, make_customer, refused

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def defined(cast: Cast, name: str, kind: str = "text", choices: Any = ()) -> FreeField:
    field: FreeField = cast.act(free.define, name=name, kind=kind, choices=choices)
    return field


def kept(cast: Cast, customer: Customer, **values: Any) -> dict[str, Any]:
    edited = cast.act(customers.edit, customer=customer, fields={"free": values}, front="office")
    return dict(edited.free)


def test_a_key_is_made_once_and_never_changes(cast: Cast) -> None:
    first = defined(cast, "Wine club №")
    cast.act(free.retire, field=first)
    second = defined(cast, "Wine Club no")

    renamed = cast.act(free.redefine, field=second, name="Cellar", choices=())

    assert first.key != second.key
    assert (renamed.key, renamed.name) == (second.key, "Cellar")
    with refused("malformed", field="name"):
        defined(cast, "cellar")
    with refused("malformed", field="choices"):
        defined(cast, "Seat", "choice", ["window"])


@pytest.mark.parametrize(
    ("kind", "given", "stands"),
    [
        ("text", "  by  the\x00 window ", "by the window"),
        ("number", "1 200,50", "1200.5"),
        ("number", 12, "12"),
        ("date", "2026-05-31", "2026-05-31"),
        ("flag", "oui", True),
        ("flag", False, False),
        ("choice", "TERRASSE", "terrasse"),
    ],
)
def test_values_are_kept_in_one_form(cast: Cast, kind: str, given: Any, stands: Any) -> None:
    field = defined(cast, "Mine", kind, ["terrasse", "window"])

    assert kept(cast, cast.alice, **{field.key: given}) == {"mine": stands}
    assert kept(cast, cast.alice, **{field.key: None}) == {}


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("text", "x" * 301),
        ("text", "4111 1111 1111 1111"),
        ("number", "twelve"),
        ("number", "1e9"),
        ("number", True),
        ("date", "31.05.2026"),
        ("flag", "perhaps"),
        ("choice", "cellar"),
    ],
)
def test_what_a_value_cannot_be(cast: Cast, kind: str, given: Any) -> None:
    field = defined(cast, "Mine", kind, ["terrasse", "window"])

    with refused("malformed", field="free.mine"):
        kept(cast, cast.alice, **{field.key: given})
    with refused("malformed", field="free.yours"):
        kept(cast, cast.alice, yours=given)


def test_one_is_changed_and_the_others_stay(cast: Cast) -> None:
    one, other = defined(cast, "Seat"), defined(cast, "Wine")
    kept(cast, cast.alice, **{one.key: "window", other.key: "red"})

    assert kept(cast, cast.alice, **{one.key: "bar"}) == {"seat": "bar", "wine": "red"}


def test_a_house_may_ask_for_one(cast: Cast) -> None:
    field = defined(cast, "Seat")
    House.objects.filter(pk=cast.house.pk).update(mandatory={"office": ["free.seat"]})
    cast.house.refresh_from_db()

    with refused("field_needed", field="free.seat"):
        make_customer(cast.house, first_name="Eve")
    assert make_customer(cast.house, first_name="Eve", free={"seat": "bar"}).free == {
        "seat": "bar"
    }
    cast.act(free.retire, field=field)
    assert make_customer(cast.house, first_name="Ann").free == {}


def test_files_carry_them_there_and_back(cast: Cast) -> None:
    seat, wine = defined(cast, "Seat"), defined(cast, "Wine", "flag")
    kept(cast, cast.alice, **{seat.key: "=1+1", wine.key: True})
    people = exporting.chosen(cast.house, [cast.alice.id])

    made = b"".join(
        writing.csv_chunks(exporting.rows(cast.house, people), exporting.keys(cast.house))
    )
    read = files.understand(cast.house, io.BytesIO(made), at=NOON)
    draft = read.reader.read(next(iter(read.table.rows())))

    assert b"free.seat,free.wine" in made
    assert draft.fields["free"] == {"seat": "=1+1", "wine": "yes"}  # type: ignore[union-attr]


def test_a_column_of_that_name_is_taken_for_it(cast: Cast) -> None:
    defined(cast, "Favourite seat")

    read = files.understand(
        cast.house, io.BytesIO(b"First name,Favourite seat\r\nEve,bar\r\n"), at=NOON
    )

    assert read.mapping == {"First name": "first_name", "Favourite seat": "free.favourite_seat"}
