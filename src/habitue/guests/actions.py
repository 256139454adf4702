"""What a house does for its guests, and a guest for themselves."""

from datetime import datetime

from habitue.cards.proofs import PinTry
from habitue.customers.models import Customer
from habitue.guests.models import Guest, GuestLink, Invitation
from habitue.operations.models import Operation
from habitue.operations.rights import right

__all__ = ["Guest", "GuestLink", "Invitation"]


@right("guests.invite")
def invite(op: Operation, *, customer: Customer) -> Invitation:
    """A link for `customer` to become a guest; one made before and not used ends.

    The secret is not kept: `entry.invitation_path` makes it again. Raises CustomerArchived,
    CustomerInactive.
    """
    raise NotImplementedError


def accept(secret: str, guest: Guest, at: datetime) -> GuestLink:
    """Take an invitation, once: an operation of the invitation's house.

    Raises InvitationUnknown (404), InvitationGone (410).
    """
    raise NotImplementedError


def leave(guest: Guest, link: GuestLink, at: datetime) -> None:
    """The guest leaves a house: an operation of that house. Their e-mail will not open it again,
    an invitation will. A second time changes nothing."""
    raise NotImplementedError


def fresh_code(op: Operation, *, link: GuestLink, pin: PinTry | None = None) -> str:
    """A one-time code for spending (`cards.one_time.fresh`), on the guest's own phone.

    Run it with `by=entry.actor_for(link)`. Where `entry.may_spend(link)` is not yet, `pin` must
    match, and then it is. Raises PinFirst, PinWrong, SpendingLocked.
    """
    raise NotImplementedError
