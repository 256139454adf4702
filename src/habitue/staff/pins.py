"""Staff PINs: who stands at the till, and a manager's approval in place (decisions 10, 33).

Hashing happens before the transaction; the count of wrong tries is a row written in it.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from habitue.house.acting import Actor
from habitue.house.models import House
from habitue.kit import pins
from habitue.kit.refusals import NotFound, Refusal
from habitue.operations.writer import in_write_transaction
from habitue.staff.entry import actor_for, member_of
from habitue.staff.models import StaffMember

TRIES = 10


class StaffPinWrong(Refusal):
    code = "pin_wrong"
    says = _("This PIN does not go with the name.")


class StaffPinLocked(Refusal):
    code = "spending_locked"
    says = _("Too many wrong PINs. Ask a manager to set a new one.")


@dataclass(frozen=True, slots=True)
class Approval:
    """A manager on the spot: who, their PIN, why."""

    staff: UUID
    pin: str
    reason: str


def owner_text(member: StaffMember) -> str:
    return f"staff:{member.house_id}:{member.id}"


def prove(house: House, member_id: UUID, pin: str) -> StaffMember:
    """The member whose PIN this is; counts a wrong try. Raises StaffPinWrong, StaffPinLocked.

    A right PIN does not reset the count before ten: a colleague's guessing must show.
    """
    member = member_of(house, member_id)
    if member is None:
        raise NotFound("staff member", field="staff")
    if member.pin_locked_at:
        raise StaffPinLocked()
    if not member.pin_hash or not pins.matches(owner_text(member), pin, member.pin_hash):
        in_write_transaction(lambda: _count_wrong(member))
        raise StaffPinWrong()
    if StaffMember.objects.of(house).filter(pk=member.pk, pin_locked_at__isnull=False).exists():
        raise StaffPinLocked()  # by tries made while this one was compared
    return member


def approver(house: House, approval: Approval) -> Actor:
    """The actor who approves in place; raises as `prove` does."""
    actor = actor_for(prove(house, approval.staff, approval.pin))
    return replace(actor, reason=approval.reason)


def _count_wrong(member: StaffMember) -> None:
    rows = StaffMember.objects.of(member.house).filter(pk=member.pk)
    rows.update(pin_wrong=F("pin_wrong") + 1)
    rows.filter(pin_wrong__gte=TRIES, pin_locked_at__isnull=True).update(
        pin_locked_at=datetime.now(UTC)
    )
