"""Whose bill it is."""

import pytest

from habitue.bills import actions as bills
from habitue.bills.actions import NewLine
from habitue.bills.models import Link
from habitue.bills.reading import stand
from habitue.cards import actions as cards
from habitue.cards.models import PersonalCode
from habitue.customers import actions as customers
from habitue.housekeeping import actions as housekeeping
from habitue.kit.ids import new_id
from habitue.menu import actions as menu
from tests.cast import ALICE_CARD, Cast, eur, make_customer, make_item, refused


def test_a_bill_becomes_someones(cast: Cast) -> None:
    bill = cast.act(bills.link, bill=cast.bill(10), customer=cast.alice.id)

    assert bill.customer == cast.alice
    assert [link.how for link in Link.objects.of(cast.house)] == ["customer"]


def test_by_card_and_by_code(cast: Cast) -> None:
    assert cast.alice_card.number == ALICE_CARD
    code = PersonalCode.objects.of(cast.house).get(customer=cast.alice).code

    by_card = cast.act(bills.link, bill=cast.bill(10), card=f" {ALICE_CARD.lower()} ")
    by_code = cast.act(bills.link, bill=cast.bill(10), code=code)
    read_as_card = cast.act(bills.link, bill=cast.bill(10), card=code)

    assert by_card.customer == by_code.customer == read_as_card.customer == cast.alice


def test_changing_and_undoing_leave_their_records(cast: Cast) -> None:
    bill = cast.bill(10, cast.alice)
    cast.act(bills.link, bill=bill, customer=cast.carol.id)
    bill = cast.act(bills.unlink, bill=bill)

    assert bill.customer is None
    ended = Link.objects.of(cast.house).order_by("id").values_list("customer", "ended_at")
    assert [someone for someone, _ in ended] == [cast.alice.id, cast.carol.id]
    assert all(at for _, at in ended)


def test_linking_the_same_again_changes_nothing(cast: Cast) -> None:
    bill = cast.bill(10, cast.alice)

    assert cast.act(bills.link, bill=bill, customer=cast.alice.id).version == bill.version


def test_unknown_cards_codes_and_people(cast: Cast) -> None:
    bill = cast.bill(10)

    for asked in ({"card": "nobody's"}, {"code": "000000"}, {"code": "x"}, {"card": ""}):
        with refused("not_found"):
            cast.act(bills.link, bill=bill, **asked)
    with refused("not_found", field="customer"):
        cast.act(bills.link, bill=bill, customer=new_id())
    with refused("not_found", field="customer"):
        cast.act(bills.link, bill=bill, customer=cast.charlie.id)


def test_a_swiped_bank_card_is_nobodys(cast: Cast) -> None:
    with refused("bank_card"):
        cast.act(bills.link, bill=cast.bill(10), card="4111 1111 1111 1111")


def test_a_blocked_card_links_nobody(cast: Cast) -> None:
    cast.act(cards.block, card=cast.alice_card)

    with refused("card_blocked"):
        cast.act(bills.link, bill=cast.bill(10), card=ALICE_CARD)


def test_inactive_and_archived_are_not_at_hand(cast: Cast) -> None:
    cast.act(customers.edit, customer=cast.carol, fields={"active": False}, front="office")
    with refused("customer_inactive"):
        cast.act(bills.link, bill=cast.bill(10), customer=cast.carol.id)

    cast.act(housekeeping.archive, customer=cast.carol)
    with refused("customer_archived"):
        cast.act(bills.link, bill=cast.bill(10), customer=cast.carol.id)


def test_the_first_payment_holds_the_link(cast: Cast) -> None:
    bill = cast.bill(10, cast.alice)
    payment = cast.pay(bill, "cash", 4)

    with refused("payments_exist"):
        cast.act(bills.link, bill=bill, customer=cast.carol.id)
    with refused("payments_exist"):
        cast.act(bills.unlink, bill=bill)
    cast.act(bills.take_back, bill=bill, payment=payment.id)
    assert cast.act(bills.link, bill=bill, customer=cast.carol.id).customer == cast.carol


