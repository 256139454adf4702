"""What a house does for its guests, and a guest for themselves."""

from datetime import datetime, timedelta

from habitue.audit import actions as audit
from habitue.cards import one_time, proofs
from habitue.cards.proofs import PinTry, Proof
from habitue.customers import actions as customers
from habitue.customers.models import Customer
from habitue.guests import entry, linking
from habitue.guests.models import Guest, GuestLink, Invitation
from habitue.guests.refusals import InvitationGone, LinkUnknown, PinFirst
from habitue.kit.ids import new_id
from habitue.kit.seals import hexdigest
from habitue.operations.models import Operation
from habitue.operations.rights import ONESELF, right

__all__ = ["Guest", "GuestLink", "Invitation"]

INVITED_FOR = timedelta(days=14)


@right("guests.invite")
def invite(op: Operation, *, customer: Customer) -> Invitation:
    """A link for `customer` to become a guest; one made before and not used ends.

    The secret is not kept: `entry.invitation_path` makes it again. Raises CustomerArchived,
    CustomerInactive.
    """
    customer = customers.lock(op, customer.id)
    customers.must_be_at_hand(customer)
    Invitation.objects.of(op.house).filter(customer=customer, used_at=None, ended_at=None).update(
        ended_at=op.at
    )
    id_ = new_id()
    made = Invitation.objects.create(
        id=id_,
        house=op.house,
        customer=customer,
        digest=hexdigest("invitation link", entry.secret_of(id_)),
        vouches=op.by.may("cards.set_pin"),
        made_at=op.at,
        made_by=op.by.label,
        expires_at=op.at + INVITED_FOR,
    )
    audit.record(op, "guests.invite", on=customer)
    return made


@right("guests.invite")
def take_off(op: Operation, *, link: GuestLink) -> None:
    """The house closes itself to a guest's phone; a second time changes nothing."""
    linking.untie(op, link)


def accept(secret: str, guest: Guest, at: datetime) -> GuestLink:
    """Take an invitation, once: an operation of the invitation's house.

    Pressed twice by the same guest it is the same link. Raises InvitationUnknown (404),
    InvitationGone (410).
    """
    invitation = entry.sought(secret)
    made: list[GuestLink] = []
    linking.act(
        invitation.house, guest, lambda op: made.append(_accepted(op, invitation, guest, at))
    )
    return made[-1]


def _accepted(op: Operation, invitation: Invitation, guest: Guest, at: datetime) -> GuestLink:
    customer = customers.lock(op, invitation.customer_id)
    if customer.archived_at or not customer.active:
        raise InvitationGone()
    taken = (
        Invitation.objects.of(op.house)
        .filter(pk=invitation.pk, used_at=None, ended_at=None, expires_at__gt=at)
        .update(used_at=op.at)
    )
    if not taken:
        return _taken_before(op, invitation, guest)
    link = linking.tie(
        op,
        guest,
        customer,
        how=GuestLink.BY_INVITATION,
        proved_at=op.at if invitation.vouches or _has_address(guest, customer) else None,
    )
    Invitation.objects.of(op.house).filter(pk=invitation.pk).update(link=link)
    return link


def _taken_before(op: Operation, invitation: Invitation, guest: Guest) -> GuestLink:
    link = (
        GuestLink.objects.of(op.house)
        .filter(invitations=invitation, guest=guest, ended_at=None)
        .first()
    )
    if link is None:
        raise InvitationGone()
    found: GuestLink = link
    return found


def _has_address(guest: Guest, customer: Customer) -> bool:
    return bool(guest.email) and guest.email == customer.email_key


def leave(guest: Guest, link: GuestLink) -> None:
    """The guest leaves a house: an operation of that house. Their e-mail will not open it again,
    an invitation will. A second time changes nothing."""
    if link.guest_id != guest.id:
        raise LinkUnknown("guest", field="link")
    linking.act(link.house, guest, lambda op: linking.untie(op, link))


@right(ONESELF)
def fresh_code(op: Operation, *, link: GuestLink, pin: PinTry | None = None) -> str:
    """A one-time code for spending (`cards.one_time.fresh`), on the guest's own phone.

    Run it with `by=entry.actor_for(link)`. Where `entry.may_spend(link)` is not yet, `pin` must
    match, and then it is. Raises PinFirst, PinWrong, SpendingLocked, LinkUnknown.
    """
    standing = GuestLink.objects.of(op.house).filter(pk=link.pk, ended_at=None)
    if not standing.exists():
        raise LinkUnknown("guest", field="link")
    customer = customers.find(op, link.customer_id)
    customers.must_be_at_hand(customer)
    if not entry.may_spend(link):
        if pin is None:
            raise PinFirst()
        proofs.prove(op, customer=customer, proof=Proof(pin=pin), amount=0)
        standing.update(proved_at=op.at)
    return one_time.fresh(op, customer=customer)
