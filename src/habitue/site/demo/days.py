"""Ninety days at Chez Marthe: bills, top-ups, what companies owe and pay."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from habitue.bills import actions as bills
from habitue.bills.actions import NewLine, Terms
from habitue.bills.models import Bill, Payment
from habitue.bills.reading import stand
from habitue.cards.proofs import Proof
from habitue.customers.models import Customer
from habitue.house.acting import Actor
from habitue.house_accounts.reports import standing_of
from habitue.kit.refusals import Refusal
from habitue.points import actions as points
from habitue.prepaid import actions as prepaid
from habitue.prepaid.reports import holdings
from habitue.site.demo.book import Book
from habitue.site.demo.clerk import Clerk
from habitue.site.demo.drawers import COUNTED, ENDS, OPENS, Bar
from habitue.site.demo.menu import Laid
from habitue.site.demo.staff import Team

BILLS_A_DAY = 8
WEEKEND = 4  # so many more on Saturday and Sunday
OFFERS = ((10_000, 12_000), (5_000, 5_500), (20_000, 25_000))


@dataclass(frozen=True, slots=True)
class Cafe:
    """Everything a day needs."""

    clerk: Clerk
    laid: Laid
    team: Team
    book: Book


def live(cafe: Cafe, day: datetime, until: datetime) -> None:
    """One day from `day` (midnight where the house stands), as far as `until`."""
    clerk = cafe.clerk
    count = BILLS_A_DAY + (WEEKEND if day.weekday() >= 5 else 0)
    hours = sorted(day + timedelta(minutes=clerk.random.randint(450, 1290)) for _ in range(count))

    bar = Bar(clerk, cafe.team.till, cafe.team.cashier, cafe.team.manager)

    def all_day() -> None:
        shift = bar.open(day) if day + OPENS < until else None
        for at in hours:
            if at < until:
                _a_bill(cafe, at)
        evening = day + timedelta(hours=22)
        if evening < until:
            _top_up_who_ran_out(cafe, evening)
        if day.day == 5 and evening < until:
            _companies_pay(cafe, evening)
        if shift is not None and day + COUNTED < until:
            bar.count(shift, day)
        if day + ENDS < until:
            bar.end(day)

    clerk.together(all_day)


def open_now(cafe: Cafe, now: datetime) -> None:
    """What stands on the tables when the demo opens: some linked, some Walk-In."""
    clerk = cafe.clerk
    guests: Sequence[Customer | None] = (
        cafe.book.known[0], None, cafe.book.employees[0], None, cafe.book.regulars[3], None,
    )  # fmt: skip
    tables = clerk.random.sample(cafe.laid.tables, len(guests))

    def sit() -> None:
        for number, (guest, table) in enumerate(zip(guests, tables, strict=True)):
            at = now - timedelta(minutes=40 - 6 * number)
            bill = clerk.do(
                bills.open_bill, at=at, by=cafe.team.waiter, table=table, lines=_lines(cafe)
            )
            if guest is not None:
                clerk.do(bills.link, at=at, by=cafe.team.waiter, bill=bill, customer=guest.id)

    clerk.together(sit)


def first_top_ups(cafe: Cafe, at: datetime) -> None:
    """Whoever has a PIN has a wallet, and begins with one of the offers."""

    def sell() -> None:
        for someone in [*cafe.book.known, *cafe.book.regulars]:
            if someone.id in cafe.book.tries:
                _top_up(cafe, someone, at)

    cafe.clerk.together(sell)


def _a_bill(cafe: Cafe, at: datetime) -> None:
    clerk, random = cafe.clerk, cafe.clerk.random
    by = random.choice((cafe.team.waiter, cafe.team.waiter, cafe.team.cashier))
    bill: Bill = clerk.do(
        bills.open_bill, at=at, by=by, table=random.choice(cafe.laid.tables), lines=_lines(cafe)
    )
    guest = _guest(cafe)
    if guest is not None:
        bill = clerk.do(bills.link, at=at, by=by, bill=bill, customer=guest.id)
    end = at + timedelta(minutes=random.randint(8, 75))
    if random.random() < 0.01:
        clerk.do(bills.void, at=end, by=cafe.team.manager, bill=bill, reason="Left without eating")
    elif guest is not None and guest.on_account_allowed and _saved(cafe, bill, end, by):
        return
    else:
        _paid(cafe, bill, guest, end, by)


def _guest(cafe: Cafe) -> Customer | None:
    """Two in three bills are somebody's; a few come far more often than the rest."""
    random, book = cafe.clerk.random, cafe.book
    chance = random.random()
    if chance < 0.34:
        return None
    if chance < 0.44:
        return random.choice(book.employees)
    if chance < 0.50:
        return random.choice(book.on_account)
    if chance < 0.64:
        return random.choice(book.known)
    return book.regulars[int(random.random() ** 2 * len(book.regulars))]


