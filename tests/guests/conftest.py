"""What guests' tests share: the mail they get, and getting in with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from habitue.guests import entry
from habitue.guests.models import Guest

ALICE = "alice@example.org"


class Phone:
    """A phone and the mail that reaches it; its clock runs from `at`."""

    def __init__(self) -> None:
        self.at = datetime.now(UTC)
        self.mails: list[dict[str, str]] = []

    def later(self, **by: float) -> Phone:
        self.at += timedelta(**by)
        return self

    def send(self, **mail: str) -> bool:
        self.mails.append(mail)
        return True

    def code(self, email: str = ALICE) -> str:
        """Ask for a code and read it in the mail."""
        entry.ask_code(email, self.at)
        return self.read()

    def read(self, nth: int = -1) -> str:
        found = re.search(r"\b(\d{3}) (\d{3})\b", self.mails[nth]["text"])
        assert found
        return found[1] + found[2]

    def enter(self, email: str = ALICE, **terms: Guest | str | None) -> Guest:
        return entry.enter(email, self.code(email), self.at, **terms)  # type: ignore[arg-type]


@pytest.fixture
def phone(monkeypatch: pytest.MonkeyPatch) -> Phone:
    phone = Phone()
    monkeypatch.setattr("habitue.outbox.actions.send_at_once", phone.send)
    return phone


@pytest.fixture
def other_digits() -> Callable[[str], str]:
    """A code that is not this one."""
    return lambda code: f"{(int(code) + 1) % 10**6:06}"
