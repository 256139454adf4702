"""Many programs with a token against the real server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from tests.races.conftest import Till, at_once, eur
from tests.serving import Served

__all__ = ["Till", "at_once", "eur", "rules", "tills"]
PATIENCE = 120


@contextmanager
def tills(running: Served, clients: int) -> Iterator[Till]:
    """One client whose connections as many threads as like share; made on an owner's token."""
    token = running.installation.token()
    with httpx.Client(
        base_url=running.url,
        headers={"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"},
        timeout=PATIENCE,
        limits=httpx.Limits(max_connections=clients, max_keepalive_connections=clients),
    ) as http:
        yield Till(http)


def rules(**changes: Any) -> None:
    """Rules of the house of this drill, before it is served."""
    from habitue.house.models import House

    House.objects.update(**changes)
