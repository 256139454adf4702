"""Phones, and whose they are: Alice's, Carol's, a stranger's; Chez Marthe's and Chez Paul's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client

from habitue.customers.models import Customer
from habitue.fronts.guest import sessions
from habitue.guests import actions as guests
from habitue.guests import entry
from habitue.guests.models import Guest, GuestLink
from habitue.house.models import House
from habitue.kit.ids import new_id
from tests.cast import Cast, act_in


class Phone(Client):
    """A guest's phone: a browser with their session in it."""

    def __init__(self, guest: Guest | None = None) -> None:
        super().__init__()
        self.guest = guest
        if guest is not None:
            answer = sessions.begin(HttpRequest(), HttpResponse(), guest)
            self.cookies[sessions.COOKIE] = answer.cookies[sessions.COOKIE].value

    def send(self, where: str, *, key: str = "", **fields: Any) -> Any:
        """A form with a key of its own, as a screen sends it."""
        return self.post(where, {"operation_key": key or str(new_id()), **fields})

    def join(self, house: House, customer: Customer) -> GuestLink:
        """Take an invitation of `house`."""
        made = act_in(house, guests.invite, customer=customer)
        secret = entry.invitation_path(made).rpartition("/")[2]
        assert self.guest is not None
        return guests.accept(secret, self.guest, datetime.now(UTC))


@pytest.fixture
def phone(db: None) -> Callable[[], Phone]:
    """`phone()`: a new guest's, known by it only."""
    return lambda: Phone(entry.nameless(datetime.now(UTC)))


@pytest.fixture
def stranger(db: None) -> Phone:
    return Phone()


@pytest.fixture
def alices(cast: Cast, phone: Callable[[], Phone]) -> Phone:
    """Alice's phone: Chez Marthe has 20.00 of hers."""
    cast.pin(cast.alice)
    made = phone()
    made.link = made.join(cast.house, cast.alice)  # type: ignore[attr-defined]
    return made


@pytest.fixture
def carols(cast: Cast, phone: Callable[[], Phone]) -> Phone:
    """Carol's phone: she is in the book, and nothing is hers."""
    made = phone()
    made.link = made.join(cast.house, cast.carol)  # type: ignore[attr-defined]
    return made


@pytest.fixture
def at(alices: Phone) -> str:
    """Alice's page of Chez Marthe."""
    return f"/me/houses/{alices.link.id}/"  # type: ignore[attr-defined]
