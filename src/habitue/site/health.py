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

from habitue.backups import copies
from habitue.house import schema, sql
from habitue.house.models import House
from habitue.house.scope import house_scope
from habitue.outbox import reports
from habitue.site.clock import BUILT
from habitue.site.environment import text
from habitue.site.readiness import postgresql_settings, sqlite_faults
from habitue.site.tls import telling

GIGABYTE = 1024**3
SYNCS = 20
LYING = 50  # microseconds: no disk keeps a promise so fast
SLOW = 30_000


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
    checks += [_https, _copies, _mail, _syncing]
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
            yield Symptom(
                what, f"{file} is missing: put it back from habitue keys export", bad=True
            )
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
    far = apart > 5
    yield Symptom("Clock", f"{said}: let both follow a time server" if far else said, bad=far)


def _disk() -> Iterator[Symptom]:
    free = shutil.disk_usage(settings.DATA_DIR).free
    said = f"{free / GIGABYTE:.1f} GB free in {settings.DATA_DIR}"
    scarce = free < 2 * GIGABYTE
    said += ": make room before the book cannot be written" if scarce else ""
    yield Symptom("Disk", said, bad=free < GIGABYTE // 4, warns=scarce)


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
    for name, value, lost in postgresql_settings():
        yield _set("PostgreSQL " + name, value, lost, bad=True)
    [[value]] = sql.rows("SHOW data_checksums")
    lost = "a disk that goes bad is not noticed: stop it and run pg_checksums --enable"
    yield _set("PostgreSQL data checksums", value, lost if value != "on" else "")
    yield from _roles()


def _set(what: str, value: str, lost: str, *, bad: bool = False) -> Symptom:
    """A setting as it is; `lost` says what is at stake and what to do, empty where it is right."""
    said = f"{value}: {lost}" if lost else value
    return Symptom(what, said, bad=bad and bool(lost), warns=not bad and bool(lost))


def _roles() -> Iterator[Symptom]:
    [[is_super]] = sql.rows("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    said = "no superuser"
    if is_super:
        said = (
            "a superuser, whom row-level security does not bind: make a role for it (install.md)"
        )
    yield Symptom("PostgreSQL role", said, warns=is_super)
    role = settings.SERVING_ROLE
    rights = sql.rows(
        "SELECT rolsuper OR rolbypassrls OR rolcanlogin FROM pg_roles WHERE rolname = %s", [role]
    )
    if not rights:
        yield Symptom("Serving role", f"{role} is missing: habitue migrate makes it", bad=True)
    elif rights[0][0]:
        said = f"ALTER ROLE {role} NOLOGIN NOSUPERUSER NOBYPASSRLS"
        yield Symptom("Serving role", f"{role} may too much: {said}", bad=True)
    [[owned]] = sql.rows(
        "SELECT count(*) FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner"
        " WHERE r.rolname = %s",
        [role],
    )
    said = ": what it owns it may see past the policies; give it to the URL's role" * bool(owned)
    yield Symptom("Serving role", f"owns {owned} tables{said}", bad=owned > 0)


def _copies() -> Iterator[Symptom]:
    """Whether the book is somewhere else too, how old that copy is, and what is not in it."""
    if not copies.are_asked_for():
        lost = "this machine has the only book: set HABITUE_BACKUP_TO to a folder on another disk"
        yield Symptom("Copies", lost, warns=True)
        return
    known, folder = copies.state(), Path(settings.BACKUP_TO)
    if not folder.is_dir():
        yield Symptom("Copies", f"{folder} is not there: is the disk connected?", warns=True)
    elif folder.stat().st_dev == settings.DATA_DIR.stat().st_dev:
        said = f"{folder} is on the same disk as the book: take another, or carry them away"
        yield Symptom("Copies", said, warns=not settings.BACKUP_COMMAND)
    if folder.is_dir() and any((folder / key).exists() for key in ("pepper", "secret-key")):
        yield Symptom("Copies", f"{folder} holds the keys as well: keep them elsewhere", bad=True)
    late = copies.late(datetime.now(UTC))
    said = f"the last good one is of {known.good_at}" if known.good_at else "there is none yet"
    if known.good_at:
        said += f", {known.bytes / 1_000_000:,.1f} MB in {known.seconds} s"
    said += f"; the last try failed: {known.problem}" if known.problem else ""
    yield Symptom("Copies", said, bad=late is not None, warns=bool(known.problem))


def _https() -> Iterator[Symptom]:
    """Whether devices can trust this machine, and for how long."""
    for finding in telling.findings(datetime.now(UTC)):
        yield Symptom("HTTPS", finding.words, bad=finding.bad, warns=finding.warns)


def _mail() -> Iterator[Symptom]:
    """Where letters go, and how many wait: without a server they wait for ever."""
    due = given_up = 0
    for house in House.objects.all():
        with house_scope(house):
            found = reports.waiting(house)
        due, given_up = due + found.due, given_up + found.given_up
    said = f"letters that wait: {due}" + (f", given up: {given_up}" if given_up else "")
    if not settings.MAIL:
        yield Symptom("Mail", f"set HABITUE_MAIL_URL, or no letter ever goes; {said}", warns=True)
        return
    where = settings.MAIL.get("folder") or f"{settings.MAIL['host']}:{settings.MAIL['port']}"
    yield Symptom("Mail", f"by {where}; {said}", warns=bool(given_up))


def _syncing() -> Iterator[Symptom]:
    """How long the disk takes to keep a promise; one that takes no time does not keep it."""
    times = sorted(_sync_times(settings.DATA_DIR))
    middle = times[len(times) // 2]
    said = f"{middle / 1000:.2f} ms (slowest of {SYNCS}: {times[-1] / 1000:.1f} ms)"
    if middle < LYING:
        lost = "too fast to be true: this disk forgets at a power cut; switch its cache off"
        yield Symptom("Disk sync", f"{said}: {lost}", warns=True)
    else:
        slow = ": tills will wait for it; take a solid-state disk" if middle > SLOW else ""
        yield Symptom("Disk sync", said + slow, warns=middle > SLOW)


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
