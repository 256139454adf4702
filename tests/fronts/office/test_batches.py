"""Card sheets in the office: made, printed, taken as a file, blocked when lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from habitue.cards import actions as cards
from habitue.cards import batches
from habitue.cards.models import CardBatch
from tests.cast import Cast
from tests.fronts.office.conftest import Desk


@pytest.fixture
def batch(cast: Cast) -> CardBatch:
    made: CardBatch = cast.act(batches.make_batch, count=3, note="Printemps")
    return made


def test_the_first_sheet_is_asked_for(office: Desk) -> None:
    assert "No cards made yet." in office.see("cards/batches/").content.decode()


def test_cards_are_made_once(office: Desk, cast: Cast) -> None:
    for _press in range(2):
        answer = office.send(
            "cards/batches/make", count="12", kind="qr", note="Terrasse", operation_key="one"
        )
        assert answer.status_code == 302

    made = CardBatch.objects.of(cast.house).get()
    page = office.see("cards/batches/").content.decode()
    assert (made.count, made.kind) == (12, "qr")
    assert "Terrasse" in page


@pytest.mark.parametrize("count", ["", "0", "2001", "12.5", "²", "-3", "many", "9" * 30])
def test_what_is_no_count_is_said(office: Desk, cast: Cast, count: str) -> None:
    answer = office.send("cards/batches/make", count=count)

    assert answer.status_code == 422
    assert "A batch has 1 to 2000 cards." in answer.content.decode()
    assert not CardBatch.objects.of(cast.house).exists()


def test_the_sheet_and_the_file(office: Desk, cast: Cast, batch: CardBatch) -> None:
    given = batches.unassigned(cast.house, batch)[0]
    cast.act(cards.assign, customer=cast.alice, number=given)

    sheet = office.see(f"cards/batches/{batch.id}.pdf")
    file = office.see(f"cards/batches/{batch.id}.csv")

    assert sheet.content.startswith(b"%PDF")
    assert file.content.decode().split() == ["number", *batches.unassigned(cast.house, batch)]
    assert given not in file.content.decode()


def test_a_lost_sheet_is_blocked(office: Desk, cast: Cast, batch: CardBatch) -> None:
    answer = office.send(f"cards/batches/{batch.id}/block")

    assert answer.status_code == 302
    assert batches.tallies(cast.house, [batch])[batch.id].blocked == 3


def test_a_waiting_card_is_given_on_the_customer_s_page(
    office: Desk, cast: Cast, batch: CardBatch
) -> None:
    number = batches.unassigned(cast.house, batch)[0]

    office.send(f"customers/{cast.alice.id}/cards", number=f" {number} ")

    assert cards.whose(cast.house, number) == cast.alice


@pytest.mark.parametrize("what", ["", "{id}.pdf", "{id}.csv"])
def test_a_waiter_stays_out(as_role: Callable[[str], Any], batch: CardBatch, what: str) -> None:
    answer = as_role("waiter").see(f"cards/batches/{what.format(id=batch.id)}")

    assert answer.status_code == 403


@pytest.mark.parametrize("ending", [".pdf", ".csv"])
def test_another_house_s_sheet_is_not_there(office: Desk, cast: Cast, ending: str) -> None:
    theirs = Cast(cast.other).act(batches.make_batch, count=1)

    assert office.see(f"cards/batches/{theirs.id}{ending}").status_code == 404
