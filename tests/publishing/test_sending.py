"""Send itself: gapless, once, by those who may; what it does to houses, imports and open bills."""

from __future__ import annotations

import threading

import pytest
from django.db import connections

from habitue.bills import actions as bills
from habitue.bills.models import Line
from habitue.customers.models import Customer
from habitue.house.models import House
from habitue.kit.refusals import Refusal
from habitue.menu import actions as menu
from habitue.menu.models import Item
from habitue.operations.models import Operation
from habitue.publishing import actions as publishing
from habitue.publishing import reports
from habitue.publishing.models import Draft, Edition, TillEdition
from habitue.staff import house_rules
from tests.cast import Cast, act_in, make_item, opened_house, refused
from tests.exchange.takes import taken


def test_editions_are_numbered_without_a_gap(sending: Cast) -> None:
    for number in (1, 2, 3):
        make_item(sending.house, f"Dish {number}", 5)
        assert sending.act(publishing.send).number == number
        with refused("nothing_waits"):
            sending.act(publishing.send)

    sending.house.refresh_from_db()
    assert sending.house.edition == 3


def test_the_same_press_twice_is_one_edition(sending: Cast) -> None:
    beer = make_item(sending.house, "Beer", 5)
    told = [sending.act(publishing.send, key="once")]
    with pytest.raises(IndexError):  # the repeat does no work: nothing comes back from it
        sending.act(publishing.send, key="once")

    assert [one.number for one in Edition.objects.of(sending.house)] == [told[0].number]
    assert Item.objects.of(sending.house).get() == beer


@pytest.mark.django_db(transaction=True)
def test_two_who_send_at_once_make_one_edition() -> None:
    house = opened_house("Chez Deux", publish_on_send=True)
    for number in range(5):
        make_item(house, f"Dish {number}", 5)
    outcomes: list[str] = []

    def press() -> None:
        try:
            outcomes.append(str(act_in(House.objects.get(pk=house.pk), publishing.send).number))
        except Refusal as no:
            outcomes.append(no.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert sorted(outcomes) == ["1", "nothing_waits", "nothing_waits", "nothing_waits"]
    assert (Edition.objects.of(house).get().count, Item.objects.of(house).count()) == (5, 5)


def test_who_may_not_send_or_take_back(sending: Cast) -> None:
    make_item(sending.house, "Beer", 5)
    draft = Draft.objects.of(sending.house).get()

    for act, terms in ((publishing.send, {}), (publishing.take_back, {"draft": draft})):
        with refused("right_missing", right="publishing.send"):
            sending.act(act, by=sending.cashier, **terms)
    assert sending.act(publishing.send, by=sending.manager).count == 1


def test_what_is_taken_back_is_never_sent(sending: Cast) -> None:
    beer = make_item(sending.house, "Beer", 5)
    sending.act(publishing.send)
    sending.act(menu.change, row=sending.again(beer), price_minor=700)
    draft = Draft.objects.of(sending.house).standing().get()

    sending.act(publishing.take_back, draft=draft)

    assert (reports.count(sending.house), sending.again(beer).price_minor) == (0, 500)
    with refused("not_found"):
        sending.act(publishing.take_back, draft=draft)


def test_another_houses_draft(sending: Cast) -> None:
    theirs = Cast(sending.other)
    theirs.rule(publish_on_send=True)
    make_item(theirs.house, "Beer", 5)

    with refused("not_found"):
        sending.act(publishing.take_back, draft=Draft.objects.of(theirs.house).get())
    with refused("nothing_waits"):
        sending.act(publishing.send)
    assert reports.count(theirs.house) == 1


def test_the_rule_is_not_switched_off_over_what_waits(sending: Cast) -> None:
    make_item(sending.house, "Beer", 5)

    with refused("drafts_wait", field="publish_on_send"):
        sending.act(house_rules.change_rules, publish_on_send=False)
    sending.act(publishing.send)
    sending.act(house_rules.change_rules, publish_on_send=False, earn_bp=100)

    sending.house.refresh_from_db()
    assert (sending.house.publish_on_send, sending.house.earn_bp) == (False, 100)


def test_a_bill_open_across_send_keeps_its_prices(cast: Cast) -> None:
    beer = make_item(cast.house, "Beer", 5)
    cast.rule(publish_on_send=True)
    bill = cast.act(bills.open_bill, lines=[bills.NewLine(item=beer.id)])

    cast.act(menu.change, row=beer, price_minor=700)
    cast.act(publishing.send)
    cast.act(bills.add_lines, bill=bill, lines=[bills.NewLine(item=beer.id)])

    lines = Line.objects.of(cast.house).filter(bill=bill).order_by("id")
    assert [line.unit_price_minor for line in lines] == [500, 700]


def test_an_imports_people_are_live_and_their_terms_wait(sending: Cast) -> None:
    taken(sending.house, "First name,Last name,Discount %,Phone\nIda,Roux,10,0612345678\n")

    ida = Customer.objects.of(sending.house).get(first_name="Ida")
    assert ida.discount_bp is None
    assert reports.wanted(sending.house, "customer", ida.id) == {"discount_bp": 1000}


def test_what_a_till_shows_is_kept_once(sending: Cast) -> None:
    make_item(sending.house, "Beer", 5)
    sending.act(publishing.send)

    for number in (1, 1, 9):
        sending.act(publishing.acknowledge, till_id=sending.till.id, number=number)

    assert TillEdition.objects.of(sending.house).get().edition.number == 1


def test_what_waits_and_goes_is_in_the_audit(sending: Cast) -> None:
    from habitue.audit.models import AuditLine

    make_item(sending.house, "Beer", 5)
    sending.act(publishing.send)

    verbs = AuditLine.objects.of(sending.house).order_by("at", "id").values_list("verb", flat=True)
    assert [verb for verb in verbs if verb.split(".")[0] in ("publishing", "menu")] == [
        "publishing.wait",
        "menu.add",
        "publishing.send",
    ]
    assert Operation.objects.of(sending.house).exists()
