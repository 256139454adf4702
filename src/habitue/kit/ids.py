"""Identifiers that sort by the time they were made."""

from uuid import UUID

from uuid_utils import compat


def new_id() -> UUID:
    """A UUIDv7, made here rather than in the database so that it exists before the row does."""
    return compat.uuid7()
