"""Every address has a door: a stranger without a session, a till or a token gets no further."""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import UUID

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from habitue.house.models import House

# What anybody may see, with whatever is below it, and why.
PUBLIC = {
    "healthz": "a watchdog asks, and learns only that",
    "static/whole/": "what every page is drawn with, before anybody is in",
    "favicon.ico": "a picture",
    "ui/": "the gallery shows invented people",
    "trust/": "how a device learns to trust the house, before it does",
    "b/": "whoever holds the paper holds the link",
    "me/manifest.webmanifest": "how the guest's pages look on a home screen",
    "till/manifest.webmanifest": "how the waiter's pages look on a home screen",
    "till/worker.js": "a script and the names of files anybody may have",
    "me/sw.js": "a script and the names of files anybody may have",
    "api/v1/openapi.json": "what the API is, no house in it",
    "api/v1/docs": "the same, to read",
}
# Where one gets in: they answer anybody, and let nobody through without a proof.
ENTRANCES = {
    "till/waiter/": "the waiter's way in: 403 without an enrolled device, then a name and a PIN",
    "": "signing in",
    "me/": "a guest signs in",
    "me/email/": "a code is asked for",
    "me/code/": "a code is typed",
    "me/language/": "a language is chosen",
    "me/leave/": "signing out lets nobody in",
    "me/join/something": "an invitation is taken, or is dead",
    "api/v1/": "there is nothing at the root itself",
}
TURNED_AWAY = {302, 401, 403, 405}
SOMETHING = {
    "uuid": str(UUID(int=7)),
    "uuidstr": str(UUID(int=7)),  # as django-ninja says it
    "int": "7",
    "str": "something",
    "slug": "something",
    "path": "something",
}


def test_a_stranger_gets_through_no_door(house: House) -> None:
    client = Client(raise_request_exception=False)
    open_doors = []
    for address in sorted(_addresses()):
        for method in ("get", "post", "put", "patch", "delete"):
            answer = getattr(client, method)(f"/{address}")
            if answer.status_code not in TURNED_AWAY and not _is_open(address):
                open_doors.append(f"{method.upper()} /{address} answers {answer.status_code}")

    assert not open_doors, "\n".join(open_doors)


def test_a_redirect_leads_to_an_entrance(house: House) -> None:
    elsewhere = []
    for address in sorted(_addresses() - set(PUBLIC)):
        answer = Client(raise_request_exception=False).get(f"/{address}")
        if answer.status_code == 302 and not _is_entrance(answer.headers["Location"]):
            elsewhere.append(f"/{address} leads to {answer.headers['Location']}")

    assert not elsewhere, "\n".join(elsewhere)


def _is_open(address: str) -> bool:
    return address in ENTRANCES or address.startswith(tuple(PUBLIC))


def _is_entrance(location: str) -> bool:
    return location.partition("?")[0].lstrip("/") in ENTRANCES


def _addresses() -> set[str]:
    return set(_under(get_resolver().url_patterns, ""))


def _under(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
    """Every address below `before`, with something in each gap."""
    for pattern in patterns:
        route = str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _under(pattern.url_patterns, before + _filled(route))
        elif ".*" not in route:  # what answers "no such address"
            yield before + _filled(route)


def _filled(route: str) -> str:
    return re.sub(
        r"<(?:(\w+):)?\w+>", lambda gap: SOMETHING.get(gap[1] or "str", "something"), route
    )
