"""A cell that is money or a number; one that is not, or may be two things, refuses its row."""

from decimal import Decimal

from django.utils.translation import gettext as _

from habitue.exchange.reading import amounts
from habitue.exchange.reading.amounts import Amount
from habitue.exchange.reading.cells import Cell, Stop
from habitue.exchange.reading.evidence import Conventions, Customs
from habitue.kit.currencies import exponent
from habitue.kit.money import LARGEST, Money


def number(cell: Cell, found: Conventions) -> Amount:
    """The number in a cell, by the style its column has."""
    style = found.styles.get(cell.column, "dot")
    if style is None and amounts.is_open(cell.text):
        raise Stop(cell.key, _("“{said}” can be read in two ways."), said=cell.text)
    read = amounts.read(cell.text, style or "dot")
    if read is None:
        raise Stop(cell.key, _("“{said}” is not an amount."), said=cell.text)
    return read


def signed(cell: Cell, customs: Customs, found: Conventions) -> Money:
    """An amount of the house's currency, minus allowed."""
    read = number(cell, found)
    if read.currencies and customs.currency not in read.currencies:
        text = _("“{said}” is not in {currency}.")
        raise Stop(cell.key, text, said=cell.text, currency=customs.currency)
    minor = read.value * Decimal(10) ** exponent(customs.currency)
    if minor != minor.to_integral_value():
        raise Stop(cell.key, _("“{said}” has too many decimals."), said=cell.text)
    if abs(minor) > LARGEST:
        raise Stop(cell.key, _("“{said}” is too large."), said=cell.text)
    return Money(int(minor), customs.currency)


def money(cell: Cell, customs: Customs, found: Conventions) -> Money:
    """An amount that cannot be below zero: what is owed and what is held are two columns."""
    amount = signed(cell, customs, found)
    if amount.amount < 0:
        text = _("“{said}” is below zero: is it owed, or held? Use the column for that.")
        raise Stop(cell.key, text, said=cell.text)
    return amount
