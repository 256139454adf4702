"""A balance is opened once, whoever's it became since."""

from __future__ import annotations

import pytest

from habitue.cards import actions as cards
from habitue.cards.models import Card
from habitue.customers.models import Customer
from habitue.exchange import reconciling
from habitue.exchange.models import Fate, Import
from habitue.house.models import House
from habitue.house.scope import house_scope
from habitue.house_accounts.reports import standing_of
from habitue.housekeeping import actions as housekeeping
from habitue.housekeeping.actions import Settle
from habitue.merging import actions as merging
from habitue.points import actions as points
from habitue.prepaid import reports as prepaid
from tests.cast import act_in
from tests.exchange.takes import counts, only, taken, tried
from tests.exchange.test_undo import undone

CARD = "Gift Card Number,Balance\nG-0001,25.00\n"


def has(house: House, one: Customer) -> tuple[int, int, int]:
    """Value, points, debt."""
    with house_scope(house):
        value = prepaid.holdings(house, [one.id])[one.id].total
        owes = standing_of(house, one).owes
        return value, points.balances(house, [one.id])[one.id], owes


def merge(house: House, source: Customer, into: Customer) -> None:
    act_in(house, merging.merge, kept=into.id, merged=source.id)


def before(house: House) -> int:
    """What the sheet of the last file says was brought before."""
    with house_scope(house):
        lines = reconciling.sheet(Import.objects.of(house).latest("at", "id"))
    assert reconciling.holds(lines)
    return sum(line.before for line in lines)


def test_a_bearer_who_became_someone_brings_nothing_again(house: House) -> None:
    taken(house, "first_name\nAnn\n")
    taken(house, CARD)
    ann = only(house, first_name="Ann")
    merge(house, only(house, last_name="Gift card …0001"), ann)

    trial, told = tried(house, CARD), taken(house, CARD)

    assert (counts(trial), counts(told)) == ((0, 0, 1, 0), (0, 0, 1, 0))
    assert told["warnings"][-1]["field"] == "opening_balance"
    assert has(house, ann) == (2500, 0, 0)
    assert before(house) == 2500


def test_nor_does_anyone_merged_twice_over(house: House) -> None:
    file = "user_id,first_name,opening_paid,opening_points,opening_owes\nA1,Ann,25,40,3.10\n"
    taken(house, file)
    taken(house, "first_name\nBob\nCleo\n")
    bob, cleo = only(house, first_name="Bob"), only(house, first_name="Cleo")
    merge(house, only(house, first_name="Ann"), bob)
    merge(house, bob, cleo)
    cleo.refresh_from_db()

    told = taken(house, file)

    assert counts(told)[0] == 0
    assert has(house, cleo) == (2500, 40, 310)


@pytest.mark.parametrize("size", [0, 1])
def test_who_is_merged_while_the_file_comes_is_told_apart(house: House, size: int) -> None:
    """Both have a balance of their own; then they are one, and the file comes once more."""
    file = "user_id,first_name,opening_paid\nA1,Ann,25\nB1,Bob,5\n"
    taken(house, file, size=size)
    bob = only(house, first_name="Bob")
    merge(house, only(house, first_name="Ann"), bob)

    taken(house, file, size=size)

    assert has(house, bob) == (3000, 0, 0)


LISTED = (
    "Gift Card Number,Balance,Recipient Email,Recipient Name\n"
    "G-0001,25.00,ann@example.org,Ann Blake\nG-0002,30.00,ann@example.org,Ann Blake\n"
)


@pytest.mark.parametrize("size", [0, 1])
def test_two_gift_cards_of_one_recipient_bring_both_balances(house: House, size: int) -> None:
    trial = tried(house, LISTED)
    told = taken(house, LISTED, size=size)

    assert counts(trial) == counts(told) == (1, 1, 0, 0)
    ann = only(house, email="ann@example.org")
    assert has(house, ann)[0] == 5500
    assert Card.objects.of(house).filter(customer=ann).count() == 2
    assert before(house) == 0
    again = LISTED + "G-0002,30.00,ann@example.org,Ann Blake\n"
    assert counts(tried(house, again)) == counts(taken(house, again, size=size)) == (0, 0, 3, 0)
    assert has(house, ann)[0] == 5500


