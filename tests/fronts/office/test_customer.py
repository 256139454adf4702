"""One customer: added, changed, archived; their value, cards and PIN; what was done to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from habitue.cards.models import Card
from habitue.cards.proofs import has_pin
from habitue.customers import actions as customers
from habitue.customers import consents
from habitue.customers.models import Customer
from habitue.house.models import House
from habitue.prepaid import products
from tests.cast import Cast, eur, make_customer
from tests.fronts.office.conftest import Desk

MAXIMAL = "Maximilian-Alexander von und zu Hohenberg-Sonnenschein-Wieden"


def added(cast: Cast) -> Customer:
    found: Customer = Customer.objects.of(cast.house).latest("created_at")
    return found


def test_a_person_with_everything(office: Desk, cast: Cast) -> None:
    answer = office.send(
        "customers/create",
        **{"type": "person", "first_name": "Élodie", "last_name": MAXIMAL, "active": "on"},
        **{"phone": "06 71 20 42 18", "phones": "03 88 14 60 02", "email": "elodie@example.org"},
        **{"birthday": "17.11.1988", "tags": "walnuts, window", "discount_percent": "7,5"},
        **{"address.city": "Strasbourg", "credit_limit": "200", "on_account_allowed": "on"},
        **{"parent_name": "Acme", "parent": str(cast.acme.id), "card": "7417 0823", "pin": "7391"},
        **{"opening": "12.50", "opening_stands": "has"},
    )

    one = added(cast)
    assert answer.headers["Location"] == f"/office/customers/{one.id}/"
    assert (one.last_name, one.birthday, one.discount_bp) == (MAXIMAL, "1988-11-17", 750)
    assert (one.tags, one.city, one.parent_id) == (
        ["walnuts", "window"],
        "Strasbourg",
        cast.acme.id,
    )
    assert one.credit_limit == eur(200) and one.on_account_allowed
    assert cast.has(one).paid == 1250
    assert has_pin(cast.house, one.id)
    assert Card.objects.of(cast.house).get(customer=one).number == "7417 0823"


def test_a_company_that_owed_before(office: Desk, cast: Cast) -> None:
    office.send(
        "customers/create",
        **{"type": "company", "company_name": "Lefèvre & Fils", "active": "on", "another": "1"},
        **{"opening": "612,40", "opening_stands": "owes"},
    )

    assert cast.owes(added(cast)).owes == 61240


def test_a_minus_asks_whether_they_owe(office: Desk, cast: Cast) -> None:
    asked = {"type": "person", "last_name": "Marchetti", "opening": "-43.10", "active": "on"}

    answer = office.send("customers/create", **asked, opening_stands="has")
    office.send("customers/create", **asked, opening_stands="owes")

    assert answer.status_code == 422
    assert b"do they owe 43.10?" in answer.content
    assert cast.owes(added(cast)).owes == 4310


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({}, "A name or a company name is needed."),
        ({"last_name": "A", "email": "a@"}, "this is not an e-mail address"),
        ({"last_name": "A", "discount_percent": "200"}, "from 0 to 100"),
        ({"last_name": "A", "credit_limit": "ten"}, "An amount such as 12.50"),
        ({"last_name": "A", "birthday": "soon"}, "A day such as 31.05.1984"),
        ({"last_name": "A", "payer_name": "Nobody"}, "Nobody by that name"),
        ({"last_name": "A", "pin": "1234"}, "too easy to guess"),
        ({"last_name": "A", "card": "4111 1111 1111 1111"}, "looks like a bank card"),
        ({"last_name": "A", "currency": "XXX"}, "currency code"),
    ],
)
def test_what_cannot_stand_is_said_and_kept(
    office: Desk, cast: Cast, wrong: dict[str, str], says: str
) -> None:
    before = Customer.objects.of(cast.house).count()

    answer = office.send("customers/create", **{"city": "x", "notes": "keep me"}, **wrong)

    assert answer.status_code in (409, 422)
    assert says in answer.content.decode()
    assert b"keep me" in answer.content
    assert Customer.objects.of(cast.house).count() == before


def test_a_user_id_taken_names_who_has_it(office: Desk, cast: Cast) -> None:
    for name in ("Alice", "Bob"):
        answer = office.send("customers/create", last_name=name, user_id="R-1048")

    assert answer.status_code == 409
    assert b"belongs to Alice" in answer.content


def test_what_the_house_asks_for_is_needed(office: Desk, cast: Cast) -> None:
    cast.rule(mandatory={"office": ["phone|email", "pin"]})

    answer = office.send("customers/create", last_name="Alice")
    office.send("customers/create", last_name="Alice", phone="06 12 34 56 78", pin="7391")

    assert answer.status_code == 422
    assert b"is needed here" in answer.content
    assert added(cast).last_name == "Alice"


def test_pressed_twice_adds_one(office: Desk, cast: Cast) -> None:
    for _press in range(2):
        office.send("customers/create", key="press-1", last_name="Alice")

    assert Customer.objects.of(cast.house).count() == 1


def test_an_edit_is_kept_and_told(office: Desk, cast: Cast) -> None:
    url = f"customers/{cast.carol.id}"
    sent = {"version": "1", "first_name": "Carole", "last_name": "Duval", "active": "on"}

    office.send(f"{url}/edit", **sent)

    assert cast.again(cast.carol).first_name == "Carole"
    history = office.see(f"{url}/history").content.decode()
    assert "<del>Carol</del>" in history and "<ins>Carole</ins>" in history


def test_a_stale_edit_is_refused_with_the_input_kept(office: Desk, cast: Cast) -> None:
    sent = {"last_name": "Mine", "version": "1", "active": "on"}

    office.send(f"customers/{cast.carol.id}/edit", **sent | {"last_name": "Theirs"})
    answer = office.send(f"customers/{cast.carol.id}/edit", **sent)

    assert answer.status_code == 409
    assert b"Someone changed this" in answer.content and b'value="Mine"' in answer.content
    assert cast.again(cast.carol).last_name == "Theirs"


def test_an_address_objected_to_is_told(office: Desk, cast: Cast) -> None:
    ada, ann = (
        f"customers/{make_customer(cast.house, first_name=name, email='a@example.org').id}"
        for name in ("Ada", "Ann")
    )
    agrees = {"agrees": "yes", "wording": "Letters", "source": "at the table"}
    told = b"no offer goes there"

    office.send(f"{ann}/consent", **agrees)
    assert told not in office.see(f"{ann}/history").content
    office.send(f"{ada}/consent", agrees="no")
    assert told in office.see(f"{ann}/history").content
    office.send(f"{ann}/consent", **agrees)
    assert told not in office.see(f"{ann}/history").content


def test_a_no_is_written_down_after_what_a_file_said(office: Desk, cast: Cast) -> None:
    ada = make_customer(cast.house, first_name="Ada", marketing_allowed=True)
    fields = {"marketing_allowed": False}
    cast.act(customers.edit, customer=ada, fields=fields, front=consents.FILE)
    button = b"They were asked and said no"
    assert button in office.see(f"customers/{ada.id}/history").content

    office.send(f"customers/{ada.id}/consent", agrees="no")

    assert consents.said_no(ada)
    assert button not in office.see(f"customers/{ada.id}/history").content


def test_archived_with_undo(office: Desk, cast: Cast) -> None:
    url = f"customers/{cast.carol.id}"

    office.send(f"{url}/archive")
    listed = office.see("customers/").content.decode()
    office.send(f"{url}/restore")

    assert f'action="/office/{url}/restore"' in listed
    assert cast.again(cast.carol).archived_at is None


def test_whoever_is_archived_is_asked_for_no_pin(office: Desk, cast: Cast) -> None:
    url = f"customers/{cast.carol.id}"

    before = office.see(f"{url}/ways-in").content
    office.send(f"{url}/archive")

    assert b'name="pin"' in before
    assert b'name="pin"' not in office.see(f"{url}/ways-in").content


def test_value_is_ended_in_the_same_step(office: Desk, cast: Cast) -> None:
    url = f"customers/{cast.alice.id}/archive"

    refused = office.send(url)
    office.send(url, settle="pay_out", tender="cash")

    assert refused.status_code == 409
    assert b"Something is still open" in refused.content
    assert cast.again(cast.alice).archived_at
    assert cast.has(cast.alice).total == 0


def test_pays_100_gets_120(office: Desk, cast: Cast) -> None:
    url = f"customers/{cast.carol.id}"

    office.send(f"{url}/top-up/take", pays="100", receives="120", tender="cash")

    assert (cast.has(cast.carol).paid, cast.has(cast.carol).gift) == (10000, 2000)
    moves = office.see(f"{url}/movements").content.decode()
    assert "Topped up by cash" in moves and "pays <bdi" in moves and ", gets <bdi" in moves


def test_a_house_with_two_sites_asks_where(office: Desk, cast: Cast) -> None:
    venue = cast.venue
    office.send("settings/sites/add", name="Rue Haute")
    url = f"customers/{cast.carol.id}/top-up"

    nowhere = office.send(f"{url}/take", pays="5", tender="cash")
    office.send(f"{url}/take", pays="5", tender="cash", venue=str(venue.id))

    assert b"Rue Haute" in office.see(url).content
    assert nowhere.status_code == 422
    assert cast.has(cast.carol).paid == 500


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"pays": ""}, "This is needed."),
        ({"pays": "a lot"}, "An amount such as 12.50"),
        ({"pays": "100", "receives": "80"}, "cannot give less"),
        ({"pays": "0"}, "more than nothing"),
        ({"pays": "5", "tender": "shells"}, "tender"),
    ],
)
def test_a_top_up_that_cannot_be(
    office: Desk, cast: Cast, wrong: dict[str, str], says: str
) -> None:
    answer = office.send(f"customers/{cast.carol.id}/top-up/take", **{"tender": "cash"} | wrong)

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert cast.has(cast.carol).total == 0


def test_without_a_script_a_product_fills_in_its_sums(office: Desk, cast: Cast) -> None:
    terms = {"purpose": "multi", "pays_minor": 10_000, "receives_minor": 12_000}
    ten = cast.act(products.add, name="Ten lunches", **terms)

    sent = {"product": str(ten.id), "pays": "5", "choose": ""}
    answer = office.send(f"customers/{cast.carol.id}/top-up/take", **sent)

    page = office.client.get(answer.url).content.decode()
    assert 'value="100.00"' in page and 'value="120.00"' in page
    assert cast.has(cast.carol).total == 0


def test_settled_all_in_part_and_by_bill(office: Desk, cast: Cast) -> None:
    saved = [cast.save(cast.bill(amount, cast.bob)) for amount in (10, 20, 30)]
    url = f"customers/{cast.acme.id}/settle/take"

    office.send(url, tender="cash", bills=[str(saved[1].id)])
    assert cast.owes(cast.acme).owes == 4000
    office.send(url, tender="cash", amount="5")
    assert cast.owes(cast.acme).owes == 3500
    office.send(url, tender="cash", amount="50")
    assert (cast.owes(cast.acme).owes, cast.owes(cast.acme).in_hand) == (0, 1500)


def test_a_card_is_given_blocked_replaced_and_taken_away(office: Desk, cast: Cast) -> None:
    url = f"customers/{cast.carol.id}"

    office.send(f"{url}/cards", number="1111", kind="nfc")
    first = Card.objects.of(cast.house).get(number="1111")
    office.send(f"{url}/cards/{first.id}/replace", number="2222")
    second = Card.objects.of(cast.house).get(number="2222")
    office.send(f"{url}/cards/{second.id}/take-away")

    assert first.blocks.exists()
    assert cast.again(second).released_at
    taken = office.send(f"customers/{cast.alice.id}/cards", number="1111")
    assert taken.status_code == 409 and b"belongs to Carol" in taken.content


def test_a_pin_is_set_and_common_ones_are_not(office: Desk, cast: Cast) -> None:
    common = office.send(f"customers/{cast.carol.id}/pin", pin="0000")
    office.send(f"customers/{cast.carol.id}/pin", pin="7391")

    assert common.status_code == 409
    assert has_pin(cast.house, cast.carol.id)


def test_who_has_this_number_already(office: Desk, cast: Cast) -> None:
    office.send("customers/create", last_name="Lefèvre", phone="06 71 20 42 18")

    asked = "customers/twins?phone=%2B33671204218"
    assert "Lefèvre has this number" in office.see(asked).content.decode()
    assert "Lefèvre" not in office.see(f"{asked}&own={added(cast).id}").content.decode()


PAGES = [
    "",
    "movements",
    "account",
    "bills",
    "people",
    "history",
    "top-up",
    "settle",
    "remains",
    "ways-in",
]
ACTS = ["edit", "top-up/take", "settle/take", "pay-out", "archive", "restore", "cards", "pin"]


def test_a_stranger_is_not_there(office: Desk, cast: Cast) -> None:
    url = f"customers/{cast.charlie.id}"

    answers = [office.see(f"{url}/{page}") for page in PAGES]
    answers += [office.send(f"{url}/{act}", version="1", pin="7391") for act in ACTS]

    assert {answer.status_code for answer in answers} == {404}
    assert not any(b"Charlie" in answer.content for answer in answers)


def test_rights_hold_on_every_act(as_role: Callable[[str], Desk], cast: Cast) -> None:
    desk = as_role("waiter")
    url = f"customers/{cast.carol.id}"
    acts = ["edit", "top-up/take", "settle/take", "pay-out", "archive", "restore", "cards", "pin"]

    answers: list[Any] = [desk.send(f"{url}/{act}", version="1", pays="5") for act in acts]

    assert {answer.status_code for answer in answers} == {403}
    assert b"This door is closed to you." in answers[0].content
    assert House.objects.count() == 1


def test_a_page_asks_few_questions_whatever_they_have(
    office: Desk, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    cast.top_up(cast.alice, "20")
    cast.bill("12.00", cast.alice)
    office.see(f"customers/{cast.alice.id}/")

    scope = 4 if connection.vendor == "postgresql" else 0  # whose house it is, and no longer
    for path in ("", "lately", "bills", "history"):
        with django_assert_max_num_queries(20 + scope):
            office.see(f"customers/{cast.alice.id}/{path}")
