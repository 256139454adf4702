"""An installation to measure: a folder or database of its own, set up and filled by commands."""

import csv
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from urllib.error import URLError
from urllib.request import urlopen

from habitue.site.command import Stop
from habitue.site.demo import names

OWNER = "bench@example.com"
HOUSE = "Bench"
START_SECONDS = 120
REST_SECONDS = 300
AT_REST = 0.05  # of a processor


@dataclass
class Installation:
    """Where the program runs that is measured."""

    folder: Path
    database_url: str

    @property
    def environment(self) -> dict[str, str]:
        """With compiled modules kept, as pip leaves them: else the start measures the compiler."""
        ours = {"HABITUE_DATA_DIR": str(self.folder), "HABITUE_DATABASE_URL": self.database_url}
        return dict(os.environ) | ours | {"PYTHONDONTWRITEBYTECODE": ""}

    @property
    def database(self) -> str:
        return "postgresql" if self.database_url.startswith("postgres") else "sqlite"

    def habitue(self, *words: str) -> str:
        return self._run("habitue.site", *words)

    def _run(self, module: str, *words: str) -> str:
        done = subprocess.run(  # noqa: S603 our own program
            [sys.executable, "-m", module, *words],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise Stop(f"habitue {' '.join(words)}: {done.stderr.strip() or done.stdout[-500:]}")
        return done.stdout

    def posted(self, *, clients: int = 1, houses: int = 1, **terms: int) -> dict[str, float]:
        """What a process that only posts to the ledger says of itself."""
        more = [f"--{name}={value}" for name, value in terms.items()]
        said = self._run("habitue.site.bench.postings", f"--clients={clients}",
                         f"--houses={houses}", *more)  # fmt: skip
        found: dict[str, float] = json.loads(said)
        return found

    def live(self, customer: str, movements: int) -> None:
        """Give a customer's wallet a past."""
        self._run("habitue.site.bench.postings", f"--past={customer}", f"--earlier={movements}")

    def set_up(self, house: str = HOUSE) -> None:
        if "nothing was changed" in self.habitue(
            *("setup", "--house", house, "--currency", "EUR", "--country", "FR"),
            *("--timezone", "Europe/Paris", "--owner", OWNER),
        ):
            raise Stop("This database has been measured before; give an empty one.")


def write_file(path: Path, count: int) -> list[list[str]]:
    """A customer file of `count` invented regulars; its rows."""
    rows = [
        [one.first, one.last, f"+336{number:08}", f"{number}.{one.email}", card_of(number)]
        for number, one in enumerate(names.people(Random(1), count))  # noqa: S311
    ]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["first_name", "last_name", "phone", "email", "cards"])
        writer.writerows(rows)
    return rows


def card_of(number: int) -> str:
    return names.ean13(291_000_000_000 + number)


@dataclass
class Running:
    """The server under measure."""

    process: subprocess.Popen[bytes]
    port: int
    first_page_seconds: float

    def cpu_seconds(self) -> float:
        """How long its processes have worked so far (Linux)."""
        ticks = 0
        for pid in [self.process.pid, *children(self.process.pid)]:
            try:
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def rest(self) -> None:
        """Let it end what it found to do: sealing a hundred thousand new rows is nobody's till."""
        patience, worked = time.monotonic() + REST_SECONDS, self.cpu_seconds()
        while time.monotonic() < patience:
            time.sleep(1)
            before, worked = worked, self.cpu_seconds()
            if worked - before < AT_REST:
                return

    def memory_mb(self) -> float:
        """What the program really takes: shared pages counted once (Linux)."""
        total = 0
        for pid in [self.process.pid, *children(self.process.pid)]:
            try:
                text = Path(f"/proc/{pid}/smaps_rollup").read_text()
            except OSError:
                continue
            found = re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)
            total += int(found[1]) if found else 0
        return total / 1024


def children(pid: int) -> list[int]:
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    return [int(child) for child in listed.split()]


@contextmanager
def serving(installation: Installation) -> Iterator[Running]:
    """Start `habitue serve`, wait for its first page, stop it at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    began = time.monotonic()
    process = subprocess.Popen(  # noqa: S603 our own program
        [sys.executable, "-m", "habitue.site", "serve", "--port", str(port)],
        env=installation.environment,
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait(process, port)
        running = Running(process, port, time.monotonic() - began)
        running.rest()
        yield running
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    patience = time.monotonic() + START_SECONDS
    while time.monotonic() < patience and process.poll() is None:
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.01)
    raise Stop("The server did not start.")