def test_one_gift_card_twice_in_a_file_is_brought_once(house: House) -> None:
    twice = LISTED.replace("G-0002,30.00", "G-0001,25.00")
    assert counts(tried(house, twice)) == counts(taken(house, twice, size=1)) == (1, 0, 1, 0)
    assert has(house, only(house, email="ann@example.org"))[0] == 2500


def test_a_gift_card_taken_away_since_brings_nothing_again(house: House) -> None:
    taken(house, LISTED)
    act_in(house, cards.release, card=Card.objects.of(house).get(number="G-0002"))

    taken(house, LISTED)

    assert has(house, only(house, email="ann@example.org"))[0] == 5500


def test_cards_they_had_before_bring_each_its_own(house: House) -> None:
    fields = {"first_name": "Ann", "email": "ann@example.org"}
    act_in(house, cards.register, fields=fields, front="office", card="G-0002")

    taken(house, LISTED)

    assert has(house, only(house, email="ann@example.org"))[0] == 5500


def test_both_balances_go_when_the_file_is_undone(house: House) -> None:
    taken(house, LISTED)

    row = undone(house)

    with house_scope(house):
        [line] = reconciling.sheet(row)
    assert (line.booked, line.taken_back) == (5500, 5500)
    assert counts(taken(house, LISTED)) == (1, 1, 0, 0)


def test_a_card_in_a_list_of_people_is_not_its_own_balance(house: House) -> None:
    head = "first_name,email,cards,opening_paid\n"
    taken(house, head + "Ann,ann@example.org,C-1,10\n")

    taken(house, head + "Ann,ann@example.org,C-2,10\n")

    assert has(house, only(house, first_name="Ann"))[0] == 1000


@pytest.mark.parametrize("is_merged", [False, True])
def test_a_bearer_who_was_archived_does_not_come_back(house: House, is_merged: bool) -> None:
    taken(house, CARD)
    bearer = only(house, last_name="Gift card …0001")
    if is_merged:
        taken(house, "first_name\nAnn\n")
        merge(house, bearer, only(house, first_name="Ann"))
        bearer = only(house, first_name="Ann")
    bearer.refresh_from_db()
    act_in(house, housekeeping.archive, customer=bearer, settle=Settle("write_off", reason="Lost"))

    trial, told = tried(house, CARD), taken(house, CARD)

    assert [one["skipped"] for one in (trial, told)] == [1, 1]
    assert "brought before" in Fate.objects.of(house).latest("id").reason
    assert not Customer.objects.of(house).kept().exists()


def test_a_card_that_brought_nothing_is_taken_from_who_was_archived(house: House) -> None:
    fields = {"first_name": "Ann"}
    ann = act_in(house, cards.register, fields=fields, front="office", card="G-0001")
    act_in(house, housekeeping.archive, customer=ann)

    assert counts(taken(house, CARD)) == (1, 0, 0, 0)


def test_a_newcomer_with_a_card_and_no_points_comes_in(house: House) -> None:
    told = taken(house, "first_name,cards,opening_points\nAnn,C-1,0\n")

    assert counts(told) == (1, 0, 0, 0)


def test_two_of_one_name_keep_each_their_balance_of_a_day(house: House) -> None:
    file = "full_name,opening_paid,opening_on\nAnn Blake,10,2026-01-31\nAnn Blake,12,2026-01-31\n"

    assert counts(tried(house, file)) == counts(taken(house, file)) == (2, 0, 0, 0)

    both = Customer.objects.of(house).order_by("id")
    assert [has(house, one)[0] for one in both] == [1000, 1200]
    assert counts(taken(house, file + "\n")) == (0, 0, 2, 0)


def test_what_a_refused_row_brings_stands_on_the_sheet_but_for_what_cannot_be_read(
    house: House,
) -> None:
    taken(house, "first_name,opening_paid,opening_points\nAnn,25,-3\nBob,abc,40\nCleo,5,7\n")

    with house_scope(house):
        lines = reconciling.sheet(Import.objects.of(house).get())
    told = {line.kind: (line.rows, line.file, line.refused, line.booked) for line in lines}
    assert told == {"paid": (2, 3000, 2500, 500), "points": (2, 47, 40, 7)}
    assert reconciling.holds(lines)
