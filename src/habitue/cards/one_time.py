"""One-time codes: six digits from the guest's own phone that authorise one spend.

The digits are made from the row's id under the pepper, so that the phone can show them again and
nothing stored can be read back into them.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F

from habitue.audit import actions as audit
from habitue.cards.models import OneTimeCode, Pin
from habitue.cards.refusals import CodeOld, CodeUsed, CodeWrong, SpendingLocked
from habitue.customers import actions as customers
from habitue.customers.models import Customer
from habitue.house import rows
from habitue.house.models import House
from habitue.kit import text
from habitue.kit.ids import new_id
from habitue.kit.seals import digest, hexdigest
from habitue.operations.models import Operation
from habitue.operations.rights import ONESELF, right

LASTS = timedelta(minutes=2)
A_MOMENT = timedelta(seconds=5)  # by which two clocks of ours may differ
IN_A_ROW = 5
LOOKED_BACK = 10  # how many of the latest a typed code is compared with


@right(ONESELF)
def fresh(op: Operation, *, customer: Customer) -> str:
    """A new code for `customer`, for two minutes and one spend; the one before ends.

    Raises SpendingLocked, CustomerInactive, CustomerArchived.
    """
    customers.must_be_at_hand(customer)
    customers.hold(op, customer.id)
    if is_locked(op.house, customer.id):
        raise SpendingLocked()
    before = _latest(op.house, customer.id)
    rows = OneTimeCode.objects.of(op.house).filter(customer=customer)
    rows.filter(used_at=None, ended_at=None).update(ended_at=op.recorded_at)
    id_ = new_id()
    code = _digits(id_)
    OneTimeCode.objects.create(
        id=id_,
        house=op.house,
        customer=customer,
        digest=_digest(op.house, customer.id, code),
        made_at=op.recorded_at,
        expires_at=op.recorded_at + LASTS,
        wrong=before.wrong if before and before.used_at is None else 0,
    )
    audit.record(op, "cards.make_code", on=customer)
    return code


def standing(house: House, customer_id: UUID, at: datetime) -> tuple[str, datetime] | None:
    """The code that stands, and until when: a page read again shows it, and makes no other."""
    row = (
        OneTimeCode.objects.of(house)
        .filter(customer_id=customer_id, used_at=None, ended_at=None, expires_at__gt=at)
        .first()
    )
    return (_digits(row.id), row.expires_at) if row else None


def use(op: Operation, *, customer: Customer, typed: str) -> None:
    """Use the code of `customer` up. Raises CodeWrong, CodeOld, CodeUsed, SpendingLocked.

    `proofs.prove` calls this and counts what was wrong.
    """
    wanted = _digest(op.house, customer.id, text.digits(typed))
    rows = list(
        OneTimeCode.objects.of(op.house)
        .select_for_update(no_key=True)
        .filter(customer=customer)
        .order_by("-made_at", "-id")[:LOOKED_BACK]
    )
    if rows and _is_out(rows[0]):
        raise SpendingLocked()  # by wrong codes of others, typed while this one waited
    row = next((one for one in rows if one.digest == wanted), None)
    if row is None:
        raise CodeWrong(field="one_time_code")
    if row.used_at is not None:
        raise CodeUsed(field="one_time_code")
    good = OneTimeCode.objects.of(op.house).filter(pk=row.pk, used_at=None, ended_at=None)
    fresh = row.made_at - A_MOMENT <= op.recorded_at <= row.expires_at
    if not fresh or not good.update(used_at=op.recorded_at):
        raise CodeOld(field="one_time_code")


def count_wrong(op: Operation, customer: Customer) -> None:
    """A wrong code in a row, of someone without a PIN whose row would count it."""
    latest = _latest(op.house, customer.id)
    if latest is not None:
        OneTimeCode.objects.of(op.house).filter(pk=latest.pk).update(wrong=F("wrong") + 1)


def is_locked(house: House, customer_id: UUID) -> bool:
    """Whether wrong PINs or codes have locked this customer's spending."""
    if Pin.objects.of(house).filter(customer_id=customer_id, locked_at__isnull=False).exists():
        return True
    return codes_locked(house, customer_id)


def codes_locked(house: House, customer_id: UUID) -> bool:
    latest = _latest(house, customer_id)
    return latest is not None and _is_out(latest)


def _is_out(row: OneTimeCode) -> bool:
    return row.used_at is None and row.wrong >= IN_A_ROW


def forget_wrong(op: Operation, customer: Customer) -> None:
    """A manager unlocked: what was wrong is forgotten."""
    OneTimeCode.objects.of(op.house).filter(customer=customer, wrong__gt=0).update(wrong=0)


def _latest(house: House, customer_id: UUID) -> OneTimeCode | None:
    return rows.first(OneTimeCode, house, customer=customer_id, order="-made_at -id")


def _digits(row_id: UUID) -> str:
    return f"{int.from_bytes(digest('one-time digits', str(row_id))[:8]) % 10**6:06}"


def _digest(house: House, customer_id: UUID, code: str) -> str:
    return hexdigest("one-time code", str(house.id), str(customer_id), code)
