"""Whatever is done in whatever order, the books balance: recomputed from the moves alone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from habitue.bills import actions as bills
from habitue.bills.models import Bill, Payment
from habitue.customers import actions as customers
from habitue.customers.models import Customer
from habitue.house_accounts import actions as house_accounts
from habitue.housekeeping import actions as housekeeping
from habitue.housekeeping.actions import Settle
from habitue.kit.money import Money
from habitue.kit.refusals import Refusal
from habitue.prepaid import actions as prepaid
from tests.cast import Cast, make_customer
from tests.conftest import offenders
from tests.ledger.recomputing import balances, wrong

TENDERS = ("cash", "card", "wallet", "points", "house_account")
WAYS = (None, Settle("pay_out"), Settle("collect"), Settle("write_off", reason="gone"))


class Evening:
    """What a house can do to its bills and people; numbers drawn pick which."""

    def __init__(self, cast: Cast, people: list[Customer]) -> None:
        self.cast, self.people = cast, people
        self.bills: list[Bill] = []

    def do(self, verb: str, pick: int, minor: int) -> None:
        step: Callable[[int, int], Any] = getattr(self, verb)
        try:
            step(pick, minor)
        except Refusal as no:
            event(f"{verb}: {no.code}")
        else:
            event(f"{verb}: done")

    def person(self, pick: int) -> Customer:
        found: Customer = self.cast.again(self.people[pick % len(self.people)])
        return found

    def bill(self, pick: int) -> Bill:
        if not self.bills:
            self.open(pick, 2_000)
        return self.bills[pick % len(self.bills)]

    def top_up(self, pick: int, minor: int) -> None:
        self.cast.act(
            prepaid.top_up,
            customer=self.person(pick),
            pays=Money(minor, "EUR"),
            receives=Money(minor + minor // 5, "EUR"),
            tender="cash",
        )

    def open(self, pick: int, minor: int) -> None:
        bill = self.cast.act(bills.open_bill, amount=Money(minor, "EUR"))
        self.bills.append(bill)
        self.cast.act(bills.link, bill=bill, customer=self.person(pick).id)

    def link(self, pick: int, minor: int) -> None:
        self.cast.act(bills.link, bill=self.bill(minor), customer=self.person(pick).id)

    def unlink(self, pick: int, minor: int) -> None:
        self.cast.act(bills.unlink, bill=self.bill(pick))

    def alter(self, pick: int, minor: int) -> None:
        self.cast.act(bills.alter, bill=self.bill(pick), amount=Money(minor, "EUR"))

    def pay(self, pick: int, minor: int) -> None:
        terms = bills.Terms(
            TENDERS[minor % 5], Money(minor, "EUR") if minor % 3 else None, tip=minor % 2 * 50
        )
        self.cast.act(bills.pay, bill=self.bill(pick), terms=terms)

    def take_back(self, pick: int, minor: int) -> None:
        bill = self.bill(pick)
        payments = list(Payment.objects.of(self.cast.house).filter(bill=bill).order_by("id"))
        if payments:
            one = payments[minor % len(payments)]
            self.cast.act(bills.take_back, bill=bill, payment=one.id)

    def save(self, pick: int, minor: int) -> None:
        self.cast.save(self.bill(pick))

    def reopen(self, pick: int, minor: int) -> None:
        self.cast.act(bills.reopen, bill=self.bill(pick))

    def close(self, pick: int, minor: int) -> None:
        self.cast.close(self.bill(pick))

    def void(self, pick: int, minor: int) -> None:
        self.cast.act(bills.void, bill=self.bill(pick))

    def settle(self, pick: int, minor: int) -> None:
        named = [self.bill(minor).id] if minor % 3 == 0 else None
        self.cast.act(
            bills.settle,
            customer=self.person(pick),
            amount=Money(minor, "EUR"),
            tender="card",
            bills=named,
        )

    def write_off(self, pick: int, minor: int) -> None:
        self.cast.act(house_accounts.write_off, customer=self.person(pick), reason="gone")

    def pay_out(self, pick: int, minor: int) -> None:
        amount = Money(minor, "EUR") if minor % 2 else None
        self.cast.act(prepaid.pay_out, customer=self.person(pick), tender="cash", amount=amount)

    def archive(self, pick: int, minor: int) -> None:
        self.cast.act(housekeeping.archive, customer=self.person(pick), settle=WAYS[minor % 4])

    def restore(self, pick: int, minor: int) -> None:
        self.cast.act(housekeeping.restore, customer=self.person(pick))

    def repay(self, pick: int, minor: int) -> None:
        """Someone else pays for them from now on, or nobody."""
        payer = self.person(minor).id if minor % 3 else None
        self.cast.act(
            customers.edit, customer=self.person(pick), fields={"payer": payer}, front="office"
        )


VERBS = [
    *("top_up", "open", "open", "link", "unlink", "alter"),
    *("pay", "pay", "pay", "pay", "take_back", "save", "save", "reopen", "close", "void"),
    *("settle", "settle", "write_off", "pay_out", "archive", "restore", "repay"),
]
STEPS = st.lists(
    st.tuples(st.sampled_from(VERBS), st.integers(0, 5), st.integers(1, 3_000)),
    min_size=5,
    max_size=30,
)


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_any_evening_leaves_the_books_balanced(
    cast: Cast, steps: list[tuple[str, int, int]]
) -> None:
    cast.rule(earn_bp=1_000, points_per_unit=1, point_worth_minor=7, gift_days=30)
    named = [cast.alice, cast.acme, cast.bob, cast.carol]
    with undone():
        regular = make_customer(cast.house, on_account_allowed=True, discount_percent=1_250)
        evening = Evening(cast, [*named, regular])

        for step in steps:
            evening.do(*step)

        assert wrong(cast.house) == []
        assert bills_stand_in_the_ledger(cast) == []
        assert offenders() == []


def bills_stand_in_the_ledger(cast: Cast) -> list[str]:
    """Open bills hold what was paid on them; sales are what closed and saved bills came to."""
    truth = balances(cast.house)
    paid = sum(
        one.amount_minor
        for one in Payment.objects.of(cast.house).filter(undone_at=None, bill__state="open")
    )
    sold = sum(
        bill.total_minor or 0
        for bill in Bill.objects.of(cast.house).filter(state__in=["closed", "on_account"])
    )
    tips = sum(one.tip_minor for one in Payment.objects.of(cast.house).filter(undone_at=None))
    return [
        f"{code}: {truth.get(code, 0)}, not {expected}"
        for code, expected in (("open_bills", paid), ("sales", sold), ("tips", tips))
        if truth.get(code, 0) != expected
    ]