def test_linking_needs_its_own_right(cast: Cast) -> None:
    bookkeeper = cast.actor(cast.hire("Ada", "bookkeeper"))

    with refused("right_missing", right="bills.link"):
        cast.act(bills.link, bill=cast.bill(10), customer=cast.alice.id, by=bookkeeper)


@pytest.mark.parametrize(
    ("own", "programme", "due"),
    [(1_000, 0, 900), (0, 500, 950), (1_000, 500, 900), (500, 1_000, 900)],
)
def test_the_better_of_customer_and_programme(
    cast: Cast, own: int, programme: int, due: int
) -> None:
    cast.rule(discount_bp=programme)
    guest = make_customer(cast.house, discount_percent=own)

    assert stand(cast.house, cast.bill(10, guest)).due == due
    assert stand(cast.house, cast.bill(10)).due == 1000


def test_unlinking_takes_the_discount_away(cast: Cast) -> None:
    cast.rule(discount_bp=1_000)
    bill = cast.bill(10, cast.alice)

    assert stand(cast.house, cast.act(bills.unlink, bill=bill)).due == 1000


def test_a_guests_level_prices_the_bill_but_not_what_was_priced_by_hand(cast: Cast) -> None:
    staff_price = cast.act(menu.add_level, name="Staff")
    coffee = make_item(cast.house, price=2, prices={staff_price: 100})
    guest = make_customer(cast.house, price_level=staff_price.id)
    lines = [NewLine(item=coffee.id), NewLine(item=coffee.id, unit_price=eur("1.80"))]
    bill = cast.act(bills.open_bill, lines=lines)

    linked = cast.act(bills.link, bill=bill, customer=guest.id)

    assert [one.total_minor for one in stand(cast.house, linked).lines] == [100, 180]
    freed = cast.act(bills.unlink, bill=bill)
    assert [one.total_minor for one in stand(cast.house, freed).lines] == [200, 180]


def test_the_first_level_that_says_something(cast: Cast) -> None:
    levels = {
        name: cast.act(menu.add_level, name=name)
        for name in ("hand", "customer", "table", "area", "venue")
    }
    coffee = make_item(
        cast.house,
        price=9,
        prices={level: number for number, level in enumerate(levels.values(), start=1)},
    )
    cast.venue.price_level_id = levels["venue"].id
    cast.venue.save()
    area = cast.act(menu.add_area, venue=cast.venue, name="Terrace", price_level=levels["area"])
    table = cast.act(menu.add_table, area=area, name="T1", price_level=levels["table"])
    plain = cast.act(menu.add_table, area=area, name="T2")
    guest = make_customer(cast.house, price_level=levels["customer"].id)

    def price(bill: object) -> int:
        return stand(cast.house, cast.again(bill)).due

    bill = cast.act(bills.open_bill, lines=[NewLine(item=coffee.id)])
    seen = [price(bill)]
    for step, terms in (
        (bills.alter, {"table": plain}),
        (bills.alter, {"table": table}),
        (bills.link, {"customer": guest.id}),
        (bills.set_level, {"level": levels["hand"]}),
    ):
        cast.act(step, bill=bill, **terms)
        seen.append(price(bill))
    assert seen == [5, 4, 3, 2, 1]
    cast.act(bills.set_level, bill=bill, level=None)
    assert price(bill) == 2


def test_the_first_payment_freezes_price_level_and_discount(cast: Cast) -> None:
    level = cast.act(menu.add_level, name="Happy hour")
    coffee = make_item(cast.house, price=4, prices={level: 300})
    area = cast.act(menu.add_area, venue=cast.venue, name="Bar", price_level=level)
    table = cast.act(menu.add_table, area=area, name="B1")
    bill = cast.act(bills.open_bill, lines=[NewLine(item=coffee.id)])
    cast.pay(bill, "cash", 1)

    cast.act(bills.alter, bill=bill, table=table)
    with refused("payments_exist"):
        cast.act(bills.set_level, bill=bill, level=level)

    assert stand(cast.house, cast.again(bill)).total == 400
