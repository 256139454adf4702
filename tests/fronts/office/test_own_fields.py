"""Fields of the house's own on the form; two editors of one customer; who has it already."""

from __future__ import annotations

from typing import Any

from habitue.customers import free
from habitue.customers.models import Customer, FreeField
from tests.cast import Cast, make_customer
from tests.fronts.office.conftest import Desk


def sent(page: Any, **typed: Any) -> dict[str, Any]:
    """What a browser would send of a customer's form as it was shown, but for what is typed."""
    form = page.context["form"]
    fields: dict[str, Any] = {"type": "person", "version": page.context["version"]}
    for part in (*form.general, *form.contact, *form.advanced):
        if part.type == "switch":
            fields |= {part.name: "on"} if part.value else {}
        elif part.type == "customer":
            fields |= {part.name: part.value or "", f"{part.name}_name": part.named}
        else:
            fields[part.name] = "" if part.value is None else part.value
    return fields | {"was": form.was} | typed


def test_the_house_defines_changes_and_puts_away(office: Desk, cast: Cast) -> None:
    office.send("settings/fields/add", name="Seat", kind="choice", choices="bar, window; terrace")
    field = FreeField.objects.of(cast.house).get()

    wrong = office.send("settings/fields/add", name="seat", kind="text")
    office.send(f"settings/fields/{field.id}/change", name="Place", choices="bar, window")
    office.send(f"settings/fields/{field.id}/retire")
    away = office.see("settings/fields")
    office.send(f"settings/fields/{field.id}/take-up")

    assert wrong.status_code == 422 and b"There is a field of this name." in wrong.content
    assert [one.name for one in away.context["away"]] == ["Place"]
    assert [one.choices for one in free.fields_of(cast.house)] == [["bar", "window"]]


def test_who_may_not_set_the_house_up_defines_nothing(as_role: Any, cast: Cast) -> None:
    assert as_role("cashier").send("settings/fields/add", name="Seat", kind="text") is not None
    assert not FreeField.objects.of(cast.house).exists()


def test_they_stand_on_the_form_and_are_kept(office: Desk, cast: Cast) -> None:
    for name, kind in (("Seat", "text"), ("Dog", "flag"), ("Since", "date"), ("Size", "number")):
        cast.act(free.define, name=name, kind=kind, choices=())
    typed = {"free.seat": "bar", "free.dog": "no", "free.since": "2019-05-01", "free.size": "4,5"}

    office.send("customers/create", type="person", last_name="Li", active="on", **typed)
    one = Customer.objects.of(cast.house).get(last_name="Li")
    page = office.see(f"customers/{one.id}/")
    office.send(f"customers/{one.id}/edit", **sent(page, **{"free.seat": "", "free.dog": "yes"}))
    wrong = office.send(
        f"customers/{one.id}/edit",
        **sent(office.see(f"customers/{one.id}/"), **{"free.size": "big"}),
    )

    assert one.free == {"seat": "bar", "dog": False, "since": "2019-05-01", "size": "4.5"}
    assert cast.again(one).free == {"dog": True, "since": "2019-05-01", "size": "4.5"}
    assert wrong.status_code == 422 and b"a number such as 12.5." in wrong.content
    assert b'href="#f-free.size"' in wrong.content
    assert b"Seat" in office.see(f"customers/{one.id}/history").content


def test_the_house_demands_one_in_the_office(office: Desk, cast: Cast) -> None:
    cast.act(free.define, name="Seat", kind="text", choices=())
    office.send("settings/mandatory/change", **{"office:free.seat": "on", "till:free.seat": "on"})

    answer = office.send("customers/create", type="person", last_name="Li", active="on")

    assert answer.status_code == 422 and b"Seat is needed here." in answer.content
    assert make_customer(cast.house, last_name="Ok", free={"seat": "bar"})
    assert Customer.objects.of(cast.house).filter(last_name="Li").count() == 0


