"""What must always be true, as something that can be run: `habitue verify` and the test suite."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Examined:
    """How many things were looked at, and a line for each that is wrong."""

    count: int
    offenders: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Invariant:
    """`code` of the reliability page, the sentence it stands for, and how a house is examined."""

    code: str
    says: str
    examine: Callable[[Any], Examined]
