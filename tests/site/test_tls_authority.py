"""The authority and what it signs, as clients that are not ours see them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from habitue.site.tls import authority as making
from habitue.site.tls.authority import Authority, Damaged, Leaf
from habitue.site.tls.names import Names, parsed
from tests.site.trusting import believed

NOW = datetime.now(UTC)
NAMES = Names.told(["box.local", "box", "localhost", "192.168.7.20", "127.0.0.1", "fd00::7"])
OWN = Names.told(["box", "kasse.example.org"])


@pytest.fixture(scope="module")
def authority() -> Authority:
    return making.make("box", OWN, NOW)


def served(folder: Path, authority: Authority, *words: str) -> Path:
    names = Names.told(words) if words else NAMES
    file = folder / "server.pem"
    file.write_bytes(making.issue(authority, names, NOW).file(authority))
    return file


@pytest.mark.parametrize("name", NAMES.words)
def test_every_name_is_believed(authority: Authority, tmp_path: Path, name: str) -> None:
    assert believed(served(tmp_path, authority), authority.pem.decode(), name) == ""


def test_a_name_it_does_not_say_is_not_believed(authority: Authority, tmp_path: Path) -> None:
    file = served(tmp_path, authority)

    assert "mismatch" in believed(file, authority.pem.decode(), "other.local")
    assert "mismatch" in believed(file, authority.pem.decode(), "192.168.7.21")


def test_who_does_not_trust_the_authority_believes_nothing(
    authority: Authority, tmp_path: Path
) -> None:
    other = making.make("box", OWN, NOW)

    assert "unable to get local issuer" in believed(
        served(tmp_path, authority), other.pem.decode(), "box.local"
    )


@pytest.mark.parametrize("name", ["bank.example", "8.8.8.8", "org", "notlocal"])
def test_it_cannot_speak_for_others(authority: Authority, tmp_path: Path, name: str) -> None:
    """Whoever takes the key out of this machine gains nothing on the internet."""
    said = believed(served(tmp_path, authority, name), authority.pem.decode(), name)

    assert "permitted subtree violation" in said


def test_it_speaks_for_what_the_house_was_called(authority: Authority, tmp_path: Path) -> None:
    file = served(tmp_path, authority, "kasse.example.org")

    assert believed(file, authority.pem.decode(), "kasse.example.org") == ""


def test_the_key_of_the_root_is_nowhere(authority: Authority) -> None:
    kept = authority.file()

    assert kept.count(b"PRIVATE KEY-----\n") == 2  # one, begun and ended
    assert Authority.read(kept).key.public_key() != authority.root.public_key()


def test_how_long_they_last(authority: Authority) -> None:
    leaf = making.issue(authority, NAMES, NOW)

    assert leaf.ends - leaf.begins <= timedelta(days=397)
    assert timedelta(days=3_650) < authority.ends - NOW < timedelta(days=3_660)
    assert leaf.begins < NOW - timedelta(days=1)


def test_a_leaf_ends_with_its_authority(authority: Authority) -> None:
    late = authority.ends - timedelta(days=10)

    assert making.issue(authority, NAMES, late).ends == authority.ends


def test_what_is_written_is_read_back(authority: Authority) -> None:
    leaf = making.issue(authority, NAMES, NOW)

    again = Authority.read(authority.file())

    assert again.fingerprint == authority.fingerprint
    assert Leaf.read(leaf.file(authority)).names == NAMES
    assert leaf.is_of(again)


@pytest.mark.parametrize("cut", [0, 40, 200, -40])
def test_a_file_cut_short_is_damaged(authority: Authority, cut: int) -> None:
    with pytest.raises(Damaged):
        Authority.read(authority.file()[:cut])


def test_what_it_may_say(authority: Authority) -> None:
    wanted = Names.told(["kasse.local", "kasse.example.org", "example.org", "10.0.0.1", "1.1.1.1"])

    assert authority.may_say(wanted).words == ["kasse.local", "kasse.example.org", "10.0.0.1"]


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("Box.Local.", "box.local"),
        ("Café.local", "xn--caf-dma.local"),
        ("[fd00::1]", "fd00::1"),
        (" 10.0.0.1", "10.0.0.1"),
    ],
)
def test_names_as_people_type_them(word: str, name: str) -> None:
    assert str(parsed(word)) == name


@pytest.mark.parametrize("word", ["", "a b", "-a", "10.0.0", "a..b", "box:8000", "https://a"])
def test_what_is_no_name(word: str) -> None:
    with pytest.raises(ValueError, match="neither a host name nor an address"):
        parsed(word)
