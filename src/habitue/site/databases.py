"""The database from `HABITUE_DATABASE_URL`: SQLite set for money, or PostgreSQL."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from habitue.site.environment import Nonsense, number

FOR_MONEY = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
    " PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000;"
    " PRAGMA mmap_size=268435456"
)


def from_url(url: str, data_dir: Path, pooled: bool) -> dict[str, Any]:
    """Django's settings for `url`; empty means the SQLite file in the data folder."""
    parts = urlsplit(url)
    if not url or parts.scheme == "sqlite":
        return sqlite(Path(parts.path[1:]) if parts.path else data_dir / "habitue.sqlite3")
    if parts.scheme in ("postgresql", "postgres"):
        return postgresql(url, pooled)
    raise Nonsense(
        f"HABITUE_DATABASE_URL starts with {parts.scheme!r}; postgresql:// or sqlite:// is meant."
    )


def sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": FOR_MONEY},
        "CONN_MAX_AGE": None,
    }


def postgresql(url: str, pooled: bool) -> dict[str, Any]:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    try:
        port = parts.port
    except ValueError:
        raise Nonsense("HABITUE_DATABASE_URL has a port that is not a number.") from None
    name = unquote(parts.path[1:])
    if not name:
        raise Nonsense("HABITUE_DATABASE_URL names no database: postgresql://user@host/name.")
    options: dict[str, Any] = dict(query)
    if pooled:
        size = number("HABITUE_DATABASE_POOL", 16, 1, 500)
        options["pool"] = {
            "min_size": min(2, size),
            "max_size": size,
            "timeout": 15,
            # a lost server is asked again by whoever comes next, not after ever longer pauses
            "reconnect_timeout": 2,
        }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or query.get("host", "")),
        "PORT": str(port or ""),
        "OPTIONS": {key: value for key, value in options.items() if key != "host"},
        "CONN_MAX_AGE": 0 if pooled else None,
    }
