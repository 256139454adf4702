"""The real program on a port of its own: `habitue serve` in a folder that goes away.

For journeys in a browser, races over HTTP and tests that pull the plug. On PostgreSQL each
server gets a database of its own beside the suite's.
"""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import psycopg

from tests import templates
from tests.ports import free_port
from tests.templates import PROGRAM, database_beside

START_SECONDS_MAX = 120
UNPLUGGED = Path(__file__).parent / "unplugged"
OWNER, OWNER_PASSWORD = "marthe@chez-marthe.test", "la-clef-du-bistro"


class DidNotStart(Exception):
    """What the program said instead of serving."""


@dataclass
class Installation:
    """A data folder and a database: what a restaurant's box would hold."""

    folder: Path
    database_url: str = ""  # empty: SQLite in the folder
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """The program runs with the internet unplugged: tests/unplugged."""
        ours = {"HABITUE_DATA_DIR": str(self.folder), "HABITUE_DATABASE_URL": self.database_url}
        without = {"PYTHONPATH": str(UNPLUGGED), "HABITUE_UNPLUGGED": str(self.beyond)}
        return templates.neutral() | ours | without | self.settings

    @property
    def beyond(self) -> Path:
        """What it tried to reach outside the house; a file that should never be there."""
        return self.folder / "beyond-the-house"

    def habitue(self, *arguments: str, check: bool = True, within: int = 300) -> str:
        """Run one `habitue` command to its end; what it printed."""
        done = subprocess.run(
            [PROGRAM, *arguments],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=within,
        )
        if check and done.returncode:
            raise AssertionError(f"habitue {' '.join(arguments)}: {done.stdout}{done.stderr}")
        return done.stdout

    def set_up(self, name: str = "Chez Marthe") -> None:
        """What `habitue setup` leaves: a house ready for bills, and its owner.

        It migrates what nobody has; on SQLite a copy is quicker (tests/templates.py).
        """
        book = self.folder / "habitue.sqlite3"
        if not self.database_url and not book.exists():
            templates.copy_to(book)
        password = self.folder / "owner-password"
        password.write_text(OWNER_PASSWORD)
        self.habitue(
            *("setup", "--house", name, "--owner", OWNER, "--password-file", str(password)),
            *("--currency", "EUR", "--country", "FR", "--timezone", "Europe/Paris"),
        )

    def asked(self, query: str) -> list[Any]:
        """What its database says itself, past the program; a statement without rows is done."""
        if self.database_url:
            with psycopg.connect(self.database_url) as book:
                done = book.execute(query.encode())
                return done.fetchall() if done.description else []
        with closing(sqlite3.connect(self.folder / "habitue.sqlite3", timeout=20)) as file, file:
            return file.execute(query).fetchall()

    def token(self, *arguments: str) -> str:
        """A bearer token of the owner's."""
        return self.habitue("token", "--staff", OWNER, *arguments).strip()


@dataclass
class Served:
    """A server that answers."""

    installation: Installation
    url: str
    process: subprocess.Popen[bytes]

    def kill(self) -> None:
        """As when the power goes: the program and every process it started."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.kill()


def start(installation: Installation, port: int = 0) -> Served:
    """Start serving and wait until it can write."""
    port = port or free_port()
    url = f"http://127.0.0.1:{port}"
    with (installation.folder / "server.log").open("ab") as log:
        process = subprocess.Popen(
            [PROGRAM, "serve", "--host", "127.0.0.1", "--port", str(port)],
            env=installation.environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    served = Served(installation, url, process)
    _wait_for_health(served)
    return served


@contextmanager
def serving(installation: Installation) -> Iterator[Served]:
    served = start(installation)
    try:
        yield served
    finally:
        served.stop()
    assert not installation.beyond.exists(), installation.beyond.read_text()


def _wait_for_health(served: Served) -> None:
    patience = time.monotonic() + START_SECONDS_MAX
    while True:
        try:
            if httpx.get(f"{served.url}/healthz", timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            pass
        if served.process.poll() is not None or time.monotonic() > patience:
            served.stop()
            raise DidNotStart((served.installation.folder / "server.log").read_text()[-4000:])
        time.sleep(0.05)


@contextmanager
def copied(installation: Installation, folder: Path) -> Iterator[Installation]:
    """The same again, folder and database; the original must not be serving."""
    shutil.copytree(installation.folder, folder)
    if not installation.database_url:
        yield Installation(folder, settings=dict(installation.settings))
        return
    template = urlsplit(installation.database_url).path[1:]
    with database_beside(installation.database_url, template) as url:
        yield Installation(folder, url, dict(installation.settings))
