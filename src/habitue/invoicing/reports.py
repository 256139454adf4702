"""Which invoices there are, what became of their letters, and who waits for one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.db.models import Count, Min, Sum

from habitue.customers.models import Customer
from habitue.house.models import House
from habitue.house_accounts.models import Charge
from habitue.invoicing.models import Invoice, Sending
from habitue.outbox.reports import letters

State = Literal["waiting", "sent", "given_up"]


@dataclass(frozen=True, slots=True)
class Sent:
    """One sending of an invoice, and how its letter fares."""

    id: UUID
    to: str
    at: datetime
    state: State
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A payer with charges on no invoice yet: how much, how many, since when."""

    payer: Customer
    amount: int
    bills: int
    oldest_on: date


def sendings(house: House, invoices: Iterable[Invoice]) -> dict[UUID, list[Sent]]:
    """What was sent of each invoice, the latest first."""
    theirs = Sending.objects.of(house).filter(invoice_id__in=[one.id for one in invoices])
    rows = list(theirs.order_by("-at", "-id"))
    kept = letters(house, [row.letter_id for row in rows])
    found: dict[UUID, list[Sent]] = {}
    for row in rows:
        letter = kept.get(row.letter_id)
        # a letter the outbox has forgotten had arrived
        state: State = "sent" if letter is None or letter.sent_at else "waiting"
        if letter and not letter.sent_at and not letter.is_waiting:
            state = "given_up"
        problem = letter.last_problem if letter else ""
        found.setdefault(row.invoice_id, []).append(Sent(row.id, row.to, row.at, state, problem))
    return found


def to_invoice(house: House, most: int = 200) -> list[Waiting]:
    """Payers with charges on no invoice, the oldest charge first; two queries."""
    rows = list(
        Charge.objects.of(house)
        .filter(invoice_id=None, reversed_at=None)
        .values("account__customer_id")
        .annotate(amount=Sum("amount_minor"), bills=Count("id"), oldest=Min("business_day"))
        .order_by("oldest", "account__customer_id")[:most]
    )
    ids = [row["account__customer_id"] for row in rows]
    payers = {one.id: one for one in Customer.objects.of(house).filter(pk__in=ids)}
    return [
        Waiting(payers[row["account__customer_id"]], row["amount"], row["bills"], row["oldest"])
        for row in rows
    ]


def invoice_of(house: House, bill: UUID) -> Invoice | None:
    """The invoice a bill is on; the latest, where parts of it are on several."""
    charges = Charge.objects.of(house).filter(bill_id=bill, invoice_id__isnull=False)
    ids = list(charges.values_list("invoice_id", flat=True))
    found: Invoice | None = (
        Invoice.objects.of(house).filter(pk__in=ids).defer("content").order_by("-id").first()
    )
    return found
