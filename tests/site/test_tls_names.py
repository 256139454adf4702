"""What this machine is called, and what somebody said it is."""

from __future__ import annotations

import socket
from ipaddress import ip_address

import pytest

from habitue.site.environment import Nonsense, names
from habitue.site.tls.names import Names, is_private, of_machine
from tests.room import lan_address


def test_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "Kasse.Chez-Marthe.example")

    found = of_machine()

    assert found.hosts == ("kasse.local", "kasse.chez-marthe.example", "kasse", "localhost")
    assert "127.0.0.1" in found
    assert not is_private(ip_address(lan_address())) or lan_address() in found
    assert not [a for a in found.addresses if a.is_link_local]


def test_a_name_no_browser_would_send(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "my_box")

    assert of_machine().hosts == ("localhost",)


@pytest.mark.parametrize(
    ("host", "known"),
    [("box.local", True), ("BOX.local.", True), ("[fd00::7]", True), ("ox.local", False)],
)
def test_a_host_as_a_browser_names_it(host: str, known: bool) -> None:
    assert (host in Names.told(["box.local", "fd00::7"])) is known


@pytest.mark.parametrize(
    ("address", "private"),
    [
        ("192.168.1.2", True),
        ("100.64.0.1", True),
        ("fd00::1", True),
        ("8.8.8.8", False),
        ("172.32.0.1", False),
        ("2a00::1", False),
    ],
)
def test_what_is_private(address: str, private: bool) -> None:
    assert is_private(ip_address(address)) is private


def test_the_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HABITUE_TLS_NAMES", "till.fritz.box, 10.0.0.9,")
    assert names("HABITUE_TLS_NAMES").words == ["till.fritz.box", "10.0.0.9"]

    monkeypatch.setenv("HABITUE_TLS_NAMES", "https://till")
    with pytest.raises(Nonsense, match="'https://till' is neither a host name nor an address"):
        names("HABITUE_TLS_NAMES")
