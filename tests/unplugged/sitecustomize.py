"""No internet for a program of the suite that is served: Python imports this before the program.

What is in the house is reached (loopback, private addresses), nothing beyond it, and no name is
looked up but the machine's own. What tried is written to HABITUE_UNPLUGGED, a file.
"""

import errno
import os
import socket
import sys
from ipaddress import ip_address


def unplugged(event: str, told: tuple) -> None:
    if event == "socket.getaddrinfo" and not _in_the_house(told[0], named=True):
        _written(f"looked up {told[0]!r}")
        raise socket.gaierror(socket.EAI_AGAIN, "the internet is unplugged")
    called = told[1] if event in ("socket.connect", "socket.sendto") else None
    if isinstance(called, tuple) and not _in_the_house(called[0]):
        _written(f"called {called!r}")
        raise OSError(errno.ENETUNREACH, "the internet is unplugged")


def _in_the_house(host: object, named: bool = False) -> bool:
    said = host.decode() if isinstance(host, bytes) else str(host or "")
    try:
        return not ip_address(said.partition("%")[0]).is_global
    except ValueError:
        return said in ("", "localhost", os.uname().nodename) or not named


def _written(said: str) -> None:
    if kept := os.environ.get("HABITUE_UNPLUGGED"):
        with open(kept, "a") as file:
            file.write(f"{' '.join(sys.argv)} {said}\n")


sys.addaudithook(unplugged)
