"""Chez Marthe, where changes wait for Send."""

from __future__ import annotations

import pytest

from tests.cast import Cast


@pytest.fixture
def sending(cast: Cast) -> Cast:
    cast.rule(publish_on_send=True)
    return cast
