"""Two records side by side: what each has, and every field in which they differ, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from habitue.bills.models import Bill, BillState
from habitue.customers import free, reports, terms
from habitue.customers.models import Customer, CustomerType
from habitue.fronts.office.desk import OfficeRequest
from habitue.fronts.office.profile import Profile, profile_of
from habitue.fronts.ui import figures
from habitue.house.models import House
from habitue.menu.models import CustomerGroup, PriceLevel
from habitue.merging import choosing
from habitue.merging.choosing import Choice, Known

STRICTER: Mapping[str, str | Promise] = {
    "marketing_allowed": gettext_lazy("Marketing allowed"),
    "email_receipts": gettext_lazy("Receipts by e-mail"),
    "on_hold": gettext_lazy("On hold"),
    "ignored": gettext_lazy("On the ignore list"),
}
OPTIONS: Mapping[str, str | Promise] = {
    "kept": gettext_lazy("as it is"),
    "other": gettext_lazy("from the other"),
    "both": gettext_lazy("both"),
}


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two, with what they have."""

    customer: Customer
    has: Profile
    open_bills: int
    bills: int


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    words: str  # what the field would say
    chosen: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A field in which they differ."""

    key: str
    label: str
    options: Sequence[Option]


@dataclass(frozen=True, slots=True)
class Both:
    kept: Side
    other: Side
    rows: Sequence[Row]
    same: Sequence[tuple[str, str]]  # label, value
    stricter: Sequence[tuple[str, bool, bool, bool]]  # label, kept, other, what stands

    @property
    def sides(self) -> Sequence[Side]:
        return self.kept, self.other


def both(request: OfficeRequest, kept: Customer, other: Customer) -> Both:
    numbers = reports.phones_of(request.house, [kept, other])
    mine, theirs = (Known(one, numbers[one.id]) for one in (kept, other))
    among = choosing.choices(mine, theirs, free.fields_of(request.house))
    words = _Words(request.house, among)
    stands = choosing.stricter(kept, other)
    return Both(
        _side(request, kept),
        _side(request, other),
        [_row(words, choice, request) for choice in among if choice.differs],
        [
            (str(choice.label), words.of(choice.kind, choice.kept))
            for choice in among
            if not choice.differs and choice.kept and choice.kind != "flag"
        ],
        [
            (str(label), getattr(kept, name), getattr(other, name), stands[name])
            for name, label in STRICTER.items()
            if getattr(kept, name) or getattr(other, name)
        ],
    )


def _side(request: OfficeRequest, customer: Customer) -> Side:
    bills = Bill.objects.of(request.house).filter(customer=customer)
    return Side(
        customer,
        profile_of(request.house, customer, request.at),
        bills.filter(state=BillState.OPEN).count(),
        bills.exclude(state=BillState.VOID).count(),
    )


def _row(words: "_Words", choice: Choice, request: OfficeRequest) -> Row:
    chosen = request.POST.get(f"field.{choice.key}", choice.default)
    return Row(
        choice.key,
        str(choice.label),
        [
            Option(
                option,
                words.of(choice.kind, choice.picked({choice.key: option})),
                option == chosen,
            )
            for option in choice.options
        ],
    )


class _Words:
    """Values as people read them; levels and people by their names, each asked once."""

    def __init__(self, house: House, among: Sequence[Choice]) -> None:
        self.house = house
        ids = {
            kind: {value for one in among if one.kind == kind for value in (one.kept, one.other)}
            - {None}
            for kind in terms.LINKS
        }
        levels = PriceLevel.objects.of(house).filter(pk__in=ids["price_level"])
        groups = CustomerGroup.objects.of(house).filter(pk__in=ids["group"])
        people = Customer.objects.of(house).filter(pk__in=ids["customer"])
        self.names: dict[UUID, str] = {
            **{row.id: row.name for row in (*levels, *groups)},
            **{one.id: one.display_name for one in people},
        }

    def of(self, kind: str, value: Any) -> str:
        if kind == "flag":
            return _("yes") if value else _("no")
        if value is None or value in ("", []):
            return _("nothing")
        if isinstance(value, bool):  # of the house's own
            return _("yes") if value else _("no")
        if kind in terms.LINKS:
            return self.names.get(value, "")
        return self._plain(kind, value)

    def _plain(self, kind: str, value: Any) -> str:
        if kind == "money":
            return figures.plain(self.house.money(value))
        if kind == "percent":
            return str(figures.percent(value))
        if kind == "type":
            return str(CustomerType(value).label)
        if isinstance(value, list):
            return ", ".join(value)
        return str(value)
