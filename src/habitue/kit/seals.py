"""Keyed digests: fingerprints of requests, look-ups of secrets. The secret itself is not kept."""

import hashlib
import hmac
import json
import secrets
from typing import Any

from django.conf import settings

_CANONICAL = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str
)


def digest(purpose: str, *parts: str | bytes) -> bytes:
    """HMAC-SHA256 under the installation's pepper; `purpose` keeps the uses apart."""
    mac = hmac.new(settings.PEPPER, purpose.encode(), hashlib.sha256)
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        mac.update(len(raw).to_bytes(8, "big") + raw)
    return mac.digest()


def hexdigest(purpose: str, *parts: str | bytes) -> str:
    return digest(purpose, *parts).hex()


class IdsInJson(dict[str | None, str]):
    """Ids as `canonical` writes them, by the 32 digits SQLite keeps: most are met again and again.

    Those of one stretch of rows; whoever reads on begins with none.
    """

    def __missing__(self, digits: str | None) -> str:
        told = "null"
        if digits is not None:
            told = f'"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"'
        self[digits] = told
        return told


def canonical(value: Any) -> str:
    """JSON with one spelling, so that equal bodies give equal digests."""
    return _CANONICAL.encode(value)


def new_secret(bytes_: int = 24) -> str:
    """A secret for a token or a link: url-safe, at least 128 bits."""
    return secrets.token_urlsafe(bytes_)
