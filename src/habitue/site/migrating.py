"""Bringing the database up to this version, one process at a time."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder

from habitue.house import schema

LOCK = 2026_11_21  # any number of ours: the advisory lock of migrating


def migrate_if_needed() -> bool:
    """Migrate where something is to do; whether there was."""
    if not _to_do():
        return False
    with alone():
        if not _to_do():
            return False
        call_command("migrate", interactive=False, verbosity=0)
    return True


def _to_do() -> bool:
    return bool(_shipped() - _applied()) or bool(schema.missing())


def _shipped() -> set[tuple[str, str]]:
    """(app, migration) of every file, none of which is imported: that takes half a second."""
    return {
        (config.label, path.stem)
        for config in apps.get_app_configs()
        for path in (Path(config.path) / "migrations").glob("[0-9]*.py")
    }


def _applied() -> set[tuple[str, str]]:
    return set(MigrationRecorder(connection).applied_migrations())


@contextmanager
def alone() -> Iterator[None]:
    if connection.vendor == "postgresql":
        with _another() as holder, holder.cursor() as cursor:
            # of a transaction, not of the session: a pooler may give each one another session
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            yield
        return
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    with (settings.DATA_DIR / "migrating").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _another() -> Iterator[BaseDatabaseWrapper]:
    """A second connection in a transaction of its own."""
    other = connection.copy()
    other.set_autocommit(False)
    try:
        yield other
    finally:
        other.rollback()
        other.close()
