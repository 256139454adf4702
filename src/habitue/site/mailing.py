"""The mail server from `HABITUE_MAIL_URL`, as `get_connection` takes it; empty where none is."""

from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from habitue.site.environment import Nonsense

SMTP = "django.core.mail.backends.smtp.EmailBackend"
FOLDER = "habitue.outbox.mail.Folder"
PATIENCE = 20  # seconds for each answer of the server
MEANT = "smtp://user:password@host:587, smtps://user:password@host or folder:letters is meant"


def from_url(url: str, data_dir: Path) -> dict[str, Any]:
    """Settings of the connection. A folder stands in the data folder unless it is absolute."""
    if not url:
        return {}
    scheme, _, rest = url.partition(":")
    if scheme == "folder":
        return {"backend": FOLDER, "folder": str(data_dir / (rest.strip() or "letters"))}
    if scheme not in ("smtp", "smtps"):
        # never the whole of it: it may hold a password
        raise Nonsense(f"HABITUE_MAIL_URL starts with {scheme[:20]!r}; {MEANT}.")
    return _smtp(urlsplit(url))


def _smtp(parts: SplitResult) -> dict[str, Any]:
    try:
        port = parts.port or (465 if parts.scheme == "smtps" else 587)
    except ValueError:
        raise Nonsense("HABITUE_MAIL_URL has a port that is not a number.") from None
    if not parts.hostname:
        raise Nonsense(f"HABITUE_MAIL_URL names no host; {MEANT}.")
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    starttls = query.pop("starttls", "yes" if parts.username or port == 587 else "no")
    if query or starttls not in ("yes", "no"):
        raise Nonsense("HABITUE_MAIL_URL may end in ?starttls=yes or ?starttls=no alone.")
    return {
        "backend": SMTP,
        "host": parts.hostname,
        "port": port,
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_ssl": parts.scheme == "smtps",
        "use_tls": parts.scheme == "smtp" and starttls == "yes",
        "timeout": PATIENCE,
    }


def sender(given: str, mail: dict[str, Any]) -> str:
    """From whom: `HABITUE_MAIL_FROM`, else the user where that is an address."""
    given = given or mail.get("username", "")
    if not mail or ("@" not in given and mail["backend"] == FOLDER):
        return given or "habitue@localhost"
    name, address = parseaddr(given)
    local, _at, domain = address.rpartition("@")
    if not local or not domain or any(one in name + address for one in "\r\n"):
        raise Nonsense(
            "HABITUE_MAIL_FROM is not an address; Chez Marthe <marthe@example.com> is meant."
        )
    return given
