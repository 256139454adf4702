"""Phones and invitations of someone merged open whoever was kept."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from habitue.customers.models import Customer
from habitue.guests.models import GuestLink, Invitation
from habitue.house import rows
from habitue.operations.models import Operation


@dataclass(frozen=True, slots=True)
class Went:
    links: Mapping[UUID, str]  # each with how it was made
    invitations: Sequence[UUID]


def carry(op: Operation, *, source: Customer, to: Customer) -> Went:
    """Each phone that stands linked to `source` is `to`'s, once; so is an invitation on its way.

    A link by an e-mail that `to` has not goes on as one by invitation: whoever merges vouches.
    """
    known = {one.guest_id for one in _standing(op, to)}
    over = {one.id: one.how for one in _standing(op, source) if one.guest_id not in known}
    came = [one.id for one in rows.find(Invitation, op.house, customer=source.id, ended_at=None)]
    _give(op, over, came, to)
    links = GuestLink.objects.of(op.house).filter(pk__in=list(over), how=GuestLink.BY_EMAIL)
    links.exclude(guest__email=to.email_key or None).update(how=GuestLink.BY_INVITATION)
    return Went(over, came)


def carry_back(
    op: Operation,
    *,
    links: Mapping[UUID, str],
    invitations: Collection[UUID],
    source: Customer,
    to: Customer,
) -> None:
    """Undo `carry`: what of it still stands is `source`'s again."""
    still = {one.id: links[one.id] for one in _standing(op, to) if one.id in links}
    _give(op, still, list(invitations), source)
    for how in (GuestLink.BY_EMAIL, GuestLink.BY_INVITATION):
        made = [id_ for id_, was in still.items() if was == how]
        GuestLink.objects.of(op.house).filter(pk__in=made).update(how=how)


def _give(
    op: Operation, links: Collection[UUID], invitations: Collection[UUID], to: Customer
) -> None:
    """An invitation that made a link goes with it."""
    GuestLink.objects.of(op.house).filter(pk__in=list(links)).update(customer=to)
    open_ = Invitation.objects.of(op.house).filter(pk__in=list(invitations), used_at=None)
    open_.update(customer=to)
    used = Invitation.objects.of(op.house).filter(link_id__in=list(links))
    used.update(customer=to)


def _standing(op: Operation, customer: Customer) -> list[GuestLink]:
    return rows.find(
        GuestLink, op.house, lock=True, customer=customer.id, ended_at=None, order="id"
    )
