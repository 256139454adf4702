"""Reading settings from the environment: three small functions that fail loudly on nonsense."""

import ipaddress
import os
import secrets
from pathlib import Path

from habitue.site.tls.names import Names


class Nonsense(SystemExit):
    """A setting that makes no sense stops the start with a sentence."""


def text(name: str, default: str = "") -> str:
    """`NAME`, or the content of the file named by `NAME_FILE`, or `default`."""
    file = os.environ.get(f"{name}_FILE")
    if file:
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as problem:
            raise Nonsense(
                f"{name}_FILE names {file}, which cannot be read: {problem.strerror}."
            ) from None
    return os.environ.get(name, default)


def flag(name: str, default: bool = False) -> bool:
    """`NAME` as yes or no."""
    value = text(name).lower()
    if value in ("", "1", "0", "true", "false", "yes", "no", "on", "off"):
        return default if not value else value in ("1", "true", "yes", "on")
    raise Nonsense(f"{name} is {value!r}; say yes or no.")


def number(name: str, default: int, low: int, high: int) -> int:
    """`NAME` as a whole number between `low` and `high`."""
    value = text(name) or str(default)
    if value.isascii() and value.isdigit() and low <= int(value) <= high:
        return int(value)
    raise Nonsense(f"{name} is {value!r}; it must be a number from {low} to {high}.")


def seconds(name: str, default: str, low: int, high: int) -> int:
    """`NAME` as a span of time: 90s, 15m, 1h, 1d."""
    value = (text(name) or default).strip()
    units = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
    long, unit = value[:-1], units.get(value[-1:].lower(), 0)
    if unit and long.isascii() and long.isdigit() and low <= int(long) * unit <= high:
        return int(long) * unit
    raise Nonsense(f"{name} is {value!r}; say how long, such as 90s, 15m, 1h or 1d.")


def numbers(name: str, default: str, high: int) -> tuple[int, ...]:
    """`NAME` as whole numbers between commas, as many as the default has."""
    value = text(name) or default
    parts = [part.strip() for part in value.split(",")]
    sound = all(part.isascii() and part.isdigit() and int(part) <= high for part in parts)
    if not sound or len(parts) != len(default.split(",")):
        raise Nonsense(f"{name} is {value!r}; numbers such as {default} are meant.")
    return tuple(int(part) for part in parts)


def choice(name: str, default: str, *choices: str) -> str:
    """`NAME` as one of `choices`."""
    value = text(name) or default
    if value in choices:
        return value
    raise Nonsense(f"{name} is {value!r}; it may be {', '.join(choices)}.")


def secret(name: str, folder: Path, filename: str) -> str:
    """`NAME` or `NAME_FILE`; else a secret made once and kept in the data folder."""
    given = text(name)
    if given:
        return given
    file = folder / filename
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        made = secrets.token_urlsafe(48)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as out:
            out.write(made)
    return file.read_text(encoding="utf-8").strip()


def names(name: str) -> Names:
    """`NAME` as host names and addresses between commas."""
    try:
        return Names.told(word for word in text(name).split(",") if word.strip())
    except ValueError as problem:
        raise Nonsense(f"{name}: {problem}.") from None


def networks(name: str, default: str) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    """`NAME` as networks between commas, such as 192.168.1.0/24; `none` is none at all."""
    value = text(name) or default
    if value.strip().lower() == "none":
        return ()
    try:
        return tuple(ipaddress.ip_network(part.strip()) for part in value.split(","))
    except ValueError:
        raise Nonsense(
            f"{name} is {value!r}; say networks such as 192.168.1.0/24, or none."
        ) from None
