"""The suite runs with the internet unplugged: the hand that pulls the plug is tried here."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.serving import Installation

ASK = "import socket; socket.create_connection(({!r}, 443), timeout=1)"


@pytest.mark.parametrize("where", ["example.org", "93.184.215.14", "2606:2800:21f:cb07::1"])
def test_nothing_beyond_the_house_is_reached(prepared: Installation, where: str) -> None:
    try:
        done = asked(prepared, where)

        assert "the internet is unplugged" in done.stderr
        assert where in prepared.beyond.read_text()
    finally:
        prepared.beyond.unlink(missing_ok=True)


def test_the_house_itself_is_reached(prepared: Installation) -> None:
    done = asked(prepared, "127.0.0.1")

    assert "ConnectionRefusedError" in done.stderr
    assert not prepared.beyond.exists()


def asked(installation: Installation, where: str) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-c", ASK.format(where)]
    return subprocess.run(
        words, env=installation.environment, capture_output=True, text=True, timeout=30
    )
