"""What the real server wrote, as the kernel saw it: strace, attached while it serves."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.faults.clusters import _parent, _pids
from tests.faults.frame import Missing
from tests.serving import Served

CALLS = "pwrite64,write,writev,sendto,sendmsg,fsync,fdatasync,ftruncate"
BEGUN = re.compile(rb"^(\d+) +(\w+)\((\d+)<([^>]*)>(.*)$")
RESUMED = re.compile(rb"^(\d+) +<\.\.\. (\w+) resumed>")
STRING = re.compile(rb'"((?:\\x[0-9a-f]{2})*)"')
ID = re.compile(rb'"id": ?"([0-9a-f-]{36})"')


@dataclass(frozen=True, slots=True)
class Event:
    """`write` and `cut` (to `at` bytes) of a file, its `sync`, or an `ack` sent to a client."""

    what: str
    file: str = ""
    at: int = 0
    data: bytes = b""


def serving_pids(running: Served) -> list[int]:
    """The command and the process it forked."""
    top = running.process.pid
    return [top, *(pid for pid in _pids() if _parent(pid) == top)]


@contextmanager
def straced(running: Served, *flags: str) -> Iterator[None]:
    """strace on the server while the block lasts; raises Missing where that cannot be."""
    program = shutil.which("strace")
    if program is None:
        raise Missing("strace is not installed")
    pids = [word for pid in serving_pids(running) for word in ("-p", str(pid))]
    process = subprocess.Popen(
        [program, "-f", *flags, *pids], stderr=subprocess.PIPE, text=True, bufsize=1
    )
    assert process.stderr is not None
    said = process.stderr.readline()
    if "attached" not in said:
        process.terminate()
        raise Missing(f"strace may not attach here: {said.strip()}")
    time.sleep(0.3)  # a line for each thread follows
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=60)


@contextmanager
def recorded(running: Served, file: Path) -> Iterator[None]:
    """Every write, sync and answer of the server while the block lasts, into `file`."""
    flags = ("-y", "-xx", "-s", "1000000", "-e", f"trace={CALLS}", "-e", "signal=none")
    with straced(running, *flags, "-o", str(file)):
        yield


def events(file: Path) -> Iterator[Event]:
    """In the order they took effect: a write where it began, a sync where it was over."""
    syncing: dict[bytes, str] = {}
    with file.open("rb") as lines:
        for line in lines:
            begun = BEGUN.match(line)
            if begun:
                yield from _event(*begun.groups(), syncing)
                continue
            resumed = RESUMED.match(line)
            if resumed and resumed[1] in syncing:
                yield Event("sync", syncing.pop(resumed[1]))


def _event(
    pid: bytes, call: bytes, _fd: bytes, path: bytes, rest: bytes, syncing: dict[bytes, str]
) -> Iterator[Event]:
    name = path.decode("unicode_escape") if b"\\x" in path else path.decode()
    if call in (b"fsync", b"fdatasync"):
        if b"unfinished" in rest:
            syncing[pid] = name
        else:
            yield Event("sync", name)
    elif call == b"pwrite64":
        yield Event("write", name, _last_number(rest), _bytes(rest))
    elif call == b"ftruncate":
        yield Event("cut", name, _last_number(rest))
    elif "socket" in name or "TCP" in name:
        for id_ in ID.findall(_bytes(rest)):
            yield Event("ack", data=id_)


def _bytes(rest: bytes) -> bytes:
    return b"".join(bytes.fromhex(one.decode().replace("\\x", "")) for one in STRING.findall(rest))


def _last_number(rest: bytes) -> int:
    """The last argument, before the answer or where the call was not over."""
    return int(re.findall(rb", (\d+)(?:\)| <unfinished)", rest)[-1])
