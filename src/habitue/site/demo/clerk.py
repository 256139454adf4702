"""Does what people did: one operation after the other, each at its time, many in one commit."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from habitue.house.acting import CONSOLE, Actor
from habitue.house.models import House
from habitue.house.scope import house_scope
from habitue.kit.money import Money
from habitue.operations import actions as operations
from habitue.operations.actions import Answer, Request
from habitue.operations.models import Operation
from habitue.operations.writer import in_write_transaction


@dataclass
class Clerk:
    """Works in one house; the key of each act is its number, so a demo has the same keys."""

    house: House
    random: Random
    done: int = 0
    by: Actor = field(default=CONSOLE)

    def together(self, work: Callable[[], Any]) -> Any:
        """Everything `work` does shares one commit: a day, a batch of people."""
        with house_scope(self.house):
            return in_write_transaction(work)

    def do(
        self,
        action: Callable[..., Any],
        *,
        at: datetime,
        by: Actor | None = None,
        approved_by: Actor | None = None,
        **terms: Any,
    ) -> Any:
        """Run one action as one operation, as if it were `at`; what it returned."""
        returned: list[Any] = []
        self.done += 1

        def work(op: Operation) -> Answer:
            returned.append(action(op, **terms))
            return Answer()

        key = f"demo:{self.done}"
        operations.run(
            Request(self.house, by or self.by, key, key, approved_by=approved_by, at=at), work
        )
        return returned[0]

    def money(self, minor: int) -> Money:
        return self.house.money(minor)
