"""What `habitue doctor` looks at: is this machine safe for money."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from habitue.house import schema, sql
from habitue.house.models import House
from habitue.house.scope import house_scope
from habitue.outbox import reports
from habitue.site.environment import text
from habitue.site.readiness import sqlite_faults

GIGABYTE = 1024**3
SYNCS = 20
LYING = 50  # microseconds: no disk keeps a promise so fast
SLOW = 30_000
BUILT = datetime(2026, 9, 1, tzinfo=UTC)  # no clock that is right says less


@dataclass(frozen=True, slots=True)
class Symptom:
    """One line: what was looked at, what was found; `bad` fails, a warning does not."""

    what: str
    found: str
    bad: bool = False
    warns: bool = False


def symptoms() -> Iterator[Symptom]:
    """Every line, cheapest first."""
    checks: list[Callable[[], Iterator[Symptom]]] = [_secrets, _clock, _disk, _schema]
    checks.append(_postgresql if connection.vendor == "postgresql" else _sqlite)
    checks += [_mail, _syncing]
    for check in checks:
        yield from check()


def _secrets() -> Iterator[Symptom]:
    for what, name, filename in (
        ("Pepper", "HABITUE_PEPPER", "pepper"),
        ("Secret key", "HABITUE_SECRET_KEY", "secret-key"),
    ):
        file = settings.DATA_DIR / filename
        if text(name):
            yield Symptom(what, "from the environment")
        elif not file.exists():
            yield Symptom(what, f"{file} is missing", bad=True)
        elif file.stat().st_mode & 0o077:
            yield Symptom(what, f"others may read {file}: chmod 600", bad=True)
        else:
            yield Symptom(what, "in the data folder, readable by this user alone")


def _clock() -> Iterator[Symptom]:
    now = datetime.now(UTC)
    if now < BUILT:
        yield Symptom("Clock", f"says {now:%Y-%m-%d}, which is past: set it", bad=True)
        return
    if connection.vendor != "postgresql":
        yield Symptom("Clock", f"{now:%Y-%m-%d %H:%M} UTC")
        return
    [[theirs]] = sql.rows("SELECT clock_timestamp()")
    apart = abs((datetime.now(UTC) - theirs).total_seconds())
    said = f"{now:%Y-%m-%d %H:%M} UTC, {apart:.1f} s from the database's"
    yield Symptom("Clock", said, bad=apart > 5)


def _disk() -> Iterator[Symptom]:
    free = shutil.disk_usage(settings.DATA_DIR).free
    said = f"{free / GIGABYTE:.1f} GB free in {settings.DATA_DIR}"
    yield Symptom("Disk", said, bad=free < GIGABYTE // 4, warns=free < 2 * GIGABYTE)


def _schema() -> Iterator[Symptom]:
    lacking = schema.missing()
    for sentence in lacking[:5]:
        yield Symptom("Schema", sentence, bad=True)
    if not lacking:
        yield Symptom("Schema", "tables, keys, triggers and policies are all there")


def _sqlite() -> Iterator[Symptom]:
    faults = sqlite_faults()
    for sentence in faults:
        yield Symptom("SQLite", sentence, bad=True)
    if not faults:
        yield Symptom("SQLite", "IMMEDIATE, write-ahead log, FULL, foreign keys")
    if settings.SQLITE_WRITER == "plain":
        yield Symptom("SQLite", "writers do not share commits (HABITUE_SQLITE_WRITER)", warns=True)


def _postgresql() -> Iterator[Symptom]:
    for name in ("fsync", "full_page_writes"):
        [[value]] = sql.rows(f"SHOW {name}")
        yield Symptom(f"PostgreSQL {name}", value, bad=value != "on")
    [[value]] = sql.rows("SHOW synchronous_commit")
    yield Symptom("PostgreSQL synchronous_commit", value, bad=value in ("off", "local"))
    [[value]] = sql.rows("SHOW data_checksums")
    yield Symptom("PostgreSQL data checksums", value, warns=value != "on")
    [[is_super]] = sql.rows("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    said = "a superuser, whom row-level security does not bind" if is_super else "no superuser"
    yield Symptom("PostgreSQL role", said, warns=is_super)
    [[owned]] = sql.rows(
        "SELECT count(*) FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner"
        " WHERE r.rolname = %s",
        [settings.SERVING_ROLE],
    )
    yield Symptom("Serving role", f"owns {owned} tables", bad=owned > 0)


def _mail() -> Iterator[Symptom]:
    """Where letters go, and how many wait: without a server they wait for ever."""
    due = given_up = 0
    for house in House.objects.all():
        with house_scope(house):
            found = reports.waiting(house)
        due, given_up = due + found.due, given_up + found.given_up
    said = f"letters that wait: {due}" + (f", given up: {given_up}" if given_up else "")
    if not settings.MAIL:
        yield Symptom("Mail", f"HABITUE_MAIL_URL is not set; {said}", warns=True)
        return
    where = settings.MAIL.get("folder") or f"{settings.MAIL['host']}:{settings.MAIL['port']}"
    yield Symptom("Mail", f"by {where}; {said}", warns=bool(given_up))


def _syncing() -> Iterator[Symptom]:
    """How long the disk takes to keep a promise; one that takes no time does not keep it."""
    times = sorted(_sync_times(settings.DATA_DIR))
    middle = times[len(times) // 2]
    said = f"{middle / 1000:.2f} ms (slowest of {SYNCS}: {times[-1] / 1000:.1f} ms)"
    if middle < LYING:
        yield Symptom("Disk sync", f"{said}: too fast to be true", warns=True)
    else:
        yield Symptom("Disk sync", said, warns=middle > SLOW)


def _sync_times(folder: Path) -> Iterator[int]:
    file = folder / "sync-probe"
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            for _ in range(SYNCS):
                os.pwrite(handle, os.urandom(4096), 0)
                began = time.perf_counter_ns()
                os.fdatasync(handle)
                yield (time.perf_counter_ns() - began) // 1_000
        finally:
            os.close(handle)
    finally:
        file.unlink(missing_ok=True)
