"""What the pages need to know of how this process is served."""

from dataclasses import dataclass

from django.conf import settings

from habitue.site.tls.authority import Leaf
from habitue.site.tls.keeping import Kept


@dataclass(frozen=True)
class Ports:
    """Where HTTPS is answered, and where the plain page is; 0 where there is none."""

    https: int
    plain: int = 0


@dataclass(frozen=True)
class Room:
    """An authority, the certificate in use, and the two ports."""

    kept: Kept
    ports: Ports

    @property
    def leaf(self) -> Leaf:
        return self.kept.leaf

    @property
    def lan(self) -> str:
        """The address to print: every phone finds it, whatever it makes of names."""
        lan = [each for each in self.leaf.names.addresses if not each.is_loopback]
        return _bracketed(str(lan[0])) if lan else "localhost"

    def host(self, said: str) -> str:
        """The host a browser named, without its port, where the certificate says it too."""
        host = said.rpartition("]")[0] + "]" if said.startswith("[") else said.partition(":")[0]
        return host if host in self.leaf.names else self.lan

    def https(self, host: str) -> str:
        return f"https://{host}{'' if self.ports.https == 443 else f':{self.ports.https}'}"

    def page(self, host: str) -> str:
        """Where a phone that trusts nothing yet reads how to."""
        if not self.ports.plain:
            return f"{self.https(host)}/trust/"
        return f"http://{host}{'' if self.ports.plain == 80 else f':{self.ports.plain}'}/trust/"


class _Now:
    room: Room | None = None


def enter(room: Room) -> None:
    """From now on this process answers for `room`, and to its names alone if nobody said more."""
    _Now.room = room
    if settings.ALLOWED_HOSTS_ARE_OURS:
        names = room.leaf.names
        settings.ALLOWED_HOSTS[:] = [*names.hosts, *(_bracketed(str(a)) for a in names.addresses)]


def current() -> Room | None:
    return _Now.room


def leave() -> None:
    _Now.room = None


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
