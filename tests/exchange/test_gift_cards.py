"""Gift cards and points that come in a file of their own, without anybody's name."""

from __future__ import annotations

import pytest

from habitue.cards import actions as cards
from habitue.cards.models import Card
from habitue.customers.models import Customer
from habitue.exchange import reconciling
from habitue.exchange.models import Import
from habitue.house.models import House
from habitue.house.scope import house_scope
from habitue.merging import actions as merging
from habitue.merging import looking
from habitue.merging.models import Suggestion
from habitue.prepaid import reports as prepaid
from tests.cast import act_in
from tests.conftest import NOON
from tests.exchange.takes import counts, exported, only, taken, tried
from tests.exchange.test_undo import undone

CARDS = "Gift Card Number,Balance\n6006 4912 0001,25.00\n6006 4912 0002,0.00\n6006 4912 0003,7.5\n"


def held(house: House, one: Customer) -> int:
    with house_scope(house):
        return prepaid.holdings(house, [one.id])[one.id].total


def test_a_card_without_a_name_comes_in_with_its_value(house: House) -> None:
    trial = tried(house, CARDS)
    told = taken(house, CARDS)

    assert (told["created"], told["skipped"], told["refused"]) == (2, 1, [])
    assert [trial[key] for key in ("created", "skipped")] == [2, 1]
    one = only(house, last_name="Gift card …0001")
    assert held(house, one) == 2500
    with house_scope(house):
        assert Card.objects.of(house).get(customer=one).number == "6006 4912 0001"
        assert cards.whose(house, "600649120001") == one


def test_it_stands_on_the_sheet_and_is_taken_back(house: House) -> None:
    taken(house, CARDS)
    with house_scope(house):
        [line] = reconciling.sheet(Import.objects.of(house).get())
    assert (line.kind, line.file, line.booked, line.holds) == ("paid", 3250, 3250, True)

    row = undone(house)

    with house_scope(house):
        [line] = reconciling.sheet(row)
        assert line.taken_back == 3250
        assert not Customer.objects.of(house).kept().exists()
        assert not Card.objects.of(house).filter(released_at=None).exists()
    assert taken(house, CARDS)["created"] == 2


def test_the_card_of_someone_in_the_book_brings_them_its_value(house: House) -> None:
    act_in(
        house,
        cards.register,
        fields={"first_name": "Ann"},
        front="office",
        card="600649120003",
    )

    told = taken(house, CARDS)

    assert (told["created"], told["updated"]) == (1, 1)
    assert held(house, only(house, first_name="Ann")) == 750


def test_points_by_telephone_alone_find_their_owner(house: House) -> None:
    taken(house, "first_name,phone\nAnn,0612345678\n")

    told = taken(house, "phone,points\n06 12 34 56 78,40\n0699999999,2\n")

    assert counts(told) == (0, 1, 0, 1)
    assert "no name" in told["refused"][0]["reason"]


def test_which_of_two_is_meant_is_not_guessed(house: House) -> None:
    taken(house, "first_name,phone\nAnn,0612345678\nBob,0612345678\n")

    told = taken(house, "phone,points\n0612345678,40\n")

    assert counts(told) == (0, 0, 0, 1)
    assert told["refused"][0]["reason"].startswith("Several")


@pytest.mark.parametrize("row", ["G1,", "G1,-5", ",25"])
def test_without_value_or_without_a_card_it_is_refused(house: House, row: str) -> None:
    told = taken(house, f"Gift Card Number,Balance\n{row}\n")

    assert counts(told) == (0, 0, 0, 1)
    assert not Customer.objects.of(house).exists()


def test_bearers_need_not_what_people_need(house: House) -> None:
    house.mandatory = {"import": ["phone|email"]}
    house.save()

    told = taken(house, CARDS + "6006 4912 0004,1\n")

    assert told["created"] == 3


def test_bearers_come_back_and_are_nobodys_doubles(house: House) -> None:
    rows = "".join(f"6006 4912 {n:04},{n + 1}.00\n" for n in range(120))
    taken(house, f"Gift Card Number,Balance\n{rows}")

    first = exported(house)

    assert taken(house, first)["unchanged"] == 120
    act_in(house, looking.ask)
    [look] = looking.waiting(NOON)
    assert looking.work_off(look, lambda: NOON, lambda: 500)
    assert not Suggestion.objects.of(house).exists()


PEOPLE = "user_id,last_name,email\n1,Ann,a@b.test\n2,Bob,b@b.test\n"


