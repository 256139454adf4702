"""What doctor says of HTTPS: fits, ends, may be read, may not be said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from habitue.site.tls import keeping, telling
from habitue.site.tls.names import Names
from habitue.site.tls.telling import Finding

NOW = datetime.now(UTC)
BOX = Names.told(["box.local", "192.168.7.20"])
Said = Callable[..., list[Finding]]


@pytest.fixture
def said(settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Said:
    """What is said of a machine with a certificate, after so many days, called so."""
    settings.DATA_DIR, settings.TLS_NAMES, settings.BASE_URL = tmp_path, Names(), ""
    monkeypatch.setattr(keeping, "of_machine", lambda: BOX)
    keeping.ensure(NOW)

    def said(days: int = 0, names: Names = BOX) -> list[Finding]:
        monkeypatch.setattr(keeping, "of_machine", lambda: names)
        return list(telling.findings(NOW + timedelta(days=days)))

    return said


def test_a_machine_without_it_is_sound(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path

    [found] = telling.findings(NOW)

    assert (found.bad, found.warns) == (False, False)
    assert "habitue serve --tls" in found.words


def test_a_certificate_that_fits(said: Said) -> None:
    fits, fingerprint = said()

    assert not any(found.bad or found.warns for found in (fits, fingerprint))
    assert "box.local, 192.168.7.20" in fits.words
    assert fingerprint.words.count(":") == 31


@pytest.mark.parametrize(
    ("days", "words", "bad"),
    [
        (-3, "the authority begins on", True),
        (370, "the certificate ends on", False),
        (400, "not today: start habitue serve --tls", True),
        (3_400, "the authority ends on", False),
        (3_700, "the authority ended on", True),
    ],
)
def test_what_ends(said: Said, days: int, words: str, bad: bool) -> None:
    [found, *_] = [each for each in said(days) if words in each.words]

    assert (found.bad, found.warns) == (bad, not bad)


def test_names_that_changed(said: Said) -> None:
    found = said(0, Names.told(["kasse.local", "192.168.7.20"]))

    assert [each.words for each in found if each.warns] == [
        "the certificate does not say kasse.local:"
        " start habitue serve --tls, which makes a new one"
    ]


def test_a_name_the_authority_may_not_say(said: Said, settings: Any) -> None:
    settings.TLS_NAMES = Names.told(["till.chez-marthe.example"])

    [found] = [each.words for each in said() if each.warns]

    assert found.startswith("the authority may not say till.chez-marthe.example:")


def test_files_that_others_may_read(said: Said) -> None:
    keeping.authority_file().chmod(0o644)
    keeping.folder().chmod(0o755)

    assert [each.words.rpartition(": ")[2] for each in said() if each.bad] == [
        "chmod 700",
        "chmod 600",
    ]


def test_a_damaged_file(said: Said) -> None:
    keeping.authority_file().write_text("nothing")

    [found] = said()

    assert found.bad
