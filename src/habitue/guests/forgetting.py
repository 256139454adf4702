"""Erasing a customer: their invitations and links end with them, and a guest nobody else knows.

A guest is of the installation: whether another house has them is asked outside `house_scope`.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import connection, transaction

from habitue.customers.models import Customer
from habitue.guests.models import Guest, GuestLink, SignInCode
from habitue.kit import emails
from habitue.operations.models import Operation
from habitue.operations.writer import in_write_transaction

KEPT = timedelta(days=90)  # a guest of no house, who did not come back


def forget(
    op: Operation, *, customer: Customer, addresses: Collection[str]
) -> tuple[int, list[UUID]]:
    """How many sign-in codes went, and who was linked: see `end`."""
    links = GuestLink.objects.of(op.house).filter(customer=customer)
    guests = sorted(set(links.values_list("guest_id", flat=True)))
    keys = {emails.key(one) for one in addresses}
    return SignInCode.objects.filter(email__in=keys).delete()[0], guests


def end(guests: Collection[UUID]) -> None:
    """Forget those of these guests whom no house knows any more.

    On PostgreSQL an operation sees its own house only: there once it is committed.
    """
    if connection.vendor == "sqlite":
        unlinked(guests)
    else:
        transaction.on_commit(partial(unlinked, guests), robust=True)


def unlinked(guests: Collection[UUID]) -> int:
    """The same at once, outside any house's scope; how many went."""
    with transaction.atomic():
        rows = Guest.objects.filter(pk__in=list(guests), links__isnull=True)
        return int(rows.delete()[0])


def long_gone(now: datetime) -> int:
    """Forget guests of no house who were not seen for long; how many."""
    rows = Guest.objects.filter(links__isnull=True, last_seen_at__lt=now - KEPT)
    ids = list(rows.values_list("pk", flat=True)[:500])
    return int(in_write_transaction(lambda: unlinked(ids))) if ids else 0
