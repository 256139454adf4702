"""Reading settings from the environment: three small functions that fail loudly on nonsense."""

import os
import secrets
from pathlib import Path


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
