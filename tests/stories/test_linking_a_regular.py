"""A regular comes in: the bill becomes theirs (S1 to S29, and neighbours that say the same)."""

import pytest

from habitue.bills import actions as bills
from habitue.bills.models import Bill, Link
from habitue.bills.reading import stand
from habitue.cards import actions as cards
from habitue.cards.models import PersonalCode
from habitue.customers import actions as customers
from habitue.housekeeping import actions as housekeeping
from habitue.staff import actions as staff
from habitue.staff.models import Role
from tests.cast import ALICE_CARD, Cast, make_customer, refused


def test_s3_adding_a_client_to_a_bill_needs_the_right(cast: Cast) -> None:
    """S3: the right *link a client to a bill*, as the owner sets it."""
    waiter = Role.objects.of(cast.house).get(key="waiter")
    cast.act(staff.set_rights, role=waiter, rights={"bills.open": None})

    with refused("right_missing", right="bills.link"):
        cast.act(bills.link, bill=cast.bill(5), customer=cast.alice.id, by=cast.zoe)


def test_s4_s68_a_new_bill_is_a_walk_ins(cast: Cast) -> None:
    """S4, S68: a bill opens for nobody in particular."""
    assert cast.bill(5).customer is None


@pytest.mark.parametrize("typed", ["a", "ali", "martin", "mart ali"])
def test_s5_s6_found_by_name_and_linked(cast: Cast, typed: str) -> None:
    """S5, S6, S109, S110: from the first character, anywhere in the name."""
    assert cast.alice
    [someone] = cast.found(typed, active=True)

    bill = cast.act(bills.link, bill=cast.bill(5), customer=someone.id, by=cast.zoe)

    assert bill.customer == cast.alice


def test_s7_found_by_card_number(cast: Cast) -> None:
    """S7: search by the number on the card, whole or in part."""
    assert cast.alice_card

    assert cast.found("0001") == [cast.alice]


def test_s8_a_card_read_links_at_once(cast: Cast) -> None:
    """S8: no search, no client list opened first."""
    assert cast.alice_card

    bill = cast.act(bills.link, bill=cast.bill(5), card=ALICE_CARD, by=cast.zoe)

    assert (bill.customer, Link.objects.of(cast.house).get().how) == (cast.alice, "card")


def test_s9_s15_the_personal_code_without_a_reader(cast: Cast) -> None:
    """S9, S15, S22: six digits typed."""
    code = PersonalCode.objects.of(cast.house).get(customer=cast.alice).code

    bill = cast.act(bills.link, bill=cast.bill(5), code=code, by=cast.zoe)

    assert len(code) == 6
    assert bill.customer == cast.alice


def test_s10_the_link_is_committed_by_the_act_and_undone_by_another(cast: Cast) -> None:
    """S10, as decision 25 has it: linked when done, with Undo."""
    bill = cast.bill(5, cast.alice)

    assert cast.act(bills.unlink, bill=bill, by=cast.zoe).customer is None


def test_s16_s17_discount_at_once_accumulation_when_it_closes(cast: Cast) -> None:
    """S16, S17: closing writes the accumulation to the client's balance."""
    cast.rule(discount_bp=1_000, earn_bp=500, points_per_unit=1)
    bill = cast.bill(20, cast.carol)
    before = stand(cast.house, bill)
    cast.pay(bill)

    assert (before.sums.discount, before.total, before.earns_minor) == (200, 1800, 90)
    assert cast.has(cast.carol).earned == 0
    cast.close(bill)
    assert (cast.has(cast.carol).earned, cast.points(cast.carol)) == (90, 18)


def test_s27_each_bill_has_a_link_of_its_own(cast: Cast) -> None:
    """S27: what a QR on the bill can carry, impossible to guess."""
    tokens = {cast.bill(1).public_token for _ in range(5)}

    assert len(tokens) == 5
    assert min(map(len, tokens)) >= 22


def test_s29_several_cards_and_one_code(cast: Cast) -> None:
    """S20, S29: a client has cards, and a code unique in the restaurant."""
    for number in ("A-1", "B-2"):
        cast.act(cards.assign, customer=cast.alice, number=number)

    assert {cards.whose(cast.house, number) for number in ("A-1", "B-2")} == {cast.alice}
    assert PersonalCode.objects.of(cast.house).filter(customer=cast.alice).count() == 1


def test_s40_whoever_may_not_eat_on_account_pays_as_usual(cast: Cast) -> None:
    """S39, S40: still found by the card, still pays at their price level."""
    assert cast.alice_card
    bill = cast.act(bills.link, bill=cast.bill(5), card=ALICE_CARD)

    with refused("on_account_not_allowed"):
        cast.save(bill)
    cast.pay(bill, "cash")
    assert cast.close(bill).state == "closed"


def test_s46_the_inactive_cannot_be_found_nor_booked(cast: Cast) -> None:
    """S46: not at the till, not by card, not on account."""
    assert cast.alice_card
    cast.act(customers.edit, customer=cast.alice, fields={"active": False}, front="office")

    assert cast.found("alice", active=True) == []
    with refused("customer_inactive"):
        cast.act(bills.link, bill=cast.bill(5), card=ALICE_CARD)
    assert Bill.objects.of(cast.house).get().customer is None


def test_s43_s45_by_search_code_and_card_id(cast: Cast) -> None:
    """S36, S43, S45: a search code, a user ID, a card of any kind."""
    eve = make_customer(cast.house, first_name="Eve", search_code="ZK", user_id="007")
    cast.act(cards.assign, customer=eve, number="04:A2:2B:FF", kind="nfc")

    for typed in ("zk", "007", "2b:f"):
        assert cast.found(typed) == [eve]


def test_s71_a_card_handed_over_and_scanned_later(cast: Cast) -> None:
    """S70, S71: assign a code on enrolment; later, scan the card and the customer comes up."""
    cast.act(cards.assign, customer=cast.carol, number="MARTHE-0002", by=cast.cashier)

    assert cards.whose(cast.house, "marthe-0002") == cast.carol


def test_s50_s51_deleted_but_history_stays(cast: Cast) -> None:
    """S50, S51: gone from the lists, historical data stay."""
    bill = cast.bill(5, cast.carol)
    cast.pay(bill)
    cast.close(bill)
    cast.act(housekeeping.archive, customer=cast.carol)

    assert cast.found("carol") == []
    assert cast.again(bill).customer == cast.carol
