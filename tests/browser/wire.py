"""The house's Wi-Fi, as a test can hold it: between a browser and the server, to be cut.

`cut`: nobody answers. `mute`: somebody listens and never answers. `swallow`: the house is asked,
does what it is asked, and its answer is lost on the way.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from urllib.parse import urlsplit

THROUGH, CUT, MUTE, SWALLOW = "through", "cut", "mute", "swallow"
AFTER_AN_ANSWER = 0.3  # seconds, then a line that swallows hangs up


class Wire:
    """A port in front of the server's."""

    def __init__(self, url: str) -> None:
        self.behind = int(urlsplit(url).port or 80)
        self.state = THROUGH
        self._open: set[socket.socket] = set()
        self._door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def turn(self, state: str) -> None:
        """From now on; what is under way is broken off."""
        self.state = state
        for each in list(self._open):
            _hang_up(each)
        self._open.clear()

    def end(self) -> None:
        self.turn(CUT)
        self._door.close()

    def _listen(self) -> None:
        while True:
            try:
                caller, _ = self._door.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(caller,), daemon=True).start()

    def _serve(self, caller: socket.socket) -> None:
        if self.state == CUT:
            return _hang_up(caller)
        self._open.add(caller)
        if self.state == MUTE:
            return None
        try:
            house = socket.create_connection(("127.0.0.1", self.behind), timeout=30)
        except OSError:
            return _hang_up(caller)
        self._open.add(house)
        threading.Thread(target=_pass_on, args=(caller, house), daemon=True).start()
        if self.state == SWALLOW:
            _hear_and_forget(house)
            _hang_up(house)
            return _hang_up(caller)
        return _pass_on(house, caller)


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.settimeout(None)
        while said := one.recv(65536):
            other.sendall(said)
    _hang_up(one)
    _hang_up(other)


def _hear_and_forget(house: socket.socket) -> None:
    with contextlib.suppress(OSError):
        house.recv(65536)
        house.settimeout(AFTER_AN_ANSWER)
        while house.recv(65536):
            pass


def _hang_up(each: socket.socket) -> None:
    with contextlib.suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)
    each.close()
