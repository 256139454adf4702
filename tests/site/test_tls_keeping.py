"""Where authority and certificate are kept, and when a new one is made."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from habitue.site.tls import keeping
from habitue.site.tls.keeping import NoCertificate, ensure
from habitue.site.tls.names import Names

NOW = datetime.now(UTC)
BOX = Names.told(["box.local", "localhost", "192.168.7.20", "127.0.0.1"])


@pytest.fixture
def data(settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    settings.DATA_DIR, settings.TLS_NAMES, settings.BASE_URL = tmp_path, Names(), ""
    called(monkeypatch, BOX)
    return tmp_path


def called(monkeypatch: pytest.MonkeyPatch, names: Names) -> None:
    monkeypatch.setattr(keeping, "of_machine", lambda: names)


def test_they_are_made_once(data: Path) -> None:
    first = ensure(NOW)
    files = {file: file.read_bytes() for file in (data / "tls").iterdir()}

    second = ensure(NOW + timedelta(days=300))

    assert (first.renewed, second.renewed) == ("there was none", "")
    assert files == {file: file.read_bytes() for file in (data / "tls").iterdir()}
    assert sorted(file.name for file in files) == ["authority.pem", "server.pem"]


def test_their_owner_alone_may_read_them(data: Path) -> None:
    before = os.umask(0)
    try:
        ensure(NOW)
    finally:
        os.umask(before)

    modes = {
        file.name: file.stat().st_mode & 0o777 for file in [data / "tls", *data.glob("tls/*")]
    }
    assert modes == {"tls": 0o700, "authority.pem": 0o600, "server.pem": 0o600}


def test_it_is_renewed_before_it_ends(data: Path) -> None:
    first = ensure(NOW)

    later = ensure(first.leaf.ends - timedelta(days=59))

    assert later.renewed == "it would end soon"
    assert later.leaf.ends > first.leaf.ends
    assert later.authority.fingerprint == first.authority.fingerprint


def test_a_new_address_is_taken_in(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ensure(NOW)
    called(monkeypatch, Names.told(["kasse.local", "10.1.1.1", "127.0.0.1"]))

    kept = ensure(NOW)

    assert kept.renewed == "it lacked kasse.local, 10.1.1.1"
    assert set(kept.leaf.names.words) >= {"kasse.local", "10.1.1.1", "192.168.7.20"}
    assert ensure(NOW).renewed == ""


def test_an_address_that_went_is_dropped_with_the_year(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = ensure(NOW)
    called(monkeypatch, Names.told(["box.local", "10.1.1.1"]))

    kept = ensure(first.leaf.ends - timedelta(days=10))

    assert kept.leaf.names.words == ["box.local", "10.1.1.1"]


def test_passing_addresses_of_version_6_are_no_reason(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ensure(NOW)
    called(monkeypatch, BOX + Names.told(["fd00::99"]))

    assert ensure(NOW).renewed == ""


def test_names_the_house_says(data: Path, settings: Any) -> None:
    settings.TLS_NAMES = Names.told(["till.chez-marthe.example", "203.0.113.4"])
    settings.BASE_URL = "https://public.example.net"

    said = ensure(NOW).leaf.names.words

    assert {"till.chez-marthe.example", "203.0.113.4"} < set(said)
    assert "public.example.net" not in said


def test_a_clock_that_was_ahead_is_put_right(data: Path) -> None:
    ensure(NOW)
    (data / "tls" / "server.pem").unlink()
    ensure(NOW + timedelta(days=700))

    kept = ensure(NOW)

    assert kept.renewed == "it was made by a clock that was ahead"
    assert kept.leaf.begins < NOW < kept.leaf.ends


def test_a_clock_that_forgot_makes_nothing(data: Path) -> None:
    with pytest.raises(NoCertificate, match="The clock says 1970-01-01"):
        ensure(datetime(1970, 1, 1, tzinfo=UTC))

    assert not (data / "tls").exists()


def test_a_damaged_certificate_is_made_anew(data: Path) -> None:
    first = ensure(NOW)
    (data / "tls" / "server.pem").write_bytes(b"half a certif")

    again = ensure(NOW)

    assert again.renewed == "there was none"
    assert again.authority.fingerprint == first.authority.fingerprint


def test_a_certificate_of_another_authority_is_made_anew(data: Path) -> None:
    first = ensure(NOW)
    (data / "tls" / "authority.pem").unlink()

    kept = ensure(NOW)

    assert kept.renewed == "the authority is another"
    assert kept.authority.fingerprint != first.authority.fingerprint


def test_a_damaged_authority_is_never_replaced_silently(data: Path) -> None:
    ensure(NOW)
    file = data / "tls" / "authority.pem"
    file.write_bytes(file.read_bytes()[:100])

    with pytest.raises(NoCertificate, match="every phone has to trust a new authority"):
        ensure(NOW)

    assert len(file.read_bytes()) == 100


def test_an_authority_that_ended_is_a_sentence(data: Path) -> None:
    ends = ensure(NOW).authority.ends

    with pytest.raises(NoCertificate, match=f"The authority ended on {ends:%Y-%m-%d}"):
        ensure(ends + timedelta(days=1))


def test_the_server_reloads_what_changed_and_nothing_else(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reloaded: list[bool] = []
    ensure(NOW)

    keeping.look_once(lambda: reloaded.append(True), NOW)
    assert reloaded == []
    called(monkeypatch, Names.told(["10.1.1.1"]))
    keeping.look_once(lambda: reloaded.append(True), NOW)
    assert reloaded == [True]


def test_a_look_that_fails_leaves_what_is_served(
    data: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ensure(NOW)

    keeping.look_once(lambda: pytest.fail("reloaded"), datetime(1970, 1, 1, tzinfo=UTC))

    assert "The certificate stays as it is" in caplog.text
