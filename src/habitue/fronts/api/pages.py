"""Lists: a limit, an opaque cursor that cannot be forged, and where to go on."""

import base64
import json
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, Field

from habitue.fronts.api.entry import ApiRequest
from habitue.kit.refusals import Malformed
from habitue.kit.seals import digest

T = TypeVar("T")
SIGNED = 12  # bytes of the seal


class Paging(BaseModel):
    """How much of a list, from where."""

    limit: int = Field(50, ge=1, le=200)
    cursor: str | None = Field(None, max_length=500)


def cursor(request: ApiRequest, *place: Any) -> str:
    """Where a list goes on, sealed for this house and this path."""
    raw = json.dumps(place, default=str, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_seal(request, raw) + raw).decode().rstrip("=")


def place(request: ApiRequest, paging: Paging) -> list[Any] | None:
    """What the cursor says; raises Malformed where it is not one of ours."""
    if paging.cursor is None:
        return None
    try:
        sealed = base64.urlsafe_b64decode(paging.cursor + "=" * (-len(paging.cursor) % 4))
    except ValueError:
        raise Malformed(field="cursor") from None
    seal, raw = sealed[:SIGNED], sealed[SIGNED:]
    if seal != _seal(request, raw):
        raise Malformed(field="cursor")
    found: list[Any] = json.loads(raw)
    return found


def _seal(request: ApiRequest, raw: bytes) -> bytes:
    return digest("cursor", str(request.house.id), request.path, raw)[:SIGNED]


def page(
    request: ApiRequest,
    rows: Sequence[T],
    limit: int,
    after: Callable[[T], Sequence[Any]],
    show: Callable[[Sequence[T]], list[dict[str, Any]]],
) -> dict[str, Any]:
    """`rows` holds one more than `limit` where there is more."""
    shown = rows[:limit]
    more = len(rows) > limit
    return {
        "data": show(shown),
        "next_cursor": cursor(request, *after(shown[-1])) if more else None,
    }