def _lines(cafe: Cafe) -> list[NewLine]:
    random = cafe.clerk.random
    chosen = random.sample(cafe.laid.items, random.randint(1, 4))
    return [
        NewLine(item=item.id, quantity=random.choice((1_000, 1_000, 1_000, 2_000)))
        for item in chosen
    ]


def _saved(cafe: Cafe, bill: Bill, at: datetime, by: Actor) -> bool:
    """On account, if the limit leaves room."""
    try:
        cafe.clerk.do(bills.save_on_account, at=at, by=by, bill=bill)
    except Refusal:
        return False
    return True


def _paid(cafe: Cafe, bill: Bill, guest: Customer | None, at: datetime, by: Actor) -> None:
    clerk, random = cafe.clerk, cafe.clerk.random

    def pay(terms: Terms) -> Payment:
        _, payment = clerk.do(bills.pay, at=at, by=by, bill=bill, terms=terms)
        assert isinstance(payment, Payment)
        return payment

    due = stand(clerk.house, bill).due
    if guest is not None and guest.id in cafe.book.tries:
        due -= _from_what_they_have(cafe, guest, due, pay)
    if due:
        tender = random.choice(("card", "card", "cash"))
        tip = random.choice((0, 0, 0, 0, 50, 100, 200))
        given = -(-(due + tip) // 500) * 500 if tender == "cash" else None
        pay(Terms(tender=tender, amount=clerk.money(due), tip=tip, given=given))
    clerk.do(bills.close, at=at, by=by, bill=bill)


def _from_what_they_have(
    cafe: Cafe, guest: Customer, due: int, pay: Callable[[Terms], Payment]
) -> int:
    """Pay with points now and then, else from the wallet; how much that paid."""
    house, proof = cafe.clerk.house, Proof(pin=cafe.book.tries[guest.id])
    worth = points.worth(house, points.balances(house, [guest.id])[guest.id])
    if worth >= due and cafe.clerk.random.random() < 0.5:
        tender, part = "points", due
    else:
        tender, part = "wallet", min(holdings(house, [guest.id])[guest.id].total, due)
    if not part:
        return 0
    payment = pay(Terms(tender=tender, amount=house.money(part), proof=proof))
    return int(payment.amount_minor)


def _top_up_who_ran_out(cafe: Cafe, at: datetime) -> None:
    people = [one for one in [*cafe.book.known, *cafe.book.regulars] if one.id in cafe.book.tries]
    held = holdings(cafe.clerk.house, [one.id for one in people])
    for someone in people:
        if held[someone.id].total < 1_500:
            _top_up(cafe, someone, at)


def _top_up(cafe: Cafe, someone: Customer, at: datetime) -> None:
    clerk = cafe.clerk
    pays, receives = clerk.random.choice(OFFERS)
    clerk.do(
        prepaid.top_up,
        at=at,
        by=cafe.team.cashier,
        customer=someone,
        pays=clerk.money(pays),
        receives=clerk.money(receives),
        tender=clerk.random.choice(("cash", "card")),
    )


def _companies_pay(cafe: Cafe, at: datetime) -> None:
    """On the fifth: one pays all, one a part, one too much, one forgets."""
    clerk = cafe.clerk
    for number, payer in enumerate([*cafe.book.companies, *cafe.book.on_account]):
        owes = standing_of(clerk.house, payer).owes
        shares = (owes, owes * 2 // 3, owes + 5_000 if number < 3 else owes, 0)
        amount = shares[(number + at.month) % 4]
        if owes and amount:
            tender = "bank_transfer" if payer.is_company else "card"
            clerk.do(
                bills.settle,
                at=at,
                by=cafe.team.manager,
                customer=payer,
                amount=clerk.money(amount),
                tender=tender,
            )