def test_two_editors_lose_nothing(office: Desk, cast: Cast) -> None:
    one = make_customer(
        cast.house, first_name="Eve", last_name="Li", phone="06 12 34 56 78", notes="window"
    )
    path = f"customers/{one.id}/"
    first, second = office.see(path), office.see(path)
    office.send(
        f"{path}edit",
        **sent(first, notes="no walnuts", search_code="EVE", email_receipts="on"),
    )

    told = office.send(
        f"{path}edit", **sent(second, notes="likes jazz", phone="06 99 99 99 99", last_name="Liu")
    )
    kept = office.send(f"{path}edit", **sent(told))

    words = told.content.decode()
    assert told.status_code == 409
    assert "<ins>no walnuts</ins>" in words and "you changed it too" in words
    assert "Someone else wrote: no walnuts" in words and "<ins>EVE</ins>" in words
    assert kept.status_code == 302
    now = cast.again(one)
    assert (now.notes, now.search_code, now.last_name) == ("likes jazz", "EVE", "Liu")
    assert now.email_receipts
    assert [row.typed for row in now.phone_rows.all()] == ["06 99 99 99 99"]


def test_what_a_form_began_with_may_be_anything(office: Desk, cast: Cast) -> None:
    path = f"customers/{cast.carol.id}/"
    page = office.see(path)
    office.send(f"{path}edit", **sent(page, notes="one"))

    for was in ("", "[]", "{", "null", '{"notes": [1]}'):
        answer = office.send(f"{path}edit", **sent(page, notes="two") | {"was": was})
        assert answer.status_code == 409


def test_ones_own_number_is_no_twin(office: Desk, cast: Cast) -> None:
    one = make_customer(cast.house, last_name="Li", phone="06 12 34 56 78")

    mine = office.see(f"customers/twins?phone=0612345678&own={one.id}").content
    other = office.see("customers/twins?phone=0612345678").content

    assert b"Li" not in mine and b"Li has this number" in other
    twin = make_customer(cast.house, last_name="Liu", phone="06 12 34 56 78")
    merge = f"compare?kept={one.id}&amp;other={twin.id}".encode()
    assert merge in office.see(f"customers/twins?phone=0612345678&own={one.id}").content
    for own in ("", "x", "'--"):
        seen = office.see("customers/twins", data={"phone": "0612345678", "own": own}).content
        assert b"kept=" not in seen and b"once it is saved" in seen
    assert b"[name=own]" in office.see(f"customers/{one.id}/").content


def test_what_is_open_now_stands_on_the_page(office: Desk, cast: Cast) -> None:
    bill = cast.bill(31, cast.alice)

    page = office.see(f"customers/{cast.alice.id}/lately")

    assert [each.bill.pk for each in page.context["open_bills"]] == [bill.pk]


def test_allergies_and_the_ignore_list_are_said_first(office: Desk, cast: Cast) -> None:
    one = make_customer(cast.house, last_name="Li", allergies="walnuts", ignored=True)

    words = office.see(f"customers/{one.id}/").content.decode()

    assert "On the ignore list." in words and "walnuts" in words


def test_the_history_tells_numbers_and_own_fields(office: Desk, cast: Cast) -> None:
    cast.act(free.define, name="Seat", kind="text", choices=())
    one = make_customer(cast.house, last_name="Li", phone="06 12 34 56 78")
    page = office.see(f"customers/{one.id}/")
    typed = {"phone": "06 99 99 99 99", "free.seat": "bar", "allergies": "walnuts"}

    office.send(f"customers/{one.id}/edit", **sent(page, **typed))

    done = office.see(f"customers/{one.id}/history").context["lines"][0]
    told = {change.label: (change.before, change.after) for change in done.changes}
    assert told == {
        "Phone": ("06 12 34 56 78", "06 99 99 99 99"),
        "Seat": ("–", "bar"),
        "Allergies": ("–", "walnuts"),
    }


def test_a_slip_in_a_tax_number_is_told_and_kept(office: Desk, cast: Cast) -> None:
    typed = {"type": "company", "company_name": "Rouge", "active": "on"}

    asked = office.see("customers/twins?tax_id=FR40303265046&address.country=").content
    office.send("customers/create", **typed, tax_id="FR40303265046")
    one = Customer.objects.of(cast.house).get(company_name="Rouge")

    assert b"does not add up" in asked
    assert b"does not add up" not in office.see("customers/twins?tax_id=FR40303265045").content
    assert b"does not add up" in office.see(f"customers/{one.id}/").content
    assert one.tax_id == "FR40303265046"
