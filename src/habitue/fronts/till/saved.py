"""Bills saved on account and not yet paid: the newest first, a page by key, found by whose
they are, their table or their number."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from habitue.bills.models import Bill, BillState
from habitue.customers.models import Customer
from habitue.fronts.till.doors import TillRequest
from habitue.house.models import House
from habitue.house_accounts import reports as accounts
from habitue.kit import text
from habitue.kit.money import Money

SIZE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A saved bill and what is still open of it."""

    bill: Bill
    open: Money


def facts(request: TillRequest) -> dict[str, Any]:
    """`asked`, the `rows` that answer, and where the next page begins; for page and fragment."""
    house, asked = request.house, request.GET.get("q", "").strip()[:100]
    bills = Bill.objects.of(house).filter(state=BillState.ON_ACCOUNT)
    if asked:
        bills = bills.filter(_named(house, bills, asked))
    last = _last(house, request.GET.get("after", ""))
    if last:
        at, id_ = last
        bills = bills.filter(Q(saved_at__lt=at) | Q(saved_at=at, id__lt=id_))
    ordered = bills.select_related("customer__payer").order_by("-saved_at", "-id")
    found = list(ordered[: SIZE + 1])
    rows = _rows(house, found[:SIZE])
    return {
        "asked": asked,
        "rows": rows,
        "after": str(rows[-1].bill.id) if len(found) > SIZE else "",
        "is_first": last is None,
        "size": SIZE,
    }


def _rows(house: House, bills: list[Bill]) -> list[Row]:
    open_ = accounts.owed_on(house, [bill.id for bill in bills])
    return [Row(bill, house.money(open_.get(bill.id, 0))) for bill in bills]


def _named(house: House, bills: QuerySet[Bill], asked: str) -> Q:
    """Whose number begins so, or whose table or people hold every word; the words are compared
    here, where letters with marks are the same on every database."""
    words = text.normalise(asked).split()
    said = bills.exclude(label="").values_list("label", flat=True).distinct()
    labels = [one for one in said if _holds(_("Table {name}").format(name=one), words)]
    owing = Customer.objects.of(house).filter(pk__in=bills.values("customer_id"))
    people = [
        one.id
        for one in owing.select_related("payer")
        if _holds(f"{one} {one.company_name} {one.payer or ''}", words)
    ]
    found = Q(label__in=labels) | Q(customer_id__in=people)
    number = "".join(words)
    if number.isascii() and number.isdigit():
        found |= Q(number__startswith=number)
    return found


def _holds(said: str, words: list[str]) -> bool:
    plain = text.normalise(said)
    return all(word in plain for word in words)


def _last(house: House, asked: str) -> tuple[datetime, UUID] | None:
    """Where the page before ended, paid meanwhile or not; None for the first page."""
    try:
        key = UUID(asked)
    except ValueError:
        return None
    found = Bill.objects.of(house).filter(pk=key, saved_at__isnull=False)
    row: tuple[datetime, UUID] | None = found.values_list("saved_at", "id").first()
    return row
