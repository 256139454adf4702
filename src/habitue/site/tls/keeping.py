"""Where authority and certificate are kept, and when the certificate is made anew.

Both stand in the data folder, each with its key in one file that its owner alone may read, and in
no backup: whoever finds a copy of the book must not be able to pass for the house.
"""

import logging
import os
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from habitue.site.clock import BUILT
from habitue.site.tls import authority as making
from habitue.site.tls.authority import Authority, Damaged, Leaf
from habitue.site.tls.names import Names, of_machine

EARLY = timedelta(days=60)
ADDRESSES_MAX = 40
LOOKS = 60.0
log = logging.getLogger(__name__)


class NoCertificate(Exception):
    """Why there is none: a sentence for whoever starts the program."""


@dataclass(frozen=True)
class Kept:
    """What is in the folder; `renewed` says why the certificate was made just now."""

    authority: Authority
    leaf: Leaf
    renewed: str = ""


def folder() -> Path:
    return Path(settings.DATA_DIR) / "tls"


def authority_file() -> Path:
    return folder() / "authority.pem"


def leaf_file() -> Path:
    """Key and chain, as a server loads them."""
    return folder() / "server.pem"


def wanted() -> Names:
    """What the house says this machine is called, and what it is called anyway."""
    return own() + of_machine() + _public()


def own() -> Names:
    """What the house says; an authority made now may say it too."""
    names: Names = settings.TLS_NAMES
    return names


def kept() -> Kept | None:
    """What there is, or None; raises Damaged."""
    if not authority_file().exists() or not leaf_file().exists():
        return None
    leaf = Leaf.read(leaf_file().read_bytes())
    return Kept(Authority.read(authority_file().read_bytes()), leaf)


def ensure(now: datetime) -> Kept:
    """Authority and certificate as they should be, made where they are not."""
    if now < BUILT:
        raise NoCertificate(
            f"The clock says {now:%Y-%m-%d}, which is past: set it, or no phone trusts the"
            " certificate made by it."
        )
    names = wanted()
    authority = _authority(now)
    leaf = _leaf()
    why = due(authority, leaf, names, now)
    if why or leaf is None:
        leaf = making.issue(authority, _to_say(authority, leaf, names, now), now)
        _write(leaf_file(), leaf.file(authority))
    return Kept(authority, leaf, why)


def due(authority: Authority, leaf: Leaf | None, names: Names, now: datetime) -> str:
    """Why a new certificate is needed, empty where it is not."""
    if leaf is None:
        return "there was none"
    if not leaf.is_of(authority):
        return "the authority is another"
    if now < leaf.begins:
        return "it was made by a clock that was ahead"
    if leaf.ends - now < EARLY and leaf.ends < authority.ends:
        return "it would end soon"
    lacks = lacking(authority, leaf, names)
    return f"it lacked {', '.join(lacks.words)}" if lacks else ""


def lacking(authority: Authority, leaf: Leaf, names: Names) -> Names:
    """What the certificate should say and does not."""
    missing = authority.may_say(names) - leaf.names
    # an address of version 6 comes and goes by the day, and nobody types it
    return Names(missing.hosts, tuple(each for each in missing.addresses if each.version == 4))


def forbidden(authority: Authority, names: Names) -> Names:
    """Names that the authority may not say; the public one of a proxy is the proxy's affair."""
    return names - authority.may_say(names) - _public()


def watch(reload: Callable[[], None]) -> threading.Thread:
    """Look again and again, in a thread; `reload` makes the server take the new file."""
    thread = threading.Thread(target=_forever, args=(reload,), name="certificate", daemon=True)
    thread.start()
    return thread


def look_once(reload: Callable[[], None], now: datetime) -> None:
    try:
        found = ensure(now)
    except (NoCertificate, Damaged, OSError, ValueError) as problem:
        log.warning("The certificate stays as it is: %s", problem)
        return
    if found.renewed:
        log.warning("A new certificate until %s: %s", found.leaf.ends.date(), found.renewed)
        reload()


def _forever(reload: Callable[[], None]) -> None:
    while True:
        time.sleep(LOOKS)
        look_once(reload, datetime.now(UTC))


def _public() -> Names:
    """The host that guests see."""
    try:
        return Names.told(filter(None, [urlsplit(settings.BASE_URL).hostname]))
    except ValueError:
        return Names()


def _authority(now: datetime) -> Authority:
    """The one there is; a new one only where there is none at all."""
    file = authority_file()
    if file.exists():
        return _usable(file, now)
    made = making.make(socket.gethostname(), own() + Names(of_machine().hosts), now)
    _write(file, made.file())
    return made


def _usable(file: Path, now: datetime) -> Authority:
    anew = f"take {folder()} away, and every phone has to trust a new authority."
    try:
        authority = Authority.read(file.read_bytes())
    except (Damaged, OSError) as problem:
        raise NoCertificate(f"{file} cannot be read ({problem}). Put it back, or {anew}") from None
    if authority.ends <= now:
        raise NoCertificate(f"The authority ended on {authority.ends:%Y-%m-%d}: {anew}")
    return authority


def _leaf() -> Leaf | None:
    try:
        return Leaf.read(leaf_file().read_bytes())
    except (Damaged, FileNotFoundError):
        return None


def _to_say(authority: Authority, leaf: Leaf | None, names: Names, now: datetime) -> Names:
    """With the addresses of before, until the year ends: a cable goes out and comes back."""
    if leaf is not None and leaf.is_of(authority) and leaf.ends - now >= EARLY:
        names += leaf.names
    allowed = authority.may_say(names)
    return Names(allowed.hosts, allowed.addresses[:ADDRESSES_MAX])


def _write(file: Path, content: bytes) -> None:
    """Whole or not at all, and for its owner alone."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file.parent.chmod(0o700)
    beside = file.with_suffix(".new")
    beside.unlink(missing_ok=True)
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    beside.replace(file)
