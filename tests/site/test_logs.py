"""What the access log tells, where one is kept."""

from __future__ import annotations

import logging

import pytest

from habitue.site import server


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/b/Z2G0qo9hwXnu9dd6DNeoVWon", "/b/…"),
        ("/b/Z2G0qo9hwXnu9dd6DNeoVWon/pay", "/b/…/pay"),
        ("/me/join/32NRB3URY4VrOMLDaRgscIwb", "/me/join/…"),
        ("/till/bills/", "/till/bills/"),
    ],
)
def test_links_that_open_something_are_masked(
    caplog: pytest.LogCaptureFixture, path: str, shown: str
) -> None:
    caplog.set_level(logging.INFO, "granian.access")
    server.access.propagate = True

    server.access.info("%(method)s %(path)s", {"method": "GET", "path": path})

    assert caplog.messages == [f"GET {shown}"]
