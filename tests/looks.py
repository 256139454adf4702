"""The book looked through now, as the hand for looks does behind the screens."""

from __future__ import annotations

from datetime import UTC, datetime

from habitue.merging import looking
from habitue.merging.models import Look
from tests.cast import Cast

FAST = 500


def look(cast: Cast) -> Look:
    """Ask for a look, and have it worked off."""
    cast.act(looking.ask, by=cast.manager)
    work_off(cast)
    found: Look = Look.objects.of(cast.house).latest("at", "id")
    return found


def work_off(cast: Cast) -> None:
    """Whatever was asked for in the house."""
    for row in Look.objects.of(cast.house).filter(ended_at=None).select_related("house"):
        looking.work_off(row, lambda: datetime.now(UTC), lambda: FAST)
