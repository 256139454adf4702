"""What this machine is called, and which names a house's authority may speak for."""

import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Self

Address = IPv4Address | IPv6Address
LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")

# What nobody on the internet owns: the authority speaks for these and for what the house names.
PRIVATE_NAMES = (
    "localhost",
    "local",
    "lan",
    "home",
    "home.arpa",
    "internal",
    "intranet",
    "private",
    "test",
)
PRIVATE_NETWORKS = tuple(
    ip_network(network)
    for network in (
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.2.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "::1/128",
        "fc00::/7",
        "fe80::/10",
    )
)
LOOPBACK: tuple[Address, ...] = (IPv4Address("127.0.0.1"), IPv6Address("::1"))


@dataclass(frozen=True)
class Names:
    """Host names and addresses, each once, the best first."""

    hosts: tuple[str, ...] = ()
    addresses: tuple[Address, ...] = ()

    @classmethod
    def told(cls, words: Iterable[str]) -> Self:
        """What somebody typed; raises ValueError with the word that is no name."""
        hosts, addresses = [], []
        for word in words:
            found = parsed(word)
            if isinstance(found, str):
                hosts.append(found)
            else:
                addresses.append(found)
        return cls(tuple(hosts), tuple(addresses))

    def __add__(self, other: Self) -> Self:
        return type(self)(
            tuple(dict.fromkeys([*self.hosts, *other.hosts])),
            tuple(dict.fromkeys([*self.addresses, *other.addresses])),
        )

    def __sub__(self, other: Self) -> Self:
        return type(self)(
            tuple(host for host in self.hosts if host not in other.hosts),
            tuple(each for each in self.addresses if each not in other.addresses),
        )

    def __bool__(self) -> bool:
        return bool(self.hosts or self.addresses)

    def __contains__(self, host: str) -> bool:
        """Whether a browser's `host`, without its port, is one of these."""
        try:
            return ip_address(host.strip("[]")) in self.addresses
        except ValueError:
            return host.lower().rstrip(".") in self.hosts

    @property
    def words(self) -> list[str]:
        return [*self.hosts, *map(str, self.addresses)]


def parsed(word: str) -> str | Address:
    """A host name in the letters of the wire, or an address."""
    word = word.strip().strip("[]")
    try:
        return ip_address(word)
    except ValueError:
        pass
    try:
        host = word.rstrip(".").encode("idna").decode().lower()
    except UnicodeError:
        host = ""
    labels = host.split(".")
    if not host or labels[-1].isdigit() or not all(map(LABEL.fullmatch, labels)):
        raise ValueError(f"{word!r} is neither a host name nor an address")
    return host


def of_machine() -> Names:
    """What this machine is called on its own network, and the addresses it has there now."""
    hosts = ["localhost"]
    try:
        name = parsed(socket.gethostname())
    except ValueError:
        name = "localhost"  # a name of signs no browser would send
    if isinstance(name, str) and name != "localhost":
        short = name.partition(".")[0]
        hosts = [f"{short}.local", *dict.fromkeys([name, short]), *hosts]
    return Names(tuple(hosts), (*_lan(), *LOOPBACK))


def is_private(address: Address) -> bool:
    return any(address in network for network in PRIVATE_NETWORKS)


def _lan() -> list[Address]:
    """The one that leads out first: it is the one to print on a sheet of paper."""
    import ifaddr  # only who serves or asks after HTTPS needs it

    found: list[Address] = []
    for adapter in ifaddr.get_adapters():
        for entry in adapter.ips:
            address = ip_address(entry.ip if isinstance(entry.ip, str) else entry.ip[0])
            if is_private(address) and not (address.is_loopback or address.is_link_local):
                found.append(address)
    first = _leads_out()
    return sorted(dict.fromkeys(found), key=lambda each: (each.version, each != first))


def _leads_out() -> Address | None:
    """No packet is sent: the system only says from where it would go."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("198.51.100.1", 9))
        except OSError:
            return None  # not on any network
        return ip_address(probe.getsockname()[0])
