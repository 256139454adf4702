"""F11 the disk is full, or fails: nothing wrong is acknowledged, reading goes on, it comes back.

The book stands on a small disk of its own. Level by level all but so many kilobytes are taken, and
clients post until they are refused: 503, no other answer. Then whoever reads must be answered, the
space is given back, and without a restart the same requests go through. On PostgreSQL the
tables stand on that disk and the log elsewhere: without room for its log PostgreSQL itself stops.

Then errors, injected by strace into the calls of the server (into those of PostgreSQL's backends,
which stops them all, and it begins again): syncs, writes, and on SQLite reads.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.faults.clusters import Cluster
from tests.faults.f5_kill import CLIENTS
from tests.faults.frame import Drill, Missing
from tests.faults.posting import Posted, guests, stored
from tests.faults.tracing import serving_pids
from tests.serving import Installation, Served, start

MEGABYTE = 1024 * 1024
SIZES = {"sqlite": 40, "postgresql": 160}  # megabytes of the small disk
MOST_FREE = {"sqlite": 4_096, "postgresql": 256}  # kilobytes left at the most generous level
ERRORS = {
    "sync": "fsync,fdatasync:error=EIO",
    "write": "pwrite64:error=EIO",
    "full": "pwrite64:error=ENOSPC",
    "read": "pread64:error=EIO",
}
# Which of a thread's calls fail. Syncs: of every other one, each might be a checkpoint's, none a
# commit's; then nobody is refused, and the log alone would fill the small disk.
FAILING = {"sync": "2+5", "write": "2+2", "full": "2+2", "read": "2+2"}
QUIET = {
    # a checkpoint that finds no room stops PostgreSQL: not while a level lasts
    **{"checkpoint_timeout": "1h", "max_wal_size": "2GB", "autovacuum": "off"},
    **{"shared_buffers": "32MB", "max_connections": "60"},
}


class Site:
    """The program on a small disk, and who uses it."""

    def __init__(self, drill: Drill) -> None:
        self.drill = drill
        self.disk = _small_disk(drill)
        self.cluster: Cluster | None = None
        if drill.database == "sqlite":
            shutil.copytree(drill.installation.folder, self.disk / "data")
            self.installation = drill.also(Installation(self.disk / "data"))
        else:
            self.installation = self._on_postgresql()
        self.running: Served = start(self.installation)
        drill.stack.callback(self.running.stop)
        self.token = self.installation.token()
        self.customers = guests(self.running, self.token, CLIENTS)
        self.posted = Posted(self.running.url, self.token)

    def _on_postgresql(self) -> Installation:
        folder = self.disk / "cluster"
        folder.mkdir()
        wal = self.drill.folder / "wal"
        self.cluster = Cluster(folder, wal=wal, options=QUIET)
        self.cluster.make()
        self.drill.outlasting(self.cluster.stop)
        made = self.cluster.holding(self.drill.installation, self.drill.folder / "own")
        return self.drill.also(made)

    @property
    def ballast(self) -> Path:
        return self.disk / "ballast"

    @property
    def refused(self) -> int:
        return self.posted.said["503"]

    def reads(self) -> int:
        """The status that somebody hears who only reads."""
        answer = httpx.get(
            f"{self.running.url}/api/v1/customers/{self.customers[0]}/balances",
            headers={"Authorization": f"Bearer {self.token}"},
            timeout=30,
        )
        return answer.status_code

    def health(self) -> int:
        return httpx.get(f"{self.running.url}/healthz", timeout=30).status_code

    def fill(self, left: int) -> None:
        """Take all of the disk but `left` bytes."""
        with self.ballast.open("ab") as file:
            for _ in range(100):
                usage = os.statvfs(self.disk)
                free = usage.f_bavail * usage.f_frsize
                try:
                    os.posix_fallocate(file.fileno(), 0, max(free - left, 1))
                except OSError:  # it was taken meanwhile, by those who post
                    continue
                return

    def comes_back(self) -> None:
        """Without a restart: as many acknowledged as there are clients, and healthy."""
        enough = len(self.posted.acknowledged) + CLIENTS
        until = time.monotonic() + 90
        while time.monotonic() < until:
            if len(self.posted.acknowledged) >= enough and self.health() == 200:
                return
            time.sleep(0.05)
        self.drill.expect(False, f"it did not come back: {dict(self.posted.said)}")

    def until_refused(self, seconds: float) -> bool:
        before, until = self.refused, time.monotonic() + seconds
        while time.monotonic() < until:
            if self.refused >= before + CLIENTS:
                return True
            time.sleep(0.01)
        return False

    def pids(self) -> list[int]:
        """Whose calls fail: the server's, or those of the database's backends."""
        return self.cluster.children() if self.cluster else serving_pids(self.running)


def _small_disk(drill: Drill) -> Path:
    disk = drill.folder / "disk"
    disk.mkdir()
    size = f"size={SIZES[drill.database]}m,mode=755"
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", size, "tmpfs", disk], capture_output=True, text=True
    )
    if done.returncode:
        raise Missing(f"no small disk can be mounted here: {done.stderr.strip()}")
    drill.outlasting(lambda: subprocess.run(["umount", "-l", disk], check=False))
    return disk


def run(drill: Drill) -> None:
    site = Site(drill)
    site.posted.begin(site.customers, drill.random)
    said: Counter[str] = Counter()
    for number in range(drill.size("levels")):
        free = MOST_FREE[drill.database] * number // max(drill.size("levels") - 1, 1)
        _full(drill, site, said, free * 1024)
    for kind, fault in ERRORS.items():
        if kind == "read" and site.cluster:
            drill.say("no read errors on PostgreSQL: all it reads is in its memory")
            continue
        for _ in range(drill.size("errors")):
            _failing(drill, site, said, kind, fault)
    site.posted.finish()
    _compare(drill, site)
    drill.really("levels at which it was full", said["at a level"], at_least=drill.size("levels"))
    for kind in ERRORS:
        if kind != "read" or not site.cluster:
            drill.really(f"{kind} errors injected", said[kind], at_least=drill.size("errors"))


ASKED = 40


def _full(drill: Drill, site: Site, said: Counter[str], left: int) -> None:
    """One level: full, refused, read from, and back."""
    about = f"{left // 1024} kB left"
    site.fill(left)
    said["at a level"] += site.until_refused(240)
    drill.expect(site.reads() == 200, f"{about}: a read hears {site.reads()}")
    # a page of its own may still fit where a posting did not: the next one does not
    full = any(site.health() == 503 for _ask in range(ASKED))
    drill.expect(full, f"{about}: it says it could write")
    site.ballast.unlink()
    site.comes_back()


def _failing(drill: Drill, site: Site, said: Counter[str], kind: str, fault: str) -> None:
    """Some seconds in which calls fail, and back."""
    log = drill.folder / f"{kind}.strace"
    with _injected(site.pids(), f"{fault}:when={FAILING[kind]}", log):
        site.until_refused(10)
        if kind != "read" and not site.cluster:
            drill.expect(site.reads() == 200, f"{kind} errors: a read hears {site.reads()}")
    said[kind] += log.read_text(errors="replace").count("(INJECTED)")
    site.comes_back()


@contextmanager
def _injected(pids: list[int], fault: str, log: Path) -> Iterator[None]:
    program = shutil.which("strace")
    if program is None:
        raise Missing("strace is not installed: no errors could be injected")
    calls = fault.partition(":")[0]
    words = [word for pid in pids for word in ("-p", str(pid))]
    process = subprocess.Popen(
        [program, "-f", "-e", f"trace={calls}", "-e", f"inject={fault}", "-o", str(log), *words],
        stderr=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + 20
        while not log.exists() and time.monotonic() < until:
            time.sleep(0.01)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def _compare(drill: Drill, site: Site) -> None:
    told = list(site.posted.acknowledged.values())
    has, sums = stored(site.running, site.token, site.customers), sum(one for _, one in told)
    drill.expect(not site.posted.wrong, f"answers: {site.posted.wrong[:3]}")
    drill.expect(
        not set(site.posted.said) - {"201", "503"}, f"clients heard {dict(site.posted.said)}"
    )
    drill.expect(not site.posted.under_way, f"never answered: {len(site.posted.under_way)}")
    drill.expect(has == sums, f"the wallets hold {has}, acknowledged were {sums}")
    drill.count(acknowledged=len(told), wrong_acknowledgements=int(has != sums))
    drill.count(refused_with_503=site.refused)
