"""A PostgreSQL of a drill's own, to be killed, starved and started again on the same files."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql

from tests import postgres
from tests.faults.frame import Missing
from tests.ports import free_port
from tests.serving import Installation


@dataclass
class Cluster:
    """Its files under `folder`; `wal` elsewhere where that is named."""

    folder: Path
    wal: Path | None = None
    options: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    url: str = ""

    def make(self) -> None:
        """initdb, the first start, and the role an installation would have."""
        self.owner = postgres._owner()
        self.password, self.port = secrets.token_hex(16), free_port()
        try:
            self.binaries = postgres._binaries(self.folder, self.owner)
            postgres._make_cluster(self.folder, self.binaries, self.owner, self.password)
        except postgres.NoPostgres as missing:
            raise Missing(f"no PostgreSQL of its own: {missing}") from None
        if self.wal is not None:
            shutil.move(self.folder / "data" / "pg_wal", self.wal)
            (self.folder / "data" / "pg_wal").symlink_to(self.wal)
            if self.owner:  # moved to another disk, it is whose hands it was moved by
                for path in (self.wal, *self.wal.rglob("*")):
                    shutil.chown(path, self.owner)
        self._launch()
        assert self.process is not None
        self.url = postgres._with_role(self.process, self.folder, self.password, self.port)

    def holding(self, prepared: Installation, folder: Path) -> Installation:
        """A copy of `prepared` on this server; set up anew where nothing here can copy it."""
        made = Installation(folder, self.url)
        dump, restore = (self._tool(name) for name in ("pg_dump", "pg_restore"))
        if not dump or not restore:
            made.folder.mkdir()
            made.set_up()
            return made
        shutil.copytree(prepared.folder, made.folder)
        file = self.folder / "prepared"
        guarded = _guarded(prepared.database_url)
        _guard(prepared.database_url, guarded, "NO FORCE")  # who may see no row may dump none
        subprocess.run([dump, "-Fc", "-f", file, prepared.database_url], check=True)
        self._serving_role()
        words = ["--no-owner", "--exit-on-error", "-d", self.url]
        subprocess.run([restore, *words, file], check=True)
        file.unlink()
        for url in (prepared.database_url, self.url):
            _guard(url, guarded, "FORCE")
        return made

    def _serving_role(self) -> None:
        """The role that requests are served under: a dump grants to it and does not make it."""
        from django.conf import settings

        with psycopg.connect(self.url, autocommit=True) as book:
            role = sql.Identifier(settings.SERVING_ROLE)
            book.execute(sql.SQL("CREATE ROLE {} NOLOGIN NOBYPASSRLS").format(role))
            book.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(role))

    def _tool(self, name: str) -> str | None:
        beside = self.binaries / name
        return str(beside) if beside.exists() else shutil.which(name)

    def _launch(self) -> None:
        options = postgres.OPTIONS | {"port": str(self.port)} | self.options
        flags = [flag for name, value in options.items() for flag in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [self.binaries / "postgres", "-D", self.folder / "data", *flags],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                user=self.owner,
                cwd=self.folder,
            )

    def start(self, patience: float = 60) -> None:
        """Again on the same files: what was killed leaves memory behind for a moment."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            if self.process is None or self.process.poll() is not None:
                self._launch()
            if self.answers():
                return
            time.sleep(0.1)
        raise AssertionError((self.folder / "log").read_text()[-2_000:])

    def answers(self) -> bool:
        try:
            with psycopg.connect(self.url, connect_timeout=5):
                return True
        except psycopg.OperationalError:
            return False

    def children(self) -> list[int]:
        assert self.process is not None
        return [pid for pid in _pids() if _parent(pid) == self.process.pid]

    def kill(self) -> None:
        """The postmaster and every process it started, as when the machine stops."""
        assert self.process is not None
        pids = [self.process.pid, *self.children()]
        for pid in pids:
            _signal(pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait()


def _guarded(url: str) -> list[str]:
    """The tables whose rows even their owner sees only house by house."""
    with psycopg.connect(url) as book:
        query = "SELECT oid::regclass::text FROM pg_class WHERE relforcerowsecurity ORDER BY 1"
        return [name for (name,) in book.execute(query).fetchall()]


def _guard(url: str, tables: list[str], how: str) -> None:
    with psycopg.connect(url) as book:
        for name in tables:
            book.execute(f"ALTER TABLE {name} {how} ROW LEVEL SECURITY".encode())


def _pids() -> list[int]:
    return [int(one.name) for one in Path("/proc").iterdir() if one.name.isdigit()]


def _parent(pid: int) -> int:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return 0
    return int(stat.rpartition(")")[2].split()[1])


def _signal(pid: int, number: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)
