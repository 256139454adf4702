"""What the house sells as a voucher or top-up, and what its value may pay.

*Single-purpose*: which VAT it will carry is known when it is sold, so it is due then, and what it
pays is not taxed again. *Multi-purpose*: VAT is due when it is spent (Directive (EU) 2016/1065).
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from habitue.audit import actions as audit
from habitue.house import rows
from habitue.house.models import House
from habitue.kit.money import Money
from habitue.kit.refusals import NotFound, Refusal
from habitue.operations.models import Operation
from habitue.operations.rights import right
from habitue.prepaid.models import Product, Purpose


class ProductNameTaken(Refusal):
    code = "name_taken"
    status = 422
    says = _("There is a product of this name already.")


class RateNeeded(Refusal):
    code = "malformed"
    status = 422
    says = _("A single-purpose product has one VAT rate, a multi-purpose product none.")


class PresetsMakeNoSense(Refusal):
    code = "malformed"
    status = 422
    says = _("What is received is at least what is paid.")


def shelf(house: House) -> list[Product]:
    """What may be sold now, in the house's order."""
    return rows.find(Product, house, retired_at=None, order="position id")


def on_sale(op: Operation, product: UUID | None) -> Product | None:
    """The product chosen, which must be on the shelf; none where none was."""
    if product is None:
        return None
    found = rows.first(Product, op.house, id=product, retired_at=None)
    if found is None:
        raise NotFound("product", field="product")
    return found


@right("house.edit")
def add(op: Operation, **columns: Any) -> Product:
    """Put a product on the shelf. Raises ProductNameTaken, RateNeeded, PresetsMakeNoSense."""
    row = Product(house=op.house, **columns)
    _check(op, row)
    row.save(force_insert=True)
    audit.record(op, "prepaid.add_product", on=row)
    return row


@dataclass(frozen=True, slots=True)
class Sold:
    """A product with its sums as money; None where whoever sells it says them."""

    row: Product
    pays: Money | None
    receives: Money | None


def sold(house: House) -> list[Sold]:
    """The shelf, as a form that sells from it shows it."""
    return [
        Sold(one, _money(house, one.pays_minor), _money(house, one.receives_minor))
        for one in shelf(house)
    ]


def _money(house: House, minor: int | None) -> Money | None:
    return None if minor is None else house.money(minor)


@right("house.edit")
def change(op: Operation, *, row: Product, **columns: Any) -> Product:
    """Change how it is sold from now on; what was sold keeps its purpose and rate."""
    held = rows.first(Product, op.house, lock=True, id=row.id, retired_at=None)
    if held is None:
        raise NotFound("product")
    changes = {key: (getattr(held, key), value) for key, value in columns.items()}
    for key, value in columns.items():
        setattr(held, key, value)
    _check(op, held)
    held.save(update_fields=[*columns] or None)
    audit.record(op, "prepaid.change_product", on=held, changes=changes)
    return held


@right("house.edit")
def retire(op: Operation, *, row: Product) -> None:
    """It is not sold any more; its name is free again."""
    row.retired_at, row.name = op.at, f"{row.name[:40]} {op.at:%Y%m%d%H%M%S}"
    row.save(update_fields=["retired_at", "name"])
    audit.record(op, "prepaid.retire_product", on=row)


def _check(op: Operation, row: Product) -> None:
    row.name = " ".join(row.name.split())[:60]
    if not row.name:
        raise ProductNameTaken(field="name")
    others = Product.objects.of(op.house).filter(name=row.name).exclude(pk=row.pk)
    if others.exists():
        raise ProductNameTaken(field="name")
    if row.purpose not in Purpose.values:
        raise RateNeeded(field="purpose")
    if (row.purpose == Purpose.SINGLE) == (row.vat_bp is None):
        raise RateNeeded(field="vat_rate")
    pays, receives = row.pays_minor, row.receives_minor
    if pays is not None and pays <= 0:
        raise PresetsMakeNoSense(field="pays")
    if receives is not None and receives < (pays or 0):
        raise PresetsMakeNoSense(field="receives")
