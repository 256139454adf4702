"""Days of a house made of whatever it can do, by a seed, and what the moves alone say of them."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from habitue.bills import actions as bills
from habitue.customers.models import Customer
from habitue.house import sql
from habitue.house.models import House, Venue
from habitue.house_accounts import handing_back
from habitue.housekeeping import balances
from habitue.kit.refusals import Refusal
from habitue.prepaid import actions as prepaid
from habitue.shifts.models import TenderKind
from habitue.site.nightly import NIGHT
from tests.cast import Cast, eur

MOVES = (
    "SELECT e.business_day, d.code, c.code, m.unit, m.amount, e.venue_id FROM ledger_entry e"
    " JOIN ledger_move m ON m.entry_id = e.id JOIN ledger_account d ON d.id = m.debit_id"
    " JOIN ledger_account c ON c.id = m.credit_id WHERE e.house_id = %s"
)


def live(cast: Cast, clock: Any, seed: int, *, days: int = 6, acts: int = 8) -> None:
    """So many days of so many acts each; what the house refuses does not happen."""
    luck = random.Random(seed)
    cast.rule(earn_bp=500, points_per_unit=1, point_worth_minor=2, gift_days=3)
    people = [cast.alice, cast.carol, cast.bob, cast.acme]
    venues = [cast.venue, Venue.objects.create(house=cast.house, name="Terrasse")]
    for _day in range(days):
        for _act in range(acts):
            try:
                luck.choice(_ACTS)(cast, luck, luck.choice(people), luck.choice(venues))
            except Refusal:
                continue
        clock.shift(timedelta(days=1))
        cast.act(prepaid.expire_all, by=NIGHT)


def held_on(house: House, day: date) -> Counter[str]:
    """What every part held at the end of `day`, summed move by move in Python."""
    held: Counter[str] = Counter()
    for on, debit, credit, _unit, amount, _venue in sql.rows(MOVES, [house.id]):
        if sql.as_day(on) <= day:
            held[_part(credit)] += amount
            held[_part(debit)] -= amount
    return held


def _part(code: str) -> str:
    head, _, rest = code.partition(":")
    if head == "wallet":
        return f"wallet:{rest.partition(':')[2]}"
    return code if head == "tender" else head


def _money(luck: random.Random, most: int = 60) -> Any:
    return eur(f"{luck.randint(1, most)}.{luck.randint(0, 99):02}")


def _tender(luck: random.Random) -> str:
    return luck.choice(list(TenderKind.values))


def _top_up(cast: Cast, luck: random.Random, who: Customer, venue: Venue) -> None:
    pays = _money(luck)
    terms = {"receives": pays + luck.choice([eur(0), eur(5)]), "tender": _tender(luck)}
    cast.act(prepaid.top_up, customer=who, pays=pays, venue=venue.id, **terms)


def _eat(cast: Cast, luck: random.Random, who: Customer, venue: Venue) -> None:
    bill = cast.bill(luck.randint(5, 40), who, venue=venue.id)
    tender = luck.choice(["wallet", "wallet", "points", "house_account", *TenderKind.values])
    payment = cast.pay(bill, tender, luck.randint(1, 5) if luck.random() < 0.4 else "")
    if luck.random() < 0.2:
        cast.act(bills.take_back, bill=bill, payment=payment.id)
    bill = cast.again(bill)
    if luck.random() < 0.8:
        cast.pay(bill, _tender(luck), tip=luck.choice([0, 150]))
    bill = cast.close(cast.again(bill))
    if luck.random() < 0.3:
        cast.act(bills.refund, bill=bill, wanted=bills.Wanted(amount=luck.randint(100, 400)))


def _save(cast: Cast, luck: random.Random, who: Customer, venue: Venue) -> None:
    bill = cast.save(cast.bill(luck.randint(5, 40), cast.bob, venue=venue.id))
    if luck.random() < 0.3:
        cast.act(bills.reopen, bill=bill)


def _settle(cast: Cast, luck: random.Random, who: Customer, venue: Venue) -> None:
    booking = bills.Booking(venue=venue.id)
    terms = {"amount": _money(luck), "tender": _tender(luck), "booking": booking}
    cast.act(bills.settle, customer=cast.acme, **terms)


def _pay_out(cast: Cast, luck: random.Random, who: Customer, venue: Venue) -> None:
    amount = _money(luck, 5) if luck.random() < 0.7 else None
    cast.act(prepaid.pay_out, customer=who, tender="cash", amount=amount, venue=venue.id)


def _hand_back(cast: Cast, luck: random.Random, who: Customer, venue: Venue) -> None:
    cast.act(handing_back.hand_back, customer=cast.acme, tender="card", venue=venue.id)


def _adjust(cast: Cast, luck: random.Random, who: Customer, venue: Venue) -> None:
    unit = luck.choice(["paid", "gift", "earned", "points", "owes"])
    terms = {"unit": unit, "up": luck.random() < 0.6, "reason": "counted again"}
    cast.act(balances.adjust, customer=who, amount=luck.randint(1, 900), **terms)


def _open(cast: Cast, luck: random.Random, who: Customer, venue: Venue) -> None:
    cast.act(prepaid.open_with, customer=who, paid=_money(luck), reference=f"customer:{who.id}")


_ACTS: list[Callable[[Cast, random.Random, Customer, Venue], None]] = [
    *(_top_up, _top_up, _eat, _eat, _eat, _eat, _save, _settle),
    *(_pay_out, _hand_back, _adjust, _open),
]
