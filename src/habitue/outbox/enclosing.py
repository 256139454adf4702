"""What a letter may enclose: made when it is sent, outside every transaction, never kept twice.

A room above says how (`declare`); a letter only names the kind and the row, so that neither a
rendering holds up the writer nor a copy of a paper lies in the outbox.
"""

from collections.abc import Callable
from typing import NamedTuple
from uuid import UUID

from habitue.house.models import House


class Enclosure(NamedTuple):
    """What to attach: a declared kind, and of which row."""

    kind: str
    id: UUID


class Attached(NamedTuple):
    """A file as a mail carries it."""

    name: str
    content: bytes
    content_type: str


Making = Callable[[House, UUID], Attached]
_KINDS: dict[str, Making] = {}


def declare(kind: str, making: Making) -> str:
    """`making` is called with the house and the row's id inside the house's scope."""
    _KINDS[kind] = making
    return kind


def made(house: House, enclosures: list[list[str]]) -> list[Attached]:
    """The files a letter encloses. Raises KeyError where nobody can make one."""
    return [_KINDS[kind](house, UUID(row)) for kind, row in enclosures]
