"""What a customer may have and owe: upwards it waits, downwards it is live at once."""

from __future__ import annotations

import pytest

from habitue.cards import actions as cards
from habitue.customers import actions as customers
from habitue.customers.models import Customer
from habitue.kit.money import Money
from habitue.menu import actions as menu
from habitue.publishing import actions as publishing
from habitue.publishing import reports
from habitue.staff import house_rules
from tests.cast import Cast, eur, make_customer, refused


def edit(cast: Cast, customer: Customer, **fields: object) -> Customer:
    cast.act(customers.edit, customer=customer, fields=fields, front="office")
    return cast.again(customer)


def wanted(cast: Cast, customer: Customer) -> dict[str, object]:
    return reports.wanted(cast.house, "customer", customer.id)


def test_discount_level_and_earnings_wait_names_do_not(sending: Cast) -> None:
    level = sending.act(menu.add_level, name="Staff")
    fields = {"discount_percent": 1000, "earn_percent": 200, "price_level": level.id}

    carol = edit(sending, sending.carol, first_name="Caroline", **fields)

    assert (carol.first_name, carol.discount_bp, carol.price_level_id) == ("Caroline", None, None)
    assert wanted(sending, carol) == {
        "discount_bp": 1000,
        "earn_bp": 200,
        "price_level_id": str(level.id),
    }
    sending.act(publishing.send)
    carol = sending.again(carol)
    assert (carol.discount_bp, carol.earn_bp, carol.price_level) == (1000, 200, level)


@pytest.mark.parametrize(
    ("own", "typed", "live"),
    [(500, 200, 200), (500, 800, 500), (500, None, 500), (None, 300, 300), (500, 0, 0)],
)
def test_a_limit_waits_upwards_only(
    cast: Cast, own: int | None, typed: int | None, live: int
) -> None:
    who = make_customer(cast.house, credit_limit=None if own is None else eur(own))
    cast.rule(publish_on_send=True)

    who = edit(cast, who, credit_limit=None if typed is None else eur(typed))

    assert who.credit_limit == Money(live * 100, "EUR")
    assert bool(wanted(cast, who)) == (live != typed)


def test_no_limit_of_ones_own_is_the_houses(sending: Cast) -> None:
    """With a default of 100.00, a limit of 200.00 lets a payer owe more."""
    sending.rule(default_limit_minor=10_000)

    carol = edit(sending, sending.carol, credit_limit=eur(200))

    assert (carol.credit_limit, wanted(sending, carol)) == (None, {"credit_limit_minor": 20_000})


def test_a_lowered_limit_ends_the_raise_that_waited(cast: Cast) -> None:
    acme = cast.acme
    cast.rule(publish_on_send=True)
    edit(cast, acme, credit_limit=eur(900))

    acme = edit(cast, acme, credit_limit=eur(100))

    assert (acme.credit_limit, wanted(cast, acme)) == (eur(100), {})


def test_on_account_is_allowed_later_and_stopped_now(sending: Cast) -> None:
    carol = edit(sending, sending.carol, on_account_allowed=True)
    assert not carol.on_account_allowed

    sending.act(publishing.send)
    assert sending.again(carol).on_account_allowed
    assert not edit(sending, carol, on_account_allowed=False).on_account_allowed


def test_holds_and_who_is_active_are_live(sending: Cast) -> None:
    carol = edit(sending, sending.carol, on_hold=True, active=False)

    assert (carol.on_hold, carol.active, reports.count(sending.house)) == (True, False, 0)


def test_a_card_block_and_an_archive_are_live(sending: Cast) -> None:
    sending.act(cards.block, card=sending.alice_card)

    with refused("card_blocked"):
        sending.act(cards.read, number=sending.alice_card.number, by=sending.manager)


def test_a_new_customer_is_there_and_their_terms_wait(sending: Cast) -> None:
    dan = make_customer(sending.house, first_name="Dan", discount_percent=500)

    assert (sending.again(dan).discount_bp, wanted(sending, dan)) == (None, {"discount_bp": 500})


def test_a_draft_makes_the_version_another_one(sending: Cast) -> None:
    carol = sending.carol
    again = edit(sending, carol, discount_percent=500)
    assert again.version == carol.version + 1
    assert edit(sending, carol, discount_percent=500).version == again.version

    with refused("version_conflict"):
        sending.act(
            customers.edit,
            customer=carol,
            fields={"discount_percent": 900},
            front="api",
            version=carol.version,
        )


def test_whoever_was_archived_meanwhile_is_dropped(sending: Cast) -> None:
    carol = edit(sending, sending.carol, discount_percent=500)
    sending.act(customers.archived, customer=carol)

    edition = sending.act(publishing.send)

    (draft,) = edition.drafts.all()
    assert (edition.count, draft.dropped["refusal"]) == (0, "CustomerArchived")
    assert sending.again(carol).discount_bp is None


def test_the_programme_waits_other_rules_do_not(sending: Cast) -> None:
    house = sending.house
    sending.act(house_rules.change_rules, earn_bp=300, points_per_unit=1, gift_days=30)

    house.refresh_from_db()
    assert (house.earn_bp, house.points_per_unit, house.gift_days) == (0, 0, 30)
    sending.act(publishing.send)
    house.refresh_from_db()
    assert (house.earn_bp, house.points_per_unit) == (300, 1)


def test_a_limit_for_all_waits_upwards_only(sending: Cast) -> None:
    house = sending.house
    for typed, live in ((50_000, 50_000), (80_000, 50_000), (20_000, 20_000)):
        sending.act(house_rules.change_rules, default_limit_minor=typed)
        house.refresh_from_db()
        assert house.default_limit_minor == live
    assert reports.count(house) == 0


def test_who_may_not_set_terms_cannot_draft_them_either(sending: Cast) -> None:
    with refused("right_missing", right="house_accounts.edit_terms"):
        sending.act(
            customers.edit,
            customer=sending.carol,
            fields={"discount_percent": 500},
            front="office",
            by=sending.cashier,
        )
    assert reports.count(sending.house) == 0
