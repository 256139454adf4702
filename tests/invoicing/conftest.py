from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Cast
from tests.invoicing.eaters import Eaters


@pytest.fixture
def eaters(cast: Cast, noon: Any) -> Eaters:
    """Acme's people, on the second of February."""
    return Eaters(cast, noon)
