"""A till in Chez Marthe, and someone standing at it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from habitue.fronts.till import doors
from habitue.housekeeping.opening import Plan, open_house
from habitue.kit.ids import new_id
from habitue.staff import actions as staff
from tests.cast import act_in
from tests.fronts.till.stage import PAULS_PIN, ZOES_PIN, Stage, furnish

PLAN = Plan(
    name="Chez Marthe",
    country="FR",
    currency="EUR",
    timezone="Europe/Paris",
    owner_email="marthe@chez-marthe.test",
    owner_name="Marthe",
    password="la-clef-du-bistro",
)


@pytest.fixture
def stage(db: None) -> Stage:
    house, _new = open_house(PLAN)
    return furnish(house)


@pytest.fixture
def enrolled(stage: Stage) -> Client:
    """A browser that is the till, nobody at it."""
    client = Client()
    _device, secret = act_in(stage.house, staff.enrol, till=stage.till)
    client.cookies[doors.DEVICE] = secret
    return client


@pytest.fixture
def at(enrolled: Client) -> Callable[[Any, str], Client]:
    """`at(stage.zoe, PIN)`: that person at the till."""

    def at(member: Any, pin: str) -> Client:
        answer = enrolled.post(f"/till/lock/{member.id}/", {"pin": pin})
        assert answer.status_code == 303
        return enrolled

    return at


@pytest.fixture
def waiter(stage: Stage, at: Callable[[Any, str], Client]) -> Client:
    return at(stage.zoe, ZOES_PIN)


@pytest.fixture
def cashier(stage: Stage, at: Callable[[Any, str], Client]) -> Client:
    return at(stage.paul, PAULS_PIN)


@pytest.fixture
def post() -> Callable[..., Any]:
    """`post(client, "/till/…", item=…)`: a form with a key of its own, as a screen sends it."""

    def post(
        client: Client, where: str, *, key: str = "", htmx: bool = False, **fields: Any
    ) -> Any:
        headers = {"HX-Request": "true"} if htmx else {}
        fields["operation_key"] = key or str(new_id())
        return client.post(where, fields, headers=headers)

    return post
