"""The line to one printer: ask how it is, send, and learn whether it was printed."""

import select
import socket
import time
from collections.abc import Callable
from enum import Enum
from typing import Self

from habitue.printing import addresses, escpos
from habitue.printing.escpos import Status
from habitue.printing.models import Trouble

CONNECT = 4.0  # seconds
ANSWER = 1.0  # for a status: printers answer in a few milliseconds, or never
PROGRESS = 20.0  # for a buffer to empty: three lines of a slow printer
ASK_AGAIN = 0.5
SETTLE = 3.0  # well for so long after the last byte, without having said the end: printed
PATIENCE = 300.0  # for paper, once all of it was sent
CHUNK = 4096


class Outcome(Enum):
    """What became of a picture."""

    PRINTED = "printed"
    UNSURE = "unsure"


class NotPrinted(Exception):
    """Nothing of it was printed, or not its end: it may be sent again."""

    def __init__(self, trouble: str) -> None:
        super().__init__(trouble)
        self.trouble = trouble


class Line:
    """A connection to a printer. `with` closes it."""

    def __init__(self, host: str, port: int) -> None:
        """Raises NotPrinted where nobody answers there."""
        try:
            self._socket = socket.create_connection(addresses.found(host, port), CONNECT)
        except addresses.Forbidden:
            raise NotPrinted(Trouble.FORBIDDEN) from None
        except (OSError, UnicodeError):
            raise NotPrinted(Trouble.AWAY) from None
        # what left is then with the printer, but for a little: a line that breaks is known to
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, CHUNK)
        self.talks = False  # whether it ever answered

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_rest: object) -> None:
        self._socket.close()

    def status(self) -> Status | None:
        """How the printer is; None where it does not say. Raises NotPrinted."""
        try:
            cause = self._asked(2)
            paper = self._asked(4) if cause is not None else None
        except OSError:
            raise NotPrinted(Trouble.AWAY) from None
        if cause is None or paper is None:
            return None
        self.talks = True
        return Status(cause, paper)

    def send(self, picture: bytes) -> None:
        """Give all of it away; raises NotPrinted where a part of it never left."""
        self._socket.settimeout(PROGRESS)
        try:
            for start in range(0, len(picture), CHUNK):
                self._socket.sendall(picture[start : start + CHUNK])
        except TimeoutError:
            raise NotPrinted(Trouble.STUCK) from None
        except OSError:
            raise NotPrinted(Trouble.AWAY) from None

    def ended(self, told: Callable[[str], None]) -> Outcome:
        """Wait until it is on paper; `told` hears of a trouble meanwhile, and of its end.

        A printer that never answers has taken it, which is all there is to know.
        """
        try:
            if not self.talks:
                return self._hung_up()
            self._socket.sendall(escpos.HOW_IS_PAPER)
            return self._waited(told)
        except OSError:
            return Outcome.UNSURE

    def _waited(self, told: Callable[[str], None]) -> Outcome:
        until = time.monotonic() + PATIENCE
        well_since: float | None = None
        said = ""
        while time.monotonic() < until:
            answer = self._status_or_end()
            if answer is True:
                return Outcome.PRINTED
            trouble = answer.trouble if isinstance(answer, Status) else None
            if trouble is None:
                well_since = None  # it says nothing at all now
                continue
            if trouble != said:
                told(trouble)
                said = trouble
            well_since = None if trouble else (well_since or time.monotonic())
            if well_since is not None and time.monotonic() - well_since >= SETTLE:
                return Outcome.PRINTED
        return Outcome.UNSURE

    def _status_or_end(self) -> Status | bool | None:
        """True at the end; else how it is by now, None where it does not say."""
        answers: list[int] = []
        for what in (2, 4):
            self._socket.sendall(escpos.asking(what))
            byte = self._heard(ASK_AGAIN)
            while byte is not None and not escpos.is_status(byte):
                if escpos.is_end(byte):
                    return True
                byte = self._heard(ASK_AGAIN)
            if byte is None:
                return None
            answers.append(byte)
        late = self._heard(ASK_AGAIN)
        return True if late is not None and escpos.is_end(late) else Status(*answers)

    def _asked(self, what: int) -> int | None:
        self._socket.settimeout(CONNECT)
        self._socket.sendall(escpos.asking(what))
        byte = self._heard(ANSWER)
        while byte is not None and not escpos.is_status(byte):
            byte = self._heard(ANSWER)
        return byte

    def _heard(self, seconds: float) -> int | None:
        """One byte; None where none came. Raises OSError where the printer hung up."""
        if not select.select([self._socket], [], [], seconds)[0]:
            return None
        got = self._socket.recv(1)
        if not got:
            raise ConnectionResetError
        return got[0]

    def _hung_up(self) -> Outcome:
        """Our end is said; the other takes its time to read it."""
        self._socket.shutdown(socket.SHUT_WR)
        self._socket.settimeout(CONNECT)
        try:
            while self._socket.recv(64):
                pass
        except TimeoutError:
            pass  # it keeps its end open: some do
        return Outcome.PRINTED
