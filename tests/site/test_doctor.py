"""Is this machine safe for money: each line a sentence, and what to do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from habitue.backups import copies
from habitue.house import sql
from habitue.site import health
from habitue.site.health import Symptom


def found(what: str) -> list[Symptom]:
    return [one for one in health.symptoms() if one.what == what]


@pytest.fixture
def box(db: None, settings: Any, tmp_path: Path) -> Path:
    """A data folder with its keys, and a disk for the copies."""
    settings.DATA_DIR, settings.BACKUP_EVERY = tmp_path, 3_600
    for name in ("pepper", "secret-key"):
        (tmp_path / name).write_text("x")
        (tmp_path / name).chmod(0o600)
    (tmp_path / "disk").mkdir()
    return tmp_path


def test_a_sound_box_has_nothing_bad(box: Path) -> None:
    quick = {"PostgreSQL fsync", "PostgreSQL full_page_writes", "PostgreSQL synchronous_commit"}

    assert [one for one in health.symptoms() if one.bad and one.what not in quick] == []


def test_the_only_book_is_a_warning(box: Path, settings: Any) -> None:
    settings.BACKUP_TO = ""

    [said] = found("Copies")

    assert said.warns
    assert "HABITUE_BACKUP_TO" in said.found


def test_copies_on_the_same_disk_and_too_old(box: Path, settings: Any) -> None:
    settings.BACKUP_TO = str(box / "disk")
    copies.remember(datetime.now(UTC) - timedelta(days=1), problem="no space left")

    same, old = found("Copies")

    assert "same disk" in same.found
    assert (old.bad, "no space left" in old.found) == (True, True)


def test_an_absent_disk_is_told(box: Path, settings: Any) -> None:
    settings.BACKUP_TO = str(box / "gone")

    assert "is the disk connected?" in found("Copies")[0].found


def test_keys_beside_the_copies(box: Path, settings: Any) -> None:
    settings.BACKUP_TO = str(box / "disk")
    (box / "disk" / "pepper").touch()

    assert [one.found for one in found("Copies") if one.bad] == [
        f"{box / 'disk'} holds the keys as well: keep them elsewhere"
    ]


def test_keys_that_others_may_read(box: Path) -> None:
    (box / "pepper").chmod(0o644)
    (box / "secret-key").unlink()

    assert found("Pepper")[0].bad
    assert "habitue keys export" in found("Secret key")[0].found


@pytest.mark.parametrize(("micros", "word"), [(10, "too fast"), (80_000, "tills will wait")])
def test_a_disk_that_lies_and_one_that_dawdles(
    box: Path, monkeypatch: pytest.MonkeyPatch, micros: int, word: str
) -> None:
    monkeypatch.setattr(health, "_sync_times", lambda folder: [micros] * health.SYNCS)

    [said] = found("Disk sync")

    assert (said.warns, word in said.found) == (True, True)


@pytest.mark.postgresql
def test_the_database_clock_is_compared(box: Path, time_machine: Any) -> None:
    time_machine.move_to(datetime.now(UTC) + timedelta(minutes=2))

    [said] = found("Clock")

    assert (said.bad, "time server" in said.found) == (True, True)


@pytest.mark.postgresql
def test_a_commit_that_does_not_wait_is_not_safe(box: Path) -> None:
    sql.execute("SET LOCAL synchronous_commit = off")

    [said] = found("PostgreSQL synchronous_commit")

    assert said.bad
    assert "could be lost" in said.found


@pytest.mark.sqlite
def test_sqlite_that_does_not_wait_is_not_safe(box: Path, settings: Any) -> None:
    settings.DATABASES["default"]["OPTIONS"]["transaction_mode"] = "DEFERRED"
    try:
        said = found("SQLite")
    finally:
        settings.DATABASES["default"]["OPTIONS"]["transaction_mode"] = "IMMEDIATE"

    assert "IMMEDIATE is needed" in said[0].found
