"""Receipt numbers of another till: each answers for one act of money here (I22).

A number belongs to what it was printed for: a bill with its shares, payments and refunds, a
top-up, a settling. Whoever sends it again for something else is refused, and may send none: what
has no number stands on the unmatched list.
"""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from habitue.house import rows, sql
from habitue.house.models import ReceiptNumbers
from habitue.kit.ids import new_id
from habitue.kit.refusals import Refusal
from habitue.operations.models import Operation
from habitue.shifts.models import Receipt

COLUMNS = ("id", "house_id", "number", "series", "owner")


class NumberUsed(Refusal):
    code = "malformed"
    status = 422
    says = _("The receipt {number} stands with something else already. Leave the number out.")


def claim(op: Operation, number: str, owner: UUID) -> None:
    """The receipt `number` is `owner`'s from now on. Raises NumberUsed.

    The house says how its tills count: no number twice, anew each day, or as they like.
    """
    if not number:
        return
    series = _series(op, owner)
    if _inserted(op, number, series, owner):
        return
    of = rows.first(Receipt, op.house, number=number, series=series)
    if of is None or of.owner != owner:
        raise NumberUsed(field="fiscal_ref", number=number)


def release(op: Operation, number: str, owner: UUID) -> None:
    """What carried the number was taken back: the receipt may answer for something else."""
    if number:
        sql.execute(
            "DELETE FROM shifts_receipt WHERE house_id = %s AND number = %s AND owner = %s",
            [op.house.id, number, owner],
        )


def _series(op: Operation, owner: UUID) -> str:
    if op.house.receipt_numbers == ReceiptNumbers.ONCE:
        return ""
    daily = op.house.receipt_numbers == ReceiptNumbers.DAILY
    return op.business_day.isoformat() if daily else str(owner)


def _inserted(op: Operation, number: str, series: str, owner: UUID) -> bool:
    """One of two who claim it at the same moment waits for the other's end."""
    return bool(
        sql.rows(
            f"INSERT INTO shifts_receipt ({', '.join(COLUMNS)}) VALUES (%s, %s, %s, %s, %s)"  # noqa: S608
            " ON CONFLICT (house_id, number, series) DO NOTHING RETURNING id",
            [new_id(), op.house.id, number, series, owner],
        )
    )
