"""What a house sees of its guests' phones."""

from datetime import datetime
from uuid import UUID

from habitue.guests.models import GuestLink, Invitation
from habitue.house.models import House


def phones_of(house: House, customer_id: UUID) -> list[GuestLink]:
    """The standing links of a customer, with their guests; the newest first."""
    rows = GuestLink.objects.of(house).filter(customer_id=customer_id, ended_at=None)
    return list(rows.select_related("guest").order_by("-linked_at"))


def invitation_of(house: House, customer_id: UUID, at: datetime) -> Invitation | None:
    """The invitation of a customer that is still good."""
    found: Invitation | None = (
        Invitation.objects.of(house)
        .filter(customer_id=customer_id, used_at=None, ended_at=None, expires_at__gt=at)
        .first()
    )
    return found
