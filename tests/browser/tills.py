"""A furnished house that is served, and Marthe, who may everything, at a till of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.browser.doors import come_in
from tests.browser.test_till import FURNISH, told
from tests.fronts.till.stage import MARTHES_PIN
from tests.serving import Installation, Served, copied, serving


@contextmanager
def furnished(prepared: Installation, folder: Path) -> Iterator[Served]:
    """Chez Marthe with tables, a menu and regulars; the journeys follow one another in it."""
    with copied(prepared, folder / "data") as installation:
        told(installation, FURNISH)
        with serving(installation) as running:
            yield running


def marthe(visit: Callable[..., Page], room: Served, secret: str, **context: Any) -> Page:
    """Her page at the till enrolled by `secret`."""
    page = visit("till", f"{room.url}/healthz", **context)
    page.context.add_cookies(
        [{"name": "till_device", "value": secret, "url": f"{room.url}/till/"}]
    )
    come_in(page, room.url, "Marthe", MARTHES_PIN)
    return page
