"""What the other program says a customer has, owes and earned, to be opened with here."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from habitue.exchange.reading import dates
from habitue.exchange.reading.cells import Notes, Stop
from habitue.exchange.reading.evidence import Conventions, Customs
from habitue.exchange.reading.identity import Cells
from habitue.exchange.reading.sums import money, number, signed
from habitue.kit.money import Money, zero


@dataclass(frozen=True, slots=True)
class Opening:
    """Balances to open with; zero where the file has none. `on` is ISO, or empty for today."""

    paid: Money
    gift: Money
    owes: Money
    points: int
    on: str = ""

    @property
    def kinds(self) -> frozenset[str]:
        """Which balances these are."""
        said = {"paid": self.paid, "gift": self.gift, "owes": self.owes, "points": self.points}
        return frozenset(kind for kind, value in said.items() if value)

    def without(self, kinds: frozenset[str]) -> "Opening | None":
        """The same but for these; None where nothing is left."""
        nothing = zero(self.paid.currency)
        left = Opening(
            paid=nothing if "paid" in kinds else self.paid,
            gift=nothing if "gift" in kinds else self.gift,
            owes=nothing if "owes" in kinds else self.owes,
            points=0 if "points" in kinds else self.points,
            on=self.on,
        )
        return left if left.kinds else None


def read(cells: Cells, customs: Customs, found: Conventions, notes: Notes) -> Opening | None:
    """The opening balances of a row; None when there are none."""
    nothing = zero(customs.currency)
    sums = {
        key: money(cells[f"opening_{key}"][0], customs, found)
        if f"opening_{key}" in cells
        else nothing
        for key in ("paid", "gift", "owes")
    }
    if "opening_balance" in cells:
        # a deposit is positive, a debt negative (decision 23)
        balance = signed(cells["opening_balance"][0], customs, found)
        into = "paid" if balance.amount > 0 else "owes"
        sums[into] += Money(abs(balance.amount), customs.currency)
    points = _points(cells, found, notes)
    if not any(sums.values()) and not points:
        return None
    return Opening(**sums, points=points, on=_on(cells, customs, found, notes))


def _points(cells: Cells, found: Conventions, notes: Notes) -> int:
    if "opening_points" not in cells:
        return 0
    value = number(cells["opening_points"][0], found).value
    if value < 0 or value > 2**53:
        raise Stop("opening_points", _("Points are a number from zero up."))
    if value != int(value):
        notes.add("opening_points", _("Points are whole; the rest was left out."))
    return int(value)


def _on(cells: Cells, customs: Customs, found: Conventions, notes: Notes) -> str:
    if "opening_on" not in cells:
        return ""
    cell = cells["opening_on"][0]
    order = found.orders.get(cell.column, dates.usual(customs.country))
    parts = dates.read(cell.text, order or "dmy", customs.today)
    if (order is None and dates.is_open(cell.text)) or not parts or not parts.year:
        raise Stop("opening_on", _("“{date}” is not a date."), date=cell.text)
    return f"{parts.year:04}-{parts.month:02}-{parts.day:02}"
