"""Whose rows may be seen now (decision 6).

On PostgreSQL a scope is one transaction that acts as the serving role, for one house, under
row-level security. On SQLite it only remembers the house: loading through `objects.of(house)`
and `habitue verify` hold houses apart there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from habitue.house.models import House

_now: ContextVar[UUID | None] = ContextVar("house_scope", default=None)


class AnotherHouse(Exception):
    """A scope was opened inside another house's: a mistake of ours, never a user's."""


def scoped_house() -> UUID | None:
    return _now.get()


@contextmanager
def house_scope(house: House | UUID) -> Iterator[None]:
    """Work as the serving role for `house` until the end of the block; may be nested."""
    wanted = house.id if isinstance(house, House) else house
    current = _now.get()
    if current is not None and current != wanted:
        raise AnotherHouse(f"{wanted} inside {current}")
    if current is not None:
        yield
        return
    token = _now.set(wanted)
    try:
        if connection.vendor == "postgresql":
            with transaction.atomic():
                _become(wanted)
                yield
                _step_back()
        else:
            yield
    finally:
        _now.reset(token)


def _become(house: UUID) -> None:
    role = connection.ops.quote_name(settings.SERVING_ROLE)
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}; SET LOCAL app.house = '{house}'")


def _step_back() -> None:
    """Needed only where the block is nested in a longer transaction, as in tests."""
    if not connection.needs_rollback and len(connection.savepoint_ids) > 0:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE; SET LOCAL app.house = ''")
