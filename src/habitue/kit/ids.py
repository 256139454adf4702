"""Identifiers that sort by the time they were made."""

from datetime import datetime
from uuid import UUID

from uuid_utils import compat


def new_id() -> UUID:
    """A UUIDv7, made here rather than in the database so that it exists before the row does."""
    return compat.uuid7()


def first_id(at: datetime) -> UUID:
    """What no id made since `at` comes before."""
    return UUID(int=int(at.timestamp() * 1_000) << 80)


def moment_of(id_: UUID) -> UUID:
    """What no id made in the millisecond of `id_`, or later, comes before."""
    return UUID(int=id_.int >> 80 << 80)
