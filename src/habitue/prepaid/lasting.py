"""How long value lasts: by kind, as the house says; for what was paid, as the country lets it."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from habitue.audit import actions as audit
from habitue.house import rows
from habitue.house.days import local_date
from habitue.house.models import House
from habitue.kit import spans, wallet_law
from habitue.kit.refusals import NotFound, Refusal
from habitue.kit.text import storable
from habitue.operations.models import Operation
from habitue.operations.rights import right
from habitue.prepaid.models import Extension, Lot, ValueKind, Why

LATEST = date(2199, 12, 31)


class NotLonger(Refusal):
    code = "malformed"
    status = 422
    says = _("Choose a day after the one on which it ends now.")


class ReasonNeeded(Refusal):
    code = "malformed"
    status = 422
    says = _("Say why.")


class Ended(Refusal):
    code = "insufficient_value"
    says = _("Nothing is left of this value that could last longer.")


def first_day(house: House, at: datetime) -> date:
    """The day value counts from that came at `at`.

    A day that was closed has been, whatever the clock says now: one that was set back would make
    new value end too soon. What ends is judged by the clock alone (`lots.expired`): a day closed
    under a clock that ran ahead must not end anything early.
    """
    day = local_date(house, at)
    return max(day, house.closed_through) if house.closed_through else day


def last_day(house: House, kind: str, start: date) -> date | None:
    """The last day of value of this kind that came on `start`; None: it never ends."""
    days = {ValueKind.GIFT: house.gift_days, ValueKind.EARNED: house.earned_days}
    if kind in days:
        some = days[ValueKind(kind)]
        return start + timedelta(days=some) if some else None
    span = spans.read(house.paid_expires)
    return span.until(start) if span else None


def least_day(house: House, loaded: date) -> date | None:
    """Before which day value paid on `loaded` may not end by law; None where none is known."""
    least = wallet_law.least(house.country)
    return least.until(loaded) if least else None


def renew(op: Operation, load: Lot) -> None:
    """Where the law counts from the last load, what was paid before lasts as long as this."""
    loaded = local_date(op.house, load.created_at)
    until = load.expires_on or least_day(op.house, loaded)
    if until is None or not wallet_law.preset(op.house.country).renews:
        return
    for lot in rows.find(
        Lot,
        op.house,
        lock=True,
        wallet=load.wallet_id,
        kind=ValueKind.PAID,
        remaining_minor__gt=0,
        order="id",
    ):
        if lot.expires_on is not None and loaded <= lot.expires_on < until:
            lengthen(op, lot, until, Why.LOADED)


@right("prepaid.extend")
def extend(op: Operation, *, lot: UUID, until: date | None, reason: str) -> Extension:
    """Let a lot last until a later day, or for ever; recorded with who and why.

    Raises NotFound, Ended, NotLonger, ReasonNeeded, RightMissing where the actor may extend less.
    """
    held = rows.first(Lot, op.house, lock=True, id=lot, related=("wallet",))
    if held is None:
        raise NotFound("lot")
    op.require("prepaid.extend", held.remaining_minor)
    today = local_date(op.house, op.recorded_at)
    if not held.remaining_minor or (held.expires_on and held.expires_on < today):
        raise Ended()
    if held.expires_on is None or (until is not None and not held.expires_on < until <= LATEST):
        raise NotLonger(field="until")
    reason = storable(reason).strip()[:300]
    if not reason:
        raise ReasonNeeded(field="reason")
    made = lengthen(op, held, until, Why.BY_HAND, reason)
    changes = {"expires_on": (made.before, made.after)}
    audit.record(op, "prepaid.extend", on=held, changes=changes, reason=reason)
    return made


def lengthen(op: Operation, lot: Lot, until: date | None, why: Why, reason: str = "") -> Extension:
    """Move the last day of a locked lot, and keep what it was."""
    made = Extension(
        house=op.house,
        lot=lot,
        before=lot.expires_on,
        after=until,
        why=why,
        reason=reason,
        at=op.at,
        actor=op.by.label,
    )
    lot.expires_on = until
    rows.update(lot, "expires_on")
    rows.insert(made)
    return made
