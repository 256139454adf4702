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
        self._turning = threading.Lock()
        self._marker: object = None
        self._marked = threading.Event()
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._listen, daemon=True).start()

    def turn(self, state: str) -> None:
        """From now on; what began before is broken off, also what nobody has answered yet."""
        self._marked.clear()
        with socket.socket() as last:  # callers are heard in their order
            last.bind(("127.0.0.1", 0))
            self._marker = last.getsockname()
            last.connect(("127.0.0.1", self.port))
            assert self._marked.wait(60)
        with self._turning:
            self.state = state
            under_way, self._open = self._open, set()
        for each in under_way:
            _hang_up(each)

    def end(self) -> None:
        self.turn(CUT)
        self._door.close()

    def _listen(self) -> None:
        while True:
            try:
                caller, address = self._door.accept()
            except OSError:
                return
            if address == self._marker:
                caller.close()
                self._marked.set()
                continue
            with self._turning:
                self._open.add(caller)
                state = self.state
            threading.Thread(target=self._serve, args=(caller, state), daemon=True).start()

    def _serve(self, caller: socket.socket, state: str) -> None:
        if state == CUT:
            return _hang_up(caller)
        if state == MUTE:
            return None
        try:
            house = socket.create_connection(("127.0.0.1", self.behind), timeout=30)
        except OSError:
            return _hang_up(caller)
        with self._turning:
            turned = caller not in self._open
            self._open.add(house)
        if turned:
            return _hang_up(house)
        threading.Thread(target=_pass_on, args=(caller, house), daemon=True).start()
        if state == SWALLOW:
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
