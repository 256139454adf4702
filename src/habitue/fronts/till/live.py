"""What others change while it is looked at: a bill, and what to say of it; a part of a page."""

import re
from dataclasses import dataclass
from zlib import crc32

from django.utils.translation import gettext as _

from habitue.bills.models import Bill, Link, Payment
from habitue.fronts.ui import figures
from habitue.house.models import House

GUEST = "guest:"
# of a form that is drawn anew each time
ONCE = re.compile(r'name="(operation_key|csrfmiddlewaretoken)" value="[^"]*"')


@dataclass(frozen=True, slots=True)
class Mark:
    """How a bill stood on a screen: `12.1a2b3c4d.1` is version, customer, payments."""

    version: int
    customer: str  # of whom only a digest goes into the address
    payments: int

    def __str__(self) -> str:
        return f"{self.version}.{self.customer}.{self.payments}"


def drawn(part: str) -> str:
    """How a part of a page stands, in eight digits: another where a word of it is another."""
    return f"{crc32(ONCE.sub('', part).encode()):08x}"


def mark(bill: Bill, payments: int) -> Mark:
    someone = f"{crc32(bill.customer_id.bytes):08x}" if bill.customer_id else "-"
    return Mark(bill.version, someone, payments)


def marked(typed: str) -> Mark | None:
    """What a screen says it shows; None where it says nothing one could read."""
    parts = typed.split(".")
    if len(parts) != 3 or not all(p.isascii() and p.isdigit() and len(p) < 10 for p in parts[::2]):
        return None
    return Mark(int(parts[0]), parts[1], int(parts[2]))


def taken(house: House, bill: Bill) -> list[Payment]:
    """What has been paid and not taken back, the newest last."""
    rows = Payment.objects.of(house).filter(bill=bill, undone_at=None)
    return list(rows.order_by("at", "id"))


def news(house: House, bill: Bill, before: Mark | None, payments: list[Payment]) -> str:
    """One sentence of what happened elsewhere; empty where the sheet says it all."""
    now = mark(bill, len(payments))
    if before is None or before == now:
        return ""
    if now.payments > before.payments:
        return _paid(house, payments[-1])
    if now.customer != before.customer:
        return _linked(house, bill)
    return ""


def _paid(house: House, payment: Payment) -> str:
    if payment.actor.startswith(GUEST):
        return _("Paid from the guest’s phone")
    sum_ = figures.plain(house.money(payment.amount_minor))
    return _("{sum} was paid elsewhere").format(sum=sum_)


def _linked(house: House, bill: Bill) -> str:
    if bill.customer is None:
        return _("Walk-In again")
    link = Link.objects.of(house).filter(bill=bill, ended_at=None).order_by("-at").first()
    name = bill.customer.display_name
    if link is not None and link.actor.startswith(GUEST):
        return _("{name} linked this bill").format(name=name)
    return _("{name}’s bill now").format(name=name)
