"""The people in the tests, always the same: they live at Chez Marthe.

Alice has 20.00 in her wallet. Acme is a company with a house account, Bob is Acme's. Zoé waits
at the tables. Charlie belongs to another house and must always be refused.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from habitue.house.acting import CONSOLE, Actor
from habitue.house.models import House
from habitue.kit.ids import new_id
from habitue.operations import actions as operations

OPENED_AT = datetime(2026, 1, 1, 8, 0, tzinfo=UTC)


def make_house(**changes: Any) -> House:
    """Chez Marthe: a café in Lyon that counts in euros."""
    given = {
        "slug": "chez-marthe",
        "name": "Chez Marthe",
        "country": "FR",
        "currency": "EUR",
        "timezone": "Europe/Paris",
        "language": "en",
        "created_at": OPENED_AT,
    }
    return House.objects.create(**given | changes)


def act_in(
    house: House, action: Callable[..., Any], *, by: Actor = CONSOLE, key: str = "", **terms: Any
) -> Any:
    """Run one action as one operation of `house`; what the action returned."""
    returned: list[Any] = []

    def work(op: Any) -> operations.Answer:
        returned.append(action(op, **terms))
        return operations.Answer()

    request = operations.Request(house=house, by=by, key=key or str(new_id()), what=key)
    operations.run(request, work)
    return returned[0]
