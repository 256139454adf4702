"""Which addresses printers may have: a house's own network, unless the installation says more.

Whoever may set up a printer chooses where this program connects to. It looks the name up once,
and connects to what it judged, so that a name cannot mean something else a moment later.
"""

import ipaddress
import socket

from django.conf import settings

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Forbidden(OSError):
    """No printer is there, as far as this installation is concerned."""


def found(host: str, port: int) -> tuple[str, int]:
    """The first address of `host` that may be printed to; raises Forbidden, OSError."""
    known = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    for *_rest, where in known:
        if may_be(str(where[0])):
            return str(where[0]), port
    raise Forbidden(host)


def may_be(address: str) -> bool:
    """Whether `address` lies in a network of the settings."""
    try:
        one = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(one, ipaddress.IPv6Address) and one.ipv4_mapped:
        one = one.ipv4_mapped
    return any(one.version == net.version and one in net for net in settings.PRINT_TO)
