"""A database as `habitue migrate` leaves it, made once and copied: migrating takes half a minute.

Whatever shapes a fresh database is in its template's name, so another state of the code makes
another one. Whoever needs it first makes it with the real command; everyone else, in whatever
process, waits for that. On SQLite it stays beside pytest's cache, on PostgreSQL on the server.
"""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

import habitue

PROGRAM = Path(sys.executable).parent / "habitue"
PACKAGE = Path(habitue.__path__[0])
HERE = Path(__file__).parent.parent
KEPT = HERE / ".pytest_cache" / "templates"
LOCKED = HERE / "uv.lock"  # the versions of what brings tables of its own
IMPORTED = re.compile(rb"^\s*(?:from|import) (habitue[.\w]*)", re.MULTILINE)
LOCK = 2026_11_22  # any number of ours: the advisory lock of making and copying
PREFIX = "habitue_template_"
CLIENTS = "FROM pg_stat_activity WHERE backend_type = 'client backend'"  # not the server's own


def neutral() -> dict[str, str]:
    """This environment without anything that is meant for the program or the tests."""
    theirs = ("HABITUE_", "DJANGO_", "PYTEST_")
    return {name: value for name, value in os.environ.items() if not name.startswith(theirs)}


@cache
def stamp() -> str:
    """What stands for the state of everything that shapes a fresh database."""
    told = sha256(f"{sys.version} {sqlite3.sqlite_version}".encode() + LOCKED.read_bytes())
    for path in sorted(_shaping()):
        told.update(str(path.relative_to(PACKAGE)).encode() + b"\0" + path.read_bytes())
    return told.hexdigest()[:16]


def _shaping() -> set[Path]:
    """Migrations and what they import, models, the schema laid after them, the settings."""
    migrations = set(PACKAGE.glob("**/migrations/*.py"))
    found = migrations | set(PACKAGE.glob("**/models.py")) | set(PACKAGE.glob("**/apps.py"))
    found |= set((PACKAGE / "house").glob("*.py")) | {PACKAGE / "site" / "settings.py"}
    for path in migrations:
        found |= set(_modules(IMPORTED.findall(path.read_bytes())))
    return found


def _modules(names: Iterable[bytes]) -> Iterator[Path]:
    for name in names:
        place = PACKAGE.parent.joinpath(*name.decode().split("."))
        for path in (place.with_suffix(".py"), place / "__init__.py"):
            if path.exists():
                yield path


def _migrate(folder: Path, url: str = "") -> None:
    done = subprocess.run(
        [PROGRAM, "migrate"],
        env=neutral() | {"HABITUE_DATA_DIR": str(folder), "HABITUE_DATABASE_URL": url},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise AssertionError(f"habitue migrate: {done.stdout}{done.stderr}")


# -- on SQLite -------------------------------------------------------------------------------


def copy_to(path: Path) -> None:
    """Lay a migrated SQLite database at `path`."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "making").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        template = KEPT / f"{stamp()}.sqlite3"
        if not template.exists():
            for older in KEPT.glob("*.sqlite3"):
                older.unlink()
            with tempfile.TemporaryDirectory(dir=KEPT) as folder:
                _migrate(Path(folder))
                _whole(Path(folder) / "habitue.sqlite3").replace(template)
        shutil.copyfile(template, path)


def _whole(path: Path) -> Path:
    """Bring what the log beside it holds into the file."""
    made = sqlite3.connect(path)
    made.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    made.close()
    return path


# -- on PostgreSQL ---------------------------------------------------------------------------


@contextmanager
def database_beside(url: str, template: str = "") -> Iterator[str]:
    """A fresh PostgreSQL database on the server of `url`, a copy of `template` if named."""
    with _lobby(url) as lobby:
        name = _create(lobby, template)
    try:
        yield _beside(url, name)
    finally:
        with _lobby(url) as lobby:
            _drop(lobby, name)


@contextmanager
def migrated_beside(url: str) -> Iterator[str]:
    """The same, migrated."""
    with _lobby(url) as lobby:
        lobby.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        template = f"{PREFIX}{stamp()}"
        found = lobby.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX]
        ).fetchall()
        if (template,) not in found:
            _make_template(lobby, url, template)
            for (older,) in found:
                _drop(lobby, older)
        name = _create(lobby, template)
        lobby.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    try:
        yield _beside(url, name)
    finally:
        with _lobby(url) as lobby:
            _drop(lobby, name)


def _make_template(lobby: psycopg.Connection, url: str, template: str) -> None:
    name = _create(lobby)
    with tempfile.TemporaryDirectory() as folder:
        _migrate(Path(folder), _beside(url, name))
    lobby.execute(f'ALTER DATABASE "{name}" RENAME TO "{template}"')


def _create(lobby: psycopg.Connection, template: str = "") -> str:
    name = f"habitue_{secrets.token_hex(6)}"
    origin = f' TEMPLATE "{template}"' if template else ""
    lobby.execute(f'CREATE DATABASE "{name}"{origin}')
    return name


def _drop(lobby: psycopg.Connection, name: str) -> None:
    """Without FORCE, which fails where the server's own autovacuum is in: a plain DROP ends it."""
    lobby.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
    lobby.execute(f"SELECT pg_terminate_backend(pid) {CLIENTS} AND datname = %s", [name])
    lobby.execute(f'DROP DATABASE "{name}"')


def _lobby(url: str) -> psycopg.Connection:
    """The server's own database: a template may have nobody in it."""
    return psycopg.connect(_beside(url, "postgres"), autocommit=True)


def _beside(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
