"""What `habitue doctor` says of authority and certificate."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from habitue.site.tls import keeping
from habitue.site.tls.authority import Damaged
from habitue.site.tls.keeping import Kept

LATE = timedelta(days=30)  # it renews itself well before: whoever still serves would have
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Finding:
    words: str
    bad: bool = False
    warns: bool = False


def findings(now: datetime) -> Iterator[Finding]:
    """Nothing is bad where HTTPS was never asked for."""
    try:
        kept = keeping.kept()
    except (Damaged, OSError) as problem:
        said = f"what is in {keeping.folder()} cannot be read ({problem}): put it back"
        yield Finding(f"{said}, or take it away and trust a new authority", bad=True)
        return
    if kept is None:
        yield Finding("not in use here; habitue serve --tls lets phones use their cameras")
        return
    wrong = [*_files(), *_times(kept, now), *_names(kept)]
    yield from wrong
    if not wrong:
        names = ", ".join(kept.leaf.names.words)
        yield Finding(f"until {kept.leaf.ends:%Y-%m-%d}, renewed by itself; for {names}")
    yield Finding(f"the authority's SHA-256 is {kept.authority.fingerprint}")


def _files() -> Iterator[Finding]:
    for file in (keeping.folder(), keeping.authority_file(), keeping.leaf_file()):
        if file.stat().st_mode & 0o077:
            yield Finding(f"others may read {file}: {_shut(file)}", bad=True)


def _shut(file: Path) -> str:
    return "chmod 700" if file.is_dir() else "chmod 600"


def _times(kept: Kept, now: datetime) -> Iterator[Finding]:
    leaf, authority = kept.leaf, kept.authority
    anew = f"take {keeping.folder()} away and let every device trust a new one"
    if now < authority.begins:
        said = f"the authority begins on {authority.begins:%Y-%m-%d}: is the clock right? If so,"
        yield Finding(f"{said} {anew}", bad=True)
    elif now >= authority.ends:
        yield Finding(f"the authority ended on {authority.ends:%Y-%m-%d}: {anew}", bad=True)
    elif authority.ends - now < YEAR:
        yield Finding(f"the authority ends on {authority.ends:%Y-%m-%d}: {anew}", warns=True)
    again = "start habitue serve --tls, which makes a new one"
    if not leaf.begins <= now < leaf.ends:
        said = f"the certificate holds from {leaf.begins:%Y-%m-%d} to {leaf.ends:%Y-%m-%d}"
        yield Finding(f"{said}, not today: {again}", bad=True)
    elif leaf.ends - now < LATE and leaf.ends < authority.ends:
        yield Finding(f"the certificate ends on {leaf.ends:%Y-%m-%d}: {again}", warns=True)


def _names(kept: Kept) -> Iterator[Finding]:
    """What this machine is called now, and the certificate does not say."""
    if not kept.leaf.is_of(kept.authority):
        said = "the certificate is of another authority"
        yield Finding(f"{said}: start habitue serve --tls, which makes a new one", bad=True)
    wanted = keeping.wanted()
    never = keeping.forbidden(kept.authority, wanted)
    if never:
        said = f"the authority may not say {', '.join(never.words)}: use another name, or"
        yield Finding(
            f"{said} take {keeping.folder()} away and let every device trust a new one", warns=True
        )
    lacks = keeping.lacking(kept.authority, kept.leaf, wanted)
    if lacks:
        said = f"the certificate does not say {', '.join(lacks.words)}"
        yield Finding(f"{said}: start habitue serve --tls, which makes a new one", warns=True)
