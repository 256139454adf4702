"""Ninety honest days of a house, and what dishonest hands add to them; written as rows.

Not made by the actions: ten thousand bills would take minutes, and nothing here reads the ledger.
"""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from habitue.bills.models import Bill, BillState, Link
from habitue.customers.models import Customer
from habitue.prepaid.models import TopUp, Wallet
from tests.cast import Cast

FIRST, DAYS = date(2026, 1, 1), 90
LAST = FIRST + timedelta(days=DAYS - 1)
NOON = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)
REGULARS, BILLS = 600, 10_000


class Days:
    """A house with so many regulars and waiters, whose days can be written."""

    def __init__(self, cast: Cast, seed: int) -> None:
        self.house, self.venue = cast.house, cast.venue
        self.luck = random.Random(seed)
        self.staff = [
            f"staff:{cast.hire(name, 'waiter').id}" for name in ("Ali", "Béa", "Chloé", "Dan")
        ]
        self.number = 0
        self.bills: list[Bill] = []
        self.links: list[Link] = []
        self.regulars = Customer.objects.bulk_create(
            Customer(house=self.house, first_name=f"Regular {n}", created_at=NOON, updated_at=NOON)
            for n in range(REGULARS)
        )

    def honest(self, bills: int = BILLS) -> None:
        """Regulars come once on most days and twice on some; a third of the bills are theirs."""
        for day in range(DAYS):
            guests = self.luck.sample(self.regulars, 40)
            guests += self.luck.sample(guests, 6)
            for place in range(bills // DAYS):
                guest = guests[place] if place < len(guests) else None
                self.bill(day, guest, self.luck.choice(self.staff))

    def bill(self, day: int, customer: Customer | None, actor: str, late: int = 5) -> None:
        at = NOON + timedelta(days=day, minutes=self.luck.randint(0, 600))
        self.number += 1
        row = Bill(
            house=self.house,
            number=self.number,
            venue=self.venue,
            state=BillState.CLOSED,
            customer=customer,
            opened_at=at,
            opened_by=actor,
            business_day=FIRST + timedelta(days=day),
            public_token=f"token-{self.number}",
            total_minor=2_000,
            earned_points=20 if customer else 0,
        )
        self.bills.append(row)
        if customer:
            linked = at + timedelta(minutes=late)
            link = Link(house=self.house, bill=row, customer=customer, how="card", at=linked)
            link.actor = actor
            self.links.append(link)

    def top_ups(self, many: int, actor: str, *, receipt: bool, gift: int = 0) -> list[TopUp]:
        wallet = Wallet.objects.create(house=self.house, holder=self.regulars[0], created_at=NOON)
        return TopUp.objects.bulk_create(
            TopUp(
                house=self.house,
                wallet=wallet,
                customer=self.regulars[n % REGULARS],
                pays_minor=5_000,
                receives_minor=5_000 + gift,
                tender="cash",
                entry_id=UUID(int=n),
                at=NOON + timedelta(days=n % DAYS),
                actor=actor,
                fiscal_ref=f"T-{n}" if receipt else "",
            )
            for n in range(many)
        )

    def write(self) -> None:
        Bill.objects.bulk_create(self.bills, batch_size=2_000)
        Link.objects.bulk_create(self.links, batch_size=2_000)
