"""The line the other tests cut: nothing that began before it turned may come through after."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from tests.browser.wire import CUT, MUTE, SWALLOW, THROUGH, Wire

ROUNDS = 20


def _repeat(caller: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while said := caller.recv(64):
            caller.sendall(said)


@pytest.fixture
def wire() -> Iterator[Wire]:
    """In front of a house that says back what it hears."""
    with socket.create_server(("127.0.0.1", 0)) as house:

        def listen() -> None:
            with contextlib.suppress(OSError):
                while True:
                    caller, _ = house.accept()
                    threading.Thread(target=_repeat, args=(caller,), daemon=True).start()

        threading.Thread(target=listen, daemon=True).start()
        wire = Wire(f"http://127.0.0.1:{house.getsockname()[1]}")
        yield wire
        wire.end()


class Callers(threading.Thread):
    """Connections begun one after the other, also while the line turns."""

    def __init__(self, wire: Wire) -> None:
        super().__init__()
        self.wire, self.begun, self.enough = wire, list[socket.socket](), threading.Event()
        self.start()

    def run(self) -> None:
        while not self.enough.is_set():
            with contextlib.suppress(OSError):
                self.begun.append(called(self.wire))
            time.sleep(0.001)

    def end(self) -> list[socket.socket]:
        self.enough.set()
        self.join()
        return self.begun


def called(wire: Wire) -> socket.socket:
    return socket.create_connection(("127.0.0.1", wire.port), timeout=20)


def answered(caller: socket.socket) -> bool:
    with caller, contextlib.suppress(OSError):
        caller.settimeout(0.05)
        caller.sendall(b"?")
        return bool(caller.recv(8))
    return False


@pytest.mark.parametrize("state", [CUT, MUTE, SWALLOW])
def test_nothing_begun_before_the_line_turns_comes_through(wire: Wire, state: str) -> None:
    came_through = 0
    for _round in range(ROUNDS):
        wire.turn(THROUGH)
        callers = Callers(wire)
        time.sleep(0.01)
        wire.turn(THROUGH)  # begun in the midst of this one, they used to be forgotten
        begun = callers.end()
        wire.turn(state)
        came_through += sum(answered(each) for each in begun)

    assert came_through == 0
    wire.turn(THROUGH)
    assert answered(called(wire))


@pytest.mark.parametrize("state", [CUT, MUTE])
def test_what_called_without_a_line_is_not_heard_when_it_is_back(wire: Wire, state: str) -> None:
    came_through = 0
    for _round in range(ROUNDS):
        wire.turn(state)
        begun = [called(wire) for _caller in range(20)]
        wire.turn(THROUGH)  # before anybody may have looked at them
        came_through += sum(answered(each) for each in begun)

    assert came_through == 0
