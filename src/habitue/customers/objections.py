"""Addresses whose owners want no offers: no file brings a consent to them.

What is kept is a keyed digest, never the address nor whose it was, so it outlives their erasure.
Whoever agrees anew, to someone's face or on their own phone, lifts it.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db.models import Exists

from habitue.customers.models import Customer, CustomerPhone, Objection
from habitue.house import rows
from habitue.house.models import House
from habitue.kit import emails
from habitue.kit.seals import hexdigest
from habitue.operations.models import Operation

SHORTEST = 6  # digits of a number that is no telephone number of the world, to be anyone's


class Number(Protocol):
    """A telephone number as it was read."""

    @property
    def e164(self) -> str | None: ...
    @property
    def digits(self) -> str: ...


def digests(house_id: UUID, addresses: Iterable[str], numbers: Iterable[Number] = ()) -> set[str]:
    """What is kept of e-mail addresses and numbers."""
    said = {("email", emails.key(one)) for one in addresses if one}
    said |= {
        ("phone", one.e164 or one.digits)
        for one in numbers
        if one.e164 or len(one.digits) >= SHORTEST
    }
    return {hexdigest("objection", str(house_id), kind, what) for kind, what in said}


def of(customer: Customer) -> set[str]:
    """What would be kept of the addresses they have now."""
    numbers = rows.find(CustomerPhone, customer.house_id, customer_id=customer.id)
    return digests(customer.house_id, [customer.email], numbers)


def are_kept(house: House) -> bool:
    """Whether anybody objected here."""
    return bool(Objection.objects.of(house).exists())


def standing(house: House | UUID, asked: Collection[str]) -> set[str]:
    """Those of `asked` that are kept here."""
    return {one.digest for one in kept(house, asked)}


def kept(house: House | UUID, asked: Collection[str]) -> list[Objection]:
    """What is kept here of those of `asked`."""
    return rows.find(Objection, house, digest=list(asked)) if asked else []


def is_at(address: str, house: House) -> Exists:
    """Whether there is one to an e-mail address, for a question that is asked anyway."""
    return Exists(Objection.objects.of(house).filter(digest__in=digests(house.id, [address])))


def keep(op: Operation, wanted: Collection[str], at: datetime | None = None) -> None:
    """From now on, or since `at`; those that were not kept yet: others stay as they are."""
    fresh = sorted(set(wanted) - standing(op.house, wanted))
    made = [Objection(house=op.house, digest=one, at=at or op.at) for one in fresh]
    Objection.objects.bulk_create(made, ignore_conflicts=True)  # another may have, meanwhile


def lift(op: Operation, customer: Customer) -> None:
    """They agreed anew: their addresses are like any other."""
    Objection.objects.of(op.house).filter(digest__in=of(customer)).delete()
