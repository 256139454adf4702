"""Whose row it is, and what it changes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from habitue.cards import actions as cards
from habitue.cards import reports as card_reports
from habitue.customers.models import Consent, Customer
from habitue.customers.reports import by_phone, phones_of
from habitue.exchange import actions
from habitue.house.models import House
from habitue.housekeeping import actions as housekeeping
from habitue.merging import actions as merging
from habitue.merging.actions import Wanted
from tests.cast import Cast, make_customer
from tests.exchange.takes import counts, only, taken, tried

TWO = "user_id,first_name,last_name,email,phone\n7,Anna,Blanc,anna@example.org,06 12 34 56 78\n"


def test_the_same_file_twice_changes_nothing(house: House) -> None:
    assert counts(taken(house, TWO)) == (1, 0, 0, 0)
    before = only(house)

    assert counts(taken(house, TWO)) == (0, 0, 1, 0)
    assert only(house).version == before.version


def test_a_row_without_a_name_is_refused_with_its_reason(house: House) -> None:
    told = taken(house, "first_name,email\nAnna,a@example.org\n,b@example.org\n")

    assert counts(told) == (1, 0, 0, 1)
    assert told["refused"][0]["row"] == 2
    assert "name" in told["refused"][0]["reason"]


def test_a_user_id_outweighs_card_email_and_phone(house: House) -> None:
    taken(house, "user_id,first_name,email\n1,Anna,a@example.org\n2,Bruno,b@example.org\n")

    told = taken(house, "user_id,first_name,email\n1,Anna,b2@example.org\n3,Cléo,a@example.org\n")

    assert counts(told) == (1, 1, 0, 0)
    assert only(house, user_id="1").email == "b2@example.org"
    assert only(house, user_id="3").first_name == "Cléo"


def test_card_email_and_phone_find_who_has_no_user_id(house: House) -> None:
    taken(
        house,
        "first_name,cards,email,phone\nAnna,C-1,,\nBruno,,b@example.org,\nCléo,,,0612345678\n",
    )

    told = taken(
        house,
        "first_name,cards,email,phone,city\nAnna,c-1,,,Lyon\nBruno,,B@EXAMPLE.org,,Lyon\n"
        "Cléo,,,+33 6 12 34 56 78,Lyon\n",
    )

    assert counts(told) == (0, 3, 0, 0)
    assert Customer.objects.of(house).filter(city="Lyon").count() == 3


def test_what_a_row_leaves_empty_stays(house: House) -> None:
    taken(house, "user_id,first_name,city\n1,Anna,Lyon\n")

    taken(house, "user_id,first_name,city,notes\n1,Anna,,no nuts\n")

    anna = only(house)
    assert (anna.city, anna.notes, anna.version) == ("Lyon", "no nuts", 2)


def test_two_at_one_telephone_are_two_people(house: House) -> None:
    file = "first_name,last_name,phone\nAnna,Blanc,0472000000\nBruno,Blanc,0472000000\n"

    assert counts(tried(house, file)) == (2, 0, 0, 0)
    assert counts(taken(house, file)) == (2, 0, 0, 0)
    assert counts(taken(house, file)) == (0, 0, 2, 0)


def test_twice_in_a_file_is_once_in_the_book_and_the_first_row_stands(house: House) -> None:
    file = (
        "first_name,last_name,email,city,notes\nAnna,Blanc,a@example.org,Lyon,\n"
        "Anna,Blanc,A@Example.org,Paris,no nuts\n"
    )

    assert counts(tried(house, file)) == (1, 1, 0, 0)
    told = taken(house, file)
    assert counts(told) == (1, 1, 0, 0)
    assert (only(house).city, only(house).notes) == ("Lyon", "no nuts")
    assert told["warnings"][-1]["row"] == 2
    assert counts(taken(house, file)) == (0, 0, 2, 0)


def test_names_alone_are_not_doubled_by_a_second_time(house: House) -> None:
    file = "first_name,city\nMarie,Lyon\nMarie,Lyon\nMarie,Paris\n"

    assert counts(taken(house, file)) == (3, 0, 0, 0)
    assert counts(tried(house, file)) == (0, 0, 3, 0)
    assert counts(taken(house, file)) == (0, 0, 3, 0)


def test_a_new_telephone_comes_first_and_the_old_one_stays(house: House) -> None:
    taken(house, "user_id,first_name,phone\n1,Anna,0612345678\n")

    file = "user_id,first_name,phone\n1,Anna,0698765432\n"
    assert counts(taken(house, file)) == (0, 1, 0, 0)
    assert counts(taken(house, file)) == (0, 0, 1, 0)
    anna = only(house)
    assert phones_of(house, [anna])[anna.id] == ["0698765432", "0612345678"]
    assert by_phone(house, "+33698765432") == [anna]


def test_a_card_of_someone_else_is_refused(cast: Cast) -> None:
    assert cast.alice_card

    told = taken(cast.house, f"user_id,first_name,cards\n9,Mallory,{cast.alice_card.number}\n")

    assert counts(told) == (0, 1, 0, 0)  # nobody has that user ID: the card says it is Alice
    told = taken(cast.house, f"user_id,first_name,cards\n10,Eve,{cast.alice_card.number}\n")
    assert counts(told) == (0, 0, 0, 1)
    assert told["refused"][0]["field"] == "cards"


def test_a_blocked_card_is_refused_and_a_waiting_one_bound(cast: Cast) -> None:
    cast.act(cards.block, card=cast.alice_card)
    cards.Card.objects.create(
        house=cast.house, number="W-1", number_key="w-1", created_at=cast.alice.created_at
    )

    told = taken(cast.house, "first_name,cards\nWanda,W-1\n")

    assert counts(told) == (1, 0, 0, 0)
    assert cards.by_number(cast.house, "w-1").customer == only(cast.house, first_name="Wanda")


def test_a_bank_card_is_left_out(house: House) -> None:
    told = taken(house, "first_name,cards\nAnna,4111111111111111\n")

    assert counts(told) == (1, 0, 0, 0)
    assert card_reports.cards_of(house, [only(house).id])[only(house).id] == []
    assert "bank card" in told["warnings"][-1]["text"]


def test_someone_who_is_archived_stays_archived(cast: Cast) -> None:
    taken(cast.house, TWO)
    gone = only(cast.house)
    cast.act(housekeeping.archive, customer=gone)

    told = taken(cast.house, TWO)

    assert counts(told) == (0, 0, 0, 1)
    assert told["refused"][0]["field"] == "user_id"


def test_consent_is_kept_with_its_channel_and_words(house: House) -> None:
    file = "user_id,first_name,Newsletter\n1,Anna,yes\n2,Bruno,no\n"
    taken(house, file)
    taken(house, file.replace("2,Bruno,no", "2,Bruno,yes").replace("1,Anna,yes", "1,Anna,no"))

    rows = Consent.objects.of(house).order_by("at", "allowed")
    found = [(one.customer.first_name, one.allowed, one.channel, one.wording) for one in rows]

    assert found[0] == ("Anna", True, "import", "Newsletter")
    assert {row[:3] for row in found[1:]} == {
        ("Anna", False, "import"),
        ("Bruno", True, "import"),
    }


def test_someone_of_another_house_is_nobody_here(cast: Cast) -> None:
    make_customer(cast.other, first_name="Charlie", user_id="7")

    assert counts(taken(cast.house, TWO)) == (1, 0, 0, 0)
    assert Customer.objects.of(cast.other).get().first_name == "Charlie"


def test_a_user_id_of_before_a_merge_is_who_was_kept(cast: Cast) -> None:
    taken(cast.house, "user_id,first_name\n1,Anna\n2,Anne\n3,Annie\n")
    one, two, three = (only(cast.house, user_id=str(number)) for number in (1, 2, 3))
    cast.act(merging.merge, kept=two.id, merged=one.id)
    cast.act(merging.merge, kept=three.id, merged=two.id)

    told = taken(cast.house, "user_id,city\n1,Lyon\n3,Lyon\n")

    assert told["refused"] == []
    kept = cast.again(three)
    assert (kept.city, kept.user_id, kept.first_name) == ("Lyon", "3", "Annie")
    assert cast.again(one).city == ""


def test_a_user_id_nobody_wanted_stays_with_the_merged(cast: Cast) -> None:
    taken(cast.house, "user_id,first_name\n1,Anna\n,Anne\n")
    one, two = only(cast.house, user_id="1"), only(cast.house, first_name="Anne")
    wanted = Wanted({"user_id": "kept"})
    cast.act(merging.merge, kept=two.id, merged=one.id, wanted=wanted)

    told = taken(cast.house, "user_id,city\n1,Lyon\n")

    assert told["refused"] == []
    assert (cast.again(two).city, cast.again(two).user_id) == ("Lyon", "")


def test_two_runs_of_one_file_in_other_steps_lose_no_row(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another run has taken some of a batch before it is written."""
    plain = actions._batch
    met = iter([True])

    def meets_another(walk: Any, id_: UUID, batch: Any) -> None:
        if next(met, False):
            plain(walk, id_, batch[:5])
        plain(walk, id_, batch)

    monkeypatch.setattr(actions, "_batch", meets_another)
    rows = "".join(f"U{n},Anna{n}\n" for n in range(40))

    told = taken(house, "user_id,first_name\n" + rows, size=20)

    assert counts(told) == (40, 0, 0, 0)
    assert Customer.objects.of(house).count() == 40


def test_a_code_that_was_drawn_is_no_rows_own(house: House) -> None:
    """However the file is cut: the trial has no code drawn yet."""
    file = (
        "first_name,last_name,email,personal_code\n"
        "Ann,Blake,a@example.org,\nBob,Stone,b@example.org,\n"
        "Eve,Young,e@example.org,\nAnn,Blake,a@example.org,100431\n"
    )
    assert counts(tried(house, file)) == counts(taken(house, file, size=1))
    assert Customer.objects.of(house).count() == 3
