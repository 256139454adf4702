"""Copies off the box: made again and again, thinned, handed on; and somebody is told if not."""

from __future__ import annotations

import json
import sys
import time
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from habitue.backups import copies
from habitue.outbox.models import Letter
from habitue.site import copying
from habitue.site.environment import Nonsense, numbers, seconds
from habitue.staff.models import StaffMember
from tests.cast import Cast
from tests.serving import Installation, copied, serving

NOW = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)


@pytest.fixture
def asked_for(settings: Any, tmp_path: Path) -> Path:
    """Copies every hour into a folder that is there."""
    settings.DATA_DIR, settings.BACKUP_TO = tmp_path, str(tmp_path / "disk")
    settings.BACKUP_EVERY = 3_600
    (tmp_path / "disk").mkdir()
    return tmp_path / "disk"


def test_hours_days_and_weeks_are_kept() -> None:
    files = [
        (Path(copies.name_for(at, locked=False)), at)
        for at in (NOW - timedelta(minutes=20 * n) for n in range(24 * 3 * 100))
    ]

    kept = copies.kept(files, (24, 14, 8))

    assert {made(file).hour for file in kept if NOW - made(file) < timedelta(hours=11)} == {
        *range(1, 13)
    }
    assert len({made(file).date() for file in kept}) >= 14
    assert min(map(made, kept)) < NOW - timedelta(weeks=6)
    assert 3 <= len(kept) <= 3 + 24 + 14 + 8


def made(file: Path) -> datetime:
    at = copies.made_at(file)
    assert at is not None
    return at


def test_what_is_not_ours_is_never_removed(asked_for: Path, settings: Any) -> None:
    settings.BACKUP_KEEP = (1, 0, 0)
    (asked_for / "holiday.jpg").touch()
    for n in range(6):
        (asked_for / copies.name_for(NOW - timedelta(days=n), locked=n % 2 == 1)).touch()

    gone = copies.thin(asked_for)

    assert len(gone) == 3
    assert (asked_for / "holiday.jpg").exists()


def test_late_is_twice_as_old_as_it_should_be(asked_for: Path) -> None:
    assert copies.late(NOW) is None
    copies.remember(NOW)

    assert copies.late(NOW + timedelta(hours=2)) is None
    assert copies.late(NOW + timedelta(hours=3)) == copies.Late(None, "")
    copies.remember(NOW, good_at=NOW.isoformat())
    assert copies.due_in(NOW + timedelta(minutes=15)) == 45 * 60
    assert copies.late(NOW + timedelta(hours=3)) == copies.Late(NOW, "")


def test_owners_get_one_letter_a_day(cast: Cast, asked_for: Path) -> None:
    late = copies.Late(NOW, "the folder is not there")

    for hours in (3, 4, 30):
        copying.tell_owners(late, NOW + timedelta(hours=hours))

    letters = list(Letter.objects.of(cast.house).order_by("posted_at"))
    assert len(letters) == 2
    assert "copy" in letters[0].subject
    assert "March 14" in letters[0].text


def test_the_office_says_so_too(cast: Cast, asked_for: Path, client: Any) -> None:
    copies.remember(datetime.now(UTC) - timedelta(days=1))
    owner = StaffMember.objects.of(cast.house).get(role__key="owner")
    client.force_login(owner.login, backend="django.contrib.auth.backends.ModelBackend")

    assert "No copy of the book was made yet" in client.get("/office/").content.decode()
    copies.remember(NOW, good_at=datetime.now(UTC).isoformat())
    assert "copy of the book" not in client.get("/office/").content.decode()


def test_an_absent_disk_is_no_copy(asked_for: Path) -> None:
    asked_for.rmdir()

    assert copying.copy_once(NOW) is None

    assert "is not there; is the disk?" in copies.state().problem
    assert not asked_for.exists()


def test_a_program_that_fails_is_no_copy(asked_for: Path, settings: Any) -> None:
    settings.BACKUP_COMMAND = f"{sys.executable} -c \"raise SystemExit('no route')\""

    with pytest.raises(copying.NoCopy, match="no route"):
        copying._handed_on(asked_for / "any")


@pytest.mark.parametrize(
    ("text", "long"), [("90s", 90), ("15m", 900), ("1h", 3600), ("2d", 172800)]
)
def test_spans_of_time(monkeypatch: pytest.MonkeyPatch, text: str, long: int) -> None:
    monkeypatch.setenv("HABITUE_X", text)

    assert seconds("HABITUE_X", "1h", 10, 10**7) == long


@pytest.mark.parametrize("text", ["1", "h", "-5m", "0s", "1 fortnight", "٣m"])
def test_nonsense_stops_the_start(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("HABITUE_X", text)

    with pytest.raises(Nonsense):
        seconds("HABITUE_X", "1h", 10, 10**7)
    with pytest.raises(Nonsense):
        numbers("HABITUE_X", "24,14,8", 1_000)


@pytest.mark.slow
@pytest.mark.races
def test_serving_makes_them(prepared: Installation, tmp_path: Path) -> None:
    disk, log = tmp_path / "disk", tmp_path / "handed-on"
    disk.mkdir()
    with copied(prepared, tmp_path / "data") as made:
        made.settings = {
            "HABITUE_BACKUP_TO": str(disk),
            "HABITUE_BACKUP_EVERY": "10s",
            "HABITUE_BACKUP_THROUGH": "cat",
            "HABITUE_BACKUP_COMMAND": f"cp {{file}} {log}",
        }
        with serving(made):
            patience = time.monotonic() + 60
            while len(list(disk.glob("*.locked"))) < 2 and time.monotonic() < patience:
                time.sleep(0.2)
        known = json.loads((made.folder / "copies.json").read_text())

    assert len(list(disk.glob("*.locked"))) >= 2
    assert zipfile.ZipFile(log).namelist()[-1] == "manifest.json"
    assert (known["problem"], known["bytes"] > 10_000) == ("", True)
