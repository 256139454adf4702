"""F5 kill -9 under postings with retry: what was acknowledged is stored, once; nothing else is.

On SQLite the server is killed. On PostgreSQL, in turn: the server, one backend of the database
that is in the middle of a transaction, and the whole database, postmaster and all, which is then
started again on its files. What is to be killed is stopped first (SIGSTOP) and looked at: whoever
holds the writer's lock, or has a transaction number, is in an open transaction at the kill.
"""

from __future__ import annotations

import fcntl
import os
import signal
import time
from collections import Counter
from pathlib import Path
from typing import Protocol

import psycopg

from tests import templates
from tests.faults.clusters import Cluster
from tests.faults.frame import Drill
from tests.faults.posting import Posted, guests, stored
from tests.ports import free_port
from tests.serving import Served, start

CLIENTS = 8
PATIENCE = 4  # times as many kills, until enough of them met an open transaction
OPEN = (
    f"SELECT pid {templates.CLIENTS} AND datname = current_database()"
    " AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()"
)


class Plug(Protocol):
    """Something to pull; says whether a transaction was open when it was pulled."""

    def __call__(self) -> bool: ...


class Site:
    """The server under fire, and what it stands on."""

    def __init__(self, drill: Drill) -> None:
        self.drill = drill
        self.port = free_port()
        self.cluster: Cluster | None = None
        if drill.database == "sqlite":
            self.installation = drill.installation
        else:
            self.cluster = Cluster(drill.folder / "cluster", options={"max_connections": "60"})
            self.cluster.folder.mkdir()
            self.cluster.make()
            drill.outlasting(self.cluster.stop)
            made = self.cluster.holding(drill.installation, drill.folder / "own")
            self.installation = drill.also(made)
        self.running = start(self.installation, self.port)
        drill.stack.callback(self.end)

    def end(self) -> None:
        self.running.stop()

    @property
    def plugs(self) -> list[Plug]:
        if self.cluster is None:
            return [self.server]
        return [self.server, self.backend, self.database]

    def server(self) -> bool:
        """The program and every process it started."""
        os.killpg(self.running.process.pid, signal.SIGSTOP)
        is_open = self._is_open()
        self.running.kill()
        self.running = start(self.installation, self.port)
        return is_open

    def backend(self) -> bool:
        """One that is in a transaction; the database then throws out all others too."""
        assert self.cluster is not None
        with psycopg.connect(self.cluster.url, autocommit=True) as watch:
            until = time.monotonic() + 5
            while time.monotonic() < until:
                for (pid,) in watch.execute(OPEN).fetchall():
                    os.kill(pid, signal.SIGSTOP)
                    still = (pid,) in watch.execute(OPEN).fetchall()
                    os.kill(pid, signal.SIGKILL if still else signal.SIGCONT)
                    if still:
                        return True
        return False

    def database(self) -> bool:
        assert self.cluster is not None
        os.killpg(self.running.process.pid, signal.SIGSTOP)
        is_open = self._is_open()
        self.cluster.kill()
        os.killpg(self.running.process.pid, signal.SIGCONT)
        self.cluster.start()
        return is_open

    def _is_open(self) -> bool:
        """Asked while the server stands still."""
        if self.cluster is None:
            return _is_locked(self.installation.folder / "habitue.sqlite3-writer")
        with psycopg.connect(self.cluster.url, autocommit=True) as watch:
            return bool(watch.execute(OPEN).fetchall())


def _is_locked(file: Path) -> bool:
    """Whoever writes holds this lock from BEGIN to COMMIT."""
    with file.open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        fcntl.flock(lock, fcntl.LOCK_UN)
        return False


def run(drill: Drill) -> None:
    site = Site(drill)
    token = site.installation.token()
    customers = guests(site.running, token, CLIENTS)
    posted = Posted(site.running.url, token)
    posted.begin(customers, drill.random)
    kills, hits = drill.size("kills"), Counter[str]()
    for number in range(kills * PATIENCE):
        if number >= kills and hits["open"] >= max(1, kills // 2):
            break
        _work(drill, posted, drill.size("acknowledged") // kills)
        plug = site.plugs[number % len(site.plugs)]
        busy = bool(posted.under_way)
        is_open = plug()
        hits["open"] += is_open
        hits["busy"] += busy
        hits[plug.__name__] += 1
        if drill.is_full and not (number + 1) % 20:
            drill.say(f"{number + 1} kills, {len(posted.acknowledged)} acknowledged")
    _work(drill, posted, 20)
    posted.finish()
    _compare(drill, site.running, posted, token, customers)
    for plug_name in ("server", "backend", "database"):
        if hits[plug_name]:
            drill.count(**{f"kills_of_the_{plug_name}": hits[plug_name]})
    drill.really("kills with requests unanswered", hits["busy"], at_least=kills * 9 // 10)
    drill.really("kills in an open transaction", hits["open"], at_least=max(1, kills // 2))


def _work(drill: Drill, posted: Posted, more: int) -> None:
    """Until so many more are acknowledged, and then a moment that nobody chose."""
    enough = len(posted.acknowledged) + more
    patience = time.monotonic() + 120
    while len(posted.acknowledged) < enough and time.monotonic() < patience:
        time.sleep(0.005)
    drill.expect(len(posted.acknowledged) >= enough, f"nothing moves: {dict(posted.said)}")
    time.sleep(drill.random.uniform(0, 0.05))


def _compare(
    drill: Drill, running: Served, posted: Posted, token: str, customers: list[str]
) -> None:
    """Against the wallets, and against what the book knows of each."""
    told = list(posted.acknowledged.values())
    drill.expect(not posted.wrong, f"answers: {posted.wrong[:3]}")
    drill.expect(not posted.under_way, f"never answered: {len(posted.under_way)}")
    has, sums = stored(running, token, customers), sum(amount for _, amount in told)
    drill.expect(has == sums, f"the wallets hold {has}, acknowledged were {sums}")
    drill.expect(len({id_ for id_, _ in told}) == len(told), "one top-up answered two keys")
    drill.count(acknowledged=len(told), answers_lost_after_commit=posted.replayed)
    drill.count(lost_or_duplicated=int(has != sums))
    drill.expect(len(told) >= drill.size("acknowledged"), f"only {len(told)} acknowledged")
