"""What an audit line is about: a name to show, a place to go; a statement for each sort."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from habitue.bills.models import Bill
from habitue.bills.reading import stand_all
from habitue.customers.models import Customer
from habitue.house.models import House
from habitue.house_accounts.models import Charge, Settlement
from habitue.prepaid.models import Lot, TopUp


@dataclass(frozen=True, slots=True)
class Subject:
    """Who and which bill; `amount` where no entry says how much it was about."""

    customer: Customer | None = None
    bill: Bill | None = None
    amount: int | None = None

    @property
    def name(self) -> str:
        return self.customer.display_name if self.customer else ""


NOBODY = Subject()
Found = dict[UUID | None, Subject]


def subjects(house: House, named: Iterable[tuple[str, UUID | None]]) -> dict[UUID | None, Subject]:
    """The subject of each (kind, id) that is known."""
    ids: dict[str, list[UUID]] = {}
    for kind, id_ in named:
        if id_ is not None:
            ids.setdefault(kind, []).append(id_)
    found: dict[UUID | None, Subject] = {}
    for kind, some in ids.items():
        if kind in _FOUND:
            found |= _FOUND[kind](house, some)
    return found


def _customers(house: House, ids: list[UUID]) -> Found:
    return {row.id: Subject(row) for row in Customer.objects.of(house).filter(pk__in=ids)}


def _bills(house: House, ids: list[UUID]) -> Found:
    rows = list(Bill.objects.of(house).filter(pk__in=ids).select_related("customer"))
    standing = stand_all(house, rows)
    return {
        row.id: Subject(row.customer, row, stands.total)
        for row, stands in zip(rows, standing, strict=True)
    }


def _top_ups(house: House, ids: list[UUID]) -> Found:
    rows = TopUp.objects.of(house).filter(pk__in=ids).select_related("customer")
    return {row.id: Subject(row.customer) for row in rows}


def _lots(house: House, ids: list[UUID]) -> Found:
    rows = Lot.objects.of(house).filter(pk__in=ids).select_related("wallet__holder")
    return {row.id: Subject(row.wallet.holder, None, row.remaining_minor) for row in rows}


def _charges(house: House, ids: list[UUID]) -> Found:
    rows = list(Charge.objects.of(house).filter(pk__in=ids).select_related("person"))
    bills = Bill.objects.of(house).in_bulk([row.bill_id for row in rows if row.bill_id])
    return {row.id: Subject(row.person, bills.get(row.bill_id)) for row in rows}


def _settlements(house: House, ids: list[UUID]) -> Found:
    rows = Settlement.objects.of(house).filter(pk__in=ids).select_related("account__customer")
    return {row.id: Subject(row.account.customer) for row in rows}


_FOUND: Mapping[str, Callable[[House, list[UUID]], Found]] = {
    "customers.customer": _customers,
    "bills.bill": _bills,
    "prepaid.topup": _top_ups,
    "prepaid.lot": _lots,
    "house_accounts.charge": _charges,
    "house_accounts.settlement": _settlements,
}
