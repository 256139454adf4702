"""How a guest and a customer of a house come together: by a proved e-mail, by an invitation."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime

from habitue.audit import actions as audit
from habitue.customers.models import Customer
from habitue.guests.models import Guest, GuestLink
from habitue.house.acting import Actor
from habitue.house.models import House
from habitue.kit.ids import new_id
from habitue.operations import actions as operations
from habitue.operations.models import Operation
from habitue.operations.rights import ONESELF


def oneself(guest: Guest, **more: None) -> Actor:
    """The guest acting: what they may do is theirs alone, whatever else is in `more`."""
    return Actor(label=f"guest:{guest.id}", rights={ONESELF: None, **more})


def act(house: House, guest: Guest, work: Callable[[Operation], None]) -> None:
    """Run `work` in `house` as an operation of `guest`'s own."""

    def worked(op: Operation) -> operations.Answer:
        work(op)
        return operations.Answer()

    operations.run(operations.Request(house, oneself(guest), f"guest:{new_id()}", ""), worked)


def link_houses(guest: Guest) -> None:
    """Open every house in which exactly one active customer has the address `guest` proved.

    A link that was ended is not made again: only an invitation does that.
    """
    for customer in _of_this_address(guest):
        act(customer.house, guest, lambda op, who=customer: _by_email(op, guest, who))  # type: ignore[misc]


def _of_this_address(guest: Guest) -> list[Customer]:
    """Who has this e-mail, one a house; asked of all houses at once, by each one's index."""
    found = list(
        Customer.objects.kept()
        .filter(house_id__in=House.objects.values("id"), email_key=guest.email, active=True)
        .select_related("house")
    )
    alone = Counter(customer.house_id for customer in found)
    known = set(guest.links.exclude(proved_at=None).values_list("customer_id", flat=True))
    return [one for one in found if alone[one.house_id] == 1 and one.id not in known]


def _by_email(op: Operation, guest: Guest, customer: Customer) -> None:
    was = GuestLink.objects.of(op.house).filter(guest=guest, customer=customer)
    if was.exists():
        was.filter(ended_at=None, proved_at=None).update(proved_at=op.at)
        return
    tie(op, guest, customer, how=GuestLink.BY_EMAIL, proved_at=op.at)


def tie(
    op: Operation, guest: Guest, customer: Customer, *, how: str, proved_at: datetime | None
) -> GuestLink:
    """The standing link of the two, made where there is none."""
    link, new = GuestLink.objects.get_or_create(
        house=op.house,
        guest=guest,
        customer=customer,
        ended_at=None,
        defaults={"how": how, "linked_at": op.at, "proved_at": proved_at},
    )
    if not new:
        link.how, link.proved_at = how, link.proved_at or proved_at
        link.save(update_fields=["how", "proved_at"])
    audit.record(op, "guests.link", on=customer)
    return link


def untie(op: Operation, link: GuestLink) -> None:
    """End a link; a second time changes nothing."""
    standing = GuestLink.objects.of(op.house).filter(pk=link.pk, ended_at=None)
    if standing.update(ended_at=op.at, ended_by=op.by.label):
        audit.record(op, "guests.unlink", on=link.customer)


def carry(here: Guest, to: Guest) -> None:
    """What a phone without an e-mail was linked to becomes `to`'s, once proved."""
    for link in GuestLink.objects.filter(guest=here, ended_at=None).select_related(
        "house", "customer"
    ):
        act(link.house, to, lambda op, one=link: _carried(op, one, to))  # type: ignore[misc]


def _carried(op: Operation, link: GuestLink, to: Guest) -> None:
    untie(op, link)
    tie(op, to, link.customer, how=link.how, proved_at=link.proved_at)
