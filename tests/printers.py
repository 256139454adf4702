"""A receipt printer on a port of its own: it prints onto lists, runs out of paper, hangs up."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from habitue.paper import codes
from habitue.printing import dots
from habitue.printing.dots import Dots

ASKED = re.compile(b"\x10\x04([\x01-\x04])")
COMMANDS = (
    (re.compile(b"\x1b@"), 2),
    (re.compile(b"\x1bd.", re.S), 3),
    (re.compile(b"\x1dVB.", re.S), 4),
    (re.compile(b"\x1dr\x01"), 3),
    (re.compile(b"\x1dv0\x00....", re.S), 8),
)


class FakePrinter:
    """Understands what a picture needs, and nothing else: an unknown byte is a fault."""

    def __init__(self) -> None:
        self.papers: list[Dots] = []
        self.faults: list[str] = []
        self.has_paper = self.is_shut = True
        self.talks = True  # answers when it is asked
        self.confirms = True  # answers when it is done
        self.hangs_up_after: int | None = None  # bytes of one connection
        self.loses_paper_after: int | None = None  # rows of one picture
        self.took = 0  # connections
        self._rows: list[bytes] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._forever, daemon=True).start()

    def close(self) -> None:
        self._listening.close()

    def read(self) -> list[str]:
        """What a reader finds on the last paper."""
        last = self.papers[-1]
        return codes.read(dots.grey(last), last.width, last.height)

    def _forever(self) -> None:
        while True:
            try:
                line, _where = self._listening.accept()
            except OSError:
                return
            self.took += 1
            with line, suppress(OSError):
                self._serve(line)
            self._rows = []

    def _serve(self, line: socket.socket) -> None:
        line.settimeout(0.05)
        waiting, seen = b"", 0
        while True:
            try:
                came = line.recv(4096)
                if not came:
                    return
            except TimeoutError:
                came = b""
            seen += len(came)
            if self.hangs_up_after is not None and seen >= self.hangs_up_after:
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                return
            waiting = ASKED.sub(lambda asked: self._answered(line, asked[1][0]), waiting + came)
            waiting = self._printed(line, waiting)

    def _answered(self, line: socket.socket, what: int) -> bytes:
        if self.talks:
            cause = (0 if self.is_shut else 0x04) | (0 if self.has_paper else 0x20)
            paper = 0 if self.has_paper else 0x60
            line.sendall(bytes([0x12 | {2: cause, 4: paper}.get(what, 0)]))
        return b""

    def _printed(self, line: socket.socket, waiting: bytes) -> bytes:
        """Obey what is there in whole; without paper nothing is."""
        while waiting and self.has_paper and self.is_shut:
            size = self._size(waiting)
            if size is None or len(waiting) < size:
                return waiting
            self._obey(line, waiting[:size])
            waiting = waiting[size:]
        return waiting

    def _size(self, waiting: bytes) -> int | None:
        for command, size in COMMANDS:
            if command.match(waiting):
                if size < 8:
                    return size
                wide = int.from_bytes(waiting[4:6], "little")
                return size + wide * int.from_bytes(waiting[6:8], "little")
        if len(waiting) >= 8:
            self.faults.append(waiting[:8].hex(" "))
            return 1
        return None

    def _obey(self, line: socket.socket, command: bytes) -> None:
        if command.startswith(b"\x1dv0"):
            wide = int.from_bytes(command[4:6], "little")
            bits = command[8:]
            self._rows += [bits[at : at + wide] for at in range(0, len(bits), wide)]
            if self.loses_paper_after is not None and len(self._rows) > self.loses_paper_after:
                self.loses_paper_after, self.has_paper = None, False
        elif command.startswith(b"\x1dV"):
            width = len(self._rows[0]) * 8
            self.papers.append(Dots(width, len(self._rows), b"".join(self._rows)))
            self._rows = []
        elif command.startswith(b"\x1dr") and self.talks and self.confirms:
            line.sendall(b"\x00")


@contextmanager
def fake_printer() -> Iterator[FakePrinter]:
    printer = FakePrinter()
    yield printer
    printer.close()
    assert printer.faults == [], "it was sent what it does not know"


def until(true: object, patience: float = 60.0) -> bool:
    """Whether `true()` becomes so in time."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if true():  # type: ignore[operator]
            return True
        time.sleep(0.02)
    return False
