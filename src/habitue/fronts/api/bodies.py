"""Reading what was sent: strict JSON, so that nothing unreadable reaches a room."""

import json
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.http.request import UnreadablePostError
from django.utils.translation import gettext_lazy as _
from ninja.parser import Parser

from habitue.fronts.api.problems import TooLarge
from habitue.kit.refusals import Malformed, Refusal

DEEPEST = 20


class NotJson(Refusal):
    code = "malformed"
    status = 422
    says = _("The body is not JSON that can be read.")


class Strict(Parser):
    """Hands ninja what the door has read already."""

    def parse_body(self, request: HttpRequest) -> Any:
        return request.sent  # type: ignore[attr-defined]


def read(request: HttpRequest) -> Any:
    """The body as JSON; an empty one is `{}`. Raises NotJson, TooLarge, Malformed."""
    try:
        raw = request.body
    except RequestDataTooBig:
        raise TooLarge() from None
    except (UnreadablePostError, OSError):
        raise NotJson(field="body") from None
    if not raw.strip():
        request._body = b"{}"  # ninja looks at the bytes, too
        return {}
    try:
        sent = json.loads(raw.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise NotJson(field="body") from None
    if b"\\u" in raw:
        _check(sent)
    if _deep(sent):
        raise NotJson(field="body")
    return sent


def _refuse(name: str) -> None:
    raise ValueError(name)


def _check(sent: Any) -> None:
    """No half characters and no NUL: neither can be stored or sent on."""
    for path, text in _texts(sent):
        if "\0" in text or any("\ud800" <= one <= "\udfff" for one in text):
            field = path.encode("utf-8", "replace").decode().replace("\0", "?")
            raise Malformed(field=field or "body")


def _texts(sent: Any) -> Iterator[tuple[str, str]]:
    waiting = [("", sent)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, str):
            yield path, value
        elif isinstance(value, dict):
            yield from ((path, key) for key in value)
            waiting += [(f"{path}.{key}".lstrip("."), one) for key, one in value.items()]
        elif isinstance(value, list):
            waiting += [(path, one) for one in value]


def _deep(sent: Any) -> bool:
    level = [sent]
    for _depth in range(DEEPEST):
        level = [
            inner
            for one in level
            if isinstance(one, dict | list)
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
        if not level:
            return False
    return True
