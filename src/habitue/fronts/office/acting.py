"""Acting from a form: its key makes ten presses one act."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from habitue.fronts.office.desk import OfficeRequest
from habitue.house.acting import Actor
from habitue.house.models import Venue
from habitue.kit.ids import new_id
from habitue.operations import actions as operations
from habitue.operations.actions import Answer
from habitue.operations.models import Operation

NOT_ASKED = {"csrfmiddlewaretoken", "operation_key"}


def do(request: OfficeRequest, action: Callable[..., Any], **terms: Any) -> Answer:
    """Run one action with the key of the form that was sent; the id of what it made."""

    def work(op: Operation) -> Answer:
        made = action(op, **terms)
        return Answer(getattr(made, "id", None))

    return run(request, work)


def run(
    request: OfficeRequest,
    work: Callable[[Operation], Answer],
    *,
    part: UUID | str = "",
    approved_by: Actor | None = None,
) -> Answer:
    """Run `work` once. `part` tells the parts of one press apart: each row of a bulk act."""
    key = key_of(request)
    asked = {
        "path": request.path,
        "body": sorted((k, v) for k, v in request.POST.lists() if k not in NOT_ASKED),
        "part": str(part),
    }
    return operations.run(
        operations.Request(
            house=request.house,
            by=_where(request),
            key=f"{key}:{part}" if part else key,
            what=asked,
            approved_by=approved_by,
        ),
        work,
    )


def _where(request: OfficeRequest) -> Actor:
    """The actor, at the site the form named: a house with several asks where money is taken."""
    try:
        wanted = UUID(request.POST.get("venue", ""))
    except ValueError:
        return request.by
    known = Venue.objects.of(request.house).filter(pk=wanted, closed=False).exists()
    return replace(request.by, venue_id=wanted) if known else request.by


def key_of(request: OfficeRequest) -> str:
    """The form's key; a form without one is an act of its own."""
    sent = request.POST.get("operation_key", "")[:100]
    return sent if sent.isascii() and sent.isprintable() and sent.strip() else str(new_id())
