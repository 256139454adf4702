"""A till with a shift, the same wherever shifts are tried."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from habitue.shifts import drawers
from habitue.shifts.models import Shift
from tests.cast import Cast, eur


@pytest.fixture
def opened(cast: Cast) -> Callable[..., Shift]:
    """Open a shift at the bar; it begins with 100.00."""

    def open_(counted: int | str = 100) -> Shift:
        shift: Shift = cast.act(
            drawers.open_shift, by=cast.cashier, till=cast.till, counted=eur(counted)
        )
        return shift

    return open_
