"""A guest's cards: every house's, shown to them and to nobody else."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest

from habitue.bills import actions as bills
from habitue.cards import actions as cards
from habitue.customers import actions as customers
from tests.cast import ALICE_CARD, Cast
from tests.fronts.guest.conftest import Phone

PAGES = ["", "hand/", "code/", "bills/", "movements/"]


def test_every_house_that_knows_the_guest_lies_on_the_first_page(
    alices: Phone, cast: Cast
) -> None:
    alices.join(cast.other, cast.charlie)

    page = alices.get("/me/").text

    assert "Chez Marthe" in page
    assert "Chez Paul" in page
    assert page.index("Pay a bill") < page.index("Chez Marthe")


def test_a_guest_nobody_knows_is_told_what_to_do(phone: Callable[[], Phone]) -> None:
    page = phone().get("/me/")

    assert "Ask your restaurant" in page.text


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_a_house_is_its_guests(
    alices: Phone, carols: Phone, stranger: Phone, at: str, page: str
) -> None:
    assert alices.get(at + page).status_code == 200
    assert carols.get(at + page).status_code == 404
    assert stranger.get(at + page).headers["Location"].startswith("/me/?next=")


def test_all_cards_of_a_house_are_shown(alices: Phone, cast: Cast, at: str) -> None:
    _ = cast.alice_card
    cast.act(cards.assign, customer=cast.alice, number="MARTHE-0002")

    page = alices.get(at).text

    assert "MART" in page
    assert page.count("/hand/") >= 3  # each card, and the code


def test_a_card_held_out_shows_its_code_number_and_personal_code(
    alices: Phone, cast: Cast, at: str
) -> None:
    card = cast.alice_card

    page = alices.get(f"{at}hand/{card.id}/")

    assert "data-awake" in page.text
    assert "MART" in page.text
    assert page.context["qr"] == page.context["place"].code != ALICE_CARD
    assert ALICE_CARD not in page.headers.get("Location", "")
    assert page.headers["Cache-Control"] == "no-store"


def test_a_card_of_someone_else_is_not_held_out(carols: Phone, alices: Phone, cast: Cast) -> None:
    where = f"/me/houses/{carols.link.id}/hand/{cast.alice_card.id}/"  # type: ignore[attr-defined]

    assert carols.get(where).status_code == 404


def test_what_one_has_is_said_in_words(alices: Phone, cast: Cast, at: str) -> None:
    cast.top_up(cast.alice, 100, 120)

    page = alices.get(at).text

    assert "has" in page
    assert "20<" in page or "20.00" in page
    assert "gift" in page


def test_what_was_refunded_is_no_bill_paid(alices: Phone, cast: Cast, at: str) -> None:
    bill = cast.bill(5, cast.alice)
    cast.pay(bill, "wallet")
    cast.act(bills.refund, bill=cast.close(bill))

    said = [one.what for one in alices.get(f"{at}movements/").context["moves"]]

    assert said[0].startswith("Refund of bill")
    assert not any(one.startswith("Bill") for one in said)


def test_movements_go_on_where_the_page_ends(alices: Phone, cast: Cast, at: str) -> None:
    for _ in range(32):
        cast.top_up(cast.alice, 1)

    first = alices.get(f"{at}movements/").text
    after = first.rpartition("?before=")[2].partition('"')[0]
    second = alices.get(f"{at}movements/?before={after}").text

    assert "Earlier" in first
    assert "Newest" in second
    assert second.count("Topped up") == 3


@pytest.mark.parametrize("before", ["nonsense", "", "0"])
def test_a_place_that_makes_no_sense_begins_anew(alices: Phone, at: str, before: str) -> None:
    assert alices.get(f"{at}movements/?before={before}").status_code == 200


def test_a_house_can_be_taken_off_the_phone(alices: Phone, at: str) -> None:
    assert alices.send(f"{at}leaving/").status_code == 303

    assert alices.get(at).status_code == 404
    assert "Ask your restaurant" in alices.get("/me/").text


def test_who_is_no_longer_active_has_no_card_left(alices: Phone, cast: Cast, at: str) -> None:
    alice = cast.again(cast.alice)
    cast.act(
        customers.edit,
        customer=alice,
        fields={"active": False},
        front="office",
        version=alice.version,
    )

    assert alices.get(at).status_code == 404


def test_a_card_held_out_becomes_the_bill_it_was_read_for(
    alices: Phone, carols: Phone, cast: Cast, at: str
) -> None:
    watched = html.unescape(re.search(r'data-watch="([^"]+)"', alices.get(f"{at}hand/").text)[1])  # type: ignore[index]
    bill = cast.bill(10)

    assert alices.get(watched).status_code == 204
    cast.act(bills.link, bill=bill, customer=cast.alice.id)

    assert alices.get(watched).json() == {"bill": f"/b/{bill.public_token}?linked"}
    assert f"/b/{bill.public_token}" in alices.get("/me/").text
    assert carols.get(watched).status_code == 404
    for never in ("", "never", "2026-13-45T00:00:00Z", "0001-01-01T00:00:00%2B14:00"):
        assert alices.get(f"{at}linked/?since={never}").status_code == 422
