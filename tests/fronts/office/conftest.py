"""The office as its people use it: signed in as the owner, a manager, a waiter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from habitue.kit.ids import new_id
from habitue.staff.models import Login, StaffMember
from tests.cast import Cast


@pytest.fixture
def office(cast: Cast) -> Desk:
    """The owner, signed in."""
    owner = StaffMember.objects.of(cast.house).get(role__key="owner")
    assert owner.login is not None
    return Desk(cast, signed_in(owner.login))


@pytest.fixture
def as_role(cast: Cast) -> Callable[[str], Desk]:
    """`as_role("waiter")`: someone of that role, signed in."""

    def sign_in(role: str) -> Desk:
        login = Login.objects.create_user(f"{role}@example.org", "la-clef-du-bistro")
        cast.hire(role.title(), role, email=f"{role}@example.org", login=login)
        return Desk(cast, signed_in(login))

    return sign_in


def signed_in(login: Login) -> Client:
    client = Client()
    client.force_login(login, "django.contrib.auth.backends.ModelBackend")
    return client


class Desk:
    """A browser without scripts, at the office of a house."""

    def __init__(self, cast: Cast, client: Client) -> None:
        self.cast, self.client = cast, client

    def see(self, path: str, **more: Any) -> Any:
        return self.client.get(f"/office/{path}", **more)

    def send(self, path: str, key: str = "", **fields: Any) -> Any:
        asked = {"operation_key": key or str(new_id()), **fields}
        return self.client.post(f"/office/{path}", asked)

    def leave(self, path: str) -> Any:
        """Press what takes the thing of that page away."""
        assert f'action="/office/{path}/remove"' in self.see(path).content.decode()
        return self.send(f"{path}/remove")
