"""What `habitue serve --tls` does before it serves: certificate, plain port, and what it says."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_address

from habitue.site.tls import keeping, plain
from habitue.site.tls.room import Ports, Room

EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104


class NotOpened(Exception):
    """Why the room cannot be opened: a sentence for whoever starts the program."""


@dataclass(frozen=True)
class Opened:
    """`shown` listens for the plain page, None where its port was taken; lines to print."""

    shown: socket.socket | None
    says: list[str]
    complains: list[str]


def opened(host: str, port: int, plain_port: int | None) -> Opened:
    """A taken plain port stops the start only where somebody asked for that number."""
    try:
        kept = keeping.ensure(datetime.now(UTC))
    except keeping.NoCertificate as problem:
        raise NotOpened(str(problem)) from None
    shown, complains = None, []
    wanted = plain_port or beside(port)
    try:
        shown = plain.listen(host, wanted)
    except OSError as problem:
        said = f"The plain page cannot be served on port {wanted}: {problem.strerror}."
        if plain_port:
            raise NotOpened(f"{said} Choose another: --plain-port.") from None
        complains.append(f"{said} Name another: --plain-port.")
    room = Room(kept, Ports(port, wanted if shown else 0))
    return Opened(shown, list(_lines(room, host)), complains)


def beside(port: int) -> int:
    """80 beside 443, else the port after it."""
    if port == 443:
        return 80
    return port + 1 if port < 65_535 else port - 1


def _lines(room: Room, host: str) -> Iterator[str]:
    here = room.lan if host in EVERYWHERE else f"[{host}]" if ":" in host else host
    yield f"Habitué at {room.https(here)}/ (stop with Ctrl-C)"
    yield f"How each device learns to trust it: {room.page(here)}"
    yield f"Its authority's SHA-256 is {room.kept.authority.fingerprint}"
    if _is_loopback(host):
        yield "Only this machine reaches it; for phones add --host 0.0.0.0"


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
