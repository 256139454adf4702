"""A client of the API, as a program that holds a token would be."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client

from habitue.house.models import House, Till
from habitue.kit.ids import new_id
from habitue.staff import actions as staff
from habitue.staff.models import StaffMember
from tests.cast import Cast, act_in


@dataclass
class Answer:
    """What came back; `body` is the JSON of it."""

    status: int
    body: Any
    headers: Any

    def __getitem__(self, key: str) -> Any:
        return self.body[key]

    @property
    def replayed(self) -> bool:
        return bool(self.headers.get("Idempotent-Replayed") == "true")


@dataclass
class Api:
    """Speaks to `/api/v1` with a token; every POST gets a key of its own unless told."""

    token: str
    headers: dict[str, str] = field(default_factory=dict)

    def __call__(
        self, method: str, path: str, body: Any = None, key: str | None = "", **headers: str
    ) -> Answer:
        sent = {"Authorization": f"Bearer {self.token}"} | self.headers
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        if key == "":
            key = str(new_id()) if method == "POST" else None
        if key is not None:
            sent["Idempotency-Key"] = key
        raw = (
            body
            if isinstance(body, bytes)
            else json.dumps(body).encode()
            if body is not None
            else b""
        )
        response = Client(raise_request_exception=False).generic(
            method, f"/api/v1{path}", raw, "application/json", headers=sent
        )
        text = b"".join(response) if response.streaming else response.content
        is_json = "json" in response.headers.get("Content-Type", "")
        return Answer(
            response.status_code, json.loads(text) if is_json else text, response.headers
        )

    def upload(self, path: str, content: bytes, key: str = "", **fields: str) -> Answer:
        """A file named `file`, with other fields beside it."""
        edge = "----edge"
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        ]
        head = 'Content-Disposition: form-data; name="file"; filename="book.csv"'
        raw = "".join(parts).encode() + f"--{edge}\r\n{head}\r\n\r\n".encode()
        raw += content + f"\r\n--{edge}--\r\n".encode()
        response = Client(raise_request_exception=False).generic(
            "POST",
            f"/api/v1{path}",
            raw,
            f"multipart/form-data; boundary={edge}",
            headers={
                "Authorization": f"Bearer {self.token}",
                "Idempotency-Key": key or str(new_id()),
            },
        )
        return Answer(response.status_code, json.loads(response.content), response.headers)

    def get(self, path: str, **more: Any) -> Answer:
        return self("GET", path, **more)

    def post(self, path: str, body: Any = None, **more: Any) -> Answer:
        return self("POST", path, {} if body is None else body, **more)

    def put(self, path: str, body: Any = None, **more: Any) -> Answer:
        return self("PUT", path, body, **more)

    def patch(self, path: str, body: Any = None, **more: Any) -> Answer:
        return self("PATCH", path, body, **more)

    def delete(self, path: str, body: Any = None, **more: Any) -> Answer:
        return self("DELETE", path, body, **more)


def eur(minor: int) -> dict[str, Any]:
    """`eur(1200)` is 12.00."""
    return {"amount": minor, "currency": "EUR"}


def token_of(
    house: House, member: StaffMember, *, till: Till | None = None, scopes: Any = None
) -> str:
    """A bearer token of `member`'s."""
    issued = act_in(house, staff.issue_token, member=member, till=till, scopes=scopes)
    secret: str = issued[1]
    return secret


@pytest.fixture
def api(cast: Cast) -> Api:
    """The owner's token, bound to no till."""
    owner = StaffMember.objects.of(cast.house).get(role__key="owner")
    return Api(token_of(cast.house, owner))


@pytest.fixture
def as_role(cast: Cast) -> Any:
    """`as_role("waiter")` is a client with a waiter's token."""

    def client(role: str, **terms: Any) -> Api:
        return Api(token_of(cast.house, cast.hire(role.title(), role), **terms))

    return client