@pytest.mark.parametrize("row", ["id,email,balance\n1,b@b.test,5\n", "id,balance\n1,5\n",
                                 "uid,phone,solde\n1,0612345678,5\n"])  # fmt: skip
def test_an_id_among_balances_is_the_owners(house: House, row: str) -> None:
    taken(house, PEOPLE)

    assert counts(taken(house, row)) == (0, 1, 0, 0)

    assert [held(house, only(house, user_id=n)) for n in "12"] == [500, 0]


OFF = {
    "Status": "inactive Disabled expired Deactivated Blocked Pending redeemed 0 désactivée expiré "
    "inaktiv deaktiviert abgelaufen gesperrt неактивна отключена просрочена Gold 2024-01-01",
    "Enabled?": "false no disabled non nein нет",
    "Zustand": "inaktiv",
    "État": "inactive désactivé périmée",
    "Состояние": "неактивен заблокирована",
    "State": "inactive",
    "Disabled": "yes true x disabled 2024-01-01",
    "Expired": "yes expired",
    "Bloquée": "oui",
    "Gesperrt": "ja gesperrt",
    "Заблокирована": "да",
}
ON = {
    "Status": "active Active. ACTIVATED enabled valid 1 actif activée aktiv gültig "
    "активна действует",
    "Enabled?": "true yes oui ja да enabled activé aktiviert включена",
    "Disabled": "no false non nein нет 0",
    "Abgelaufen": "nein",
}


@pytest.mark.parametrize("header", OFF)
def test_a_card_that_is_not_active_is_never_paid_with(house: House, header: str) -> None:
    said = OFF[header].split()
    rows = "".join(f"G{n},25.00,{word}\n" for n, word in enumerate(said))

    told = taken(house, f"Gift Card Number,Balance,{header}\n{rows}")

    assert counts(told) == (0, 0, 0, len(said)), told
    for one, word in zip(told["refused"], said, strict=True):
        assert one["reason"].startswith("The card is not active") and word in one["reason"]
    assert not Card.objects.filter(house=house).exists()


@pytest.mark.parametrize("header", ON)
def test_a_card_that_is_active_comes_in(house: House, header: str) -> None:
    said = ON[header].split()
    rows = "".join(f"G{n},25.00,{word}\n" for n, word in enumerate(said))

    told = taken(house, f"Gift Card Number,Balance,{header}\n{rows}G99,1.00,\n")

    assert counts(told) == (len(said) + 1, 0, 0, 0), told
    assert only(house, last_name="Gift card …G0").active


def test_a_known_owners_card_that_is_not_active_brings_nothing(house: House) -> None:
    taken(house, "last_name,email\nAnn,a@b.test\n")

    told = taken(
        house,
        "Id,Code,Customer Name,Email,Initial Balance,Balance,Enabled?\n"
        "7,G1,Ann,a@b.test,25,25,false\n8,G2,Ann,a@b.test,25,10,true\n"
        "9,G3,Ann,a@b.test,25,0,false\n",
    )

    assert counts(told) == (0, 1, 0, 2)
    assert held(house, only(house, last_name="Ann")) == 1000
    with house_scope(house):
        assert [card.number for card in Card.objects.of(house)] == ["G2"]
    assert only(house, last_name="Ann").active


def test_the_state_of_a_customer_is_still_the_customers(house: House) -> None:
    told = taken(house, "last_name,Card,Balance,Status\nAnn,C1,5,inactive\n")

    assert counts(told) == (1, 0, 0, 0)
    assert not only(house, last_name="Ann").active


@pytest.mark.parametrize("is_kept", [False, True])
@pytest.mark.parametrize("who", ["first_name", "company_name"])
def test_a_bearer_becomes_someone_by_their_name_alone(
    house: House, who: str, is_kept: bool
) -> None:
    taken(house, CARDS)
    bearer = only(house, last_name="Gift card …0001")
    taken(house, f"{who}\nAnn\n")
    one = only(house, **{who: "Ann"})
    kept, gone = (bearer, one) if is_kept else (one, bearer)

    act_in(house, merging.merge, kept=kept.id, merged=gone.id)

    kept.refresh_from_db()
    assert kept.display_name == "Ann"
    assert held(house, kept) == 2500


def test_two_bearers_made_one_are_called_as_the_one_kept(house: House) -> None:
    taken(house, CARDS)
    one, other = (only(house, last_name=f"Gift card …000{n}") for n in (1, 3))

    act_in(house, merging.merge, kept=one.id, merged=other.id)

    one.refresh_from_db()
    assert one.display_name == "Gift card …0001"
