"""Doing something once only, and giving the same answer to whoever asks again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.http import HttpResponse

from habitue.fronts.api.entry import ApiRequest
from habitue.fronts.api.forms.kinds import Write
from habitue.fronts.api.lasting import lasting, overlaid
from habitue.fronts.api.problems import as_id
from habitue.fronts.api.rendering import respond
from habitue.house.acting import Actor
from habitue.house.models import House
from habitue.house.scope import house_scope
from habitue.kit.refusals import NotFound, Refusal
from habitue.operations import actions as operations
from habitue.operations.models import Operation
from habitue.staff import entry as staff
from habitue.staff import pins

T = TypeVar("T")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Resource(Generic[T]):
    """How a thing is found again and shown whole."""

    find: Callable[[ApiRequest, UUID], T]
    show: Callable[[ApiRequest, T], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """What an operation did: the thing as it stands, and the new part of it."""

    thing: T
    id: UUID
    created: UUID | None = None


def once(
    request: ApiRequest,
    resource: Resource[T],
    form: Write,
    work: Callable[[Operation], Done[T]],
    *,
    status: int = 200,
) -> HttpResponse:
    """Run `work` under the request's key; the whole object after it, or after the first time.

    The body is made inside the operation: nothing that happens later shows in a first answer.
    """
    made: list[dict[str, Any]] = []
    approver = prepared(lambda: _approver(request, form))

    def worked(op: Operation) -> operations.Answer:
        op.approved_by = approver()
        done = work(op)
        body = resource.show(request, done.thing) if status != 204 else {}
        if done.created is not None:
            body["created"] = str(done.created)
        made.append(body)
        return operations.Answer(done.id, done.created, status, lasting(body))

    asked = operations.Request(
        request.house, request.by, request.key, _what(request), _still(approver)
    )
    answer = operations.run(asked, worked)
    body = _again(request, resource, answer) if answer.replayed else made[-1]
    return respond(body, answer.status, replayed=answer.replayed)


def prepared(make: Callable[[], V]) -> Callable[[], V]:
    """Made before the operation, because it takes long; refused inside, to be remembered."""
    try:
        value = make()
    except Refusal as said:
        return _refusing(said)
    return lambda: value


def _refusing(refusal: Refusal) -> Callable[[], Any]:
    def refuse() -> Any:
        raise refusal

    return refuse


def _still(approver: Callable[[], Actor | None]) -> Actor | None:
    """For a repeat, whose rights are asked before any work."""
    try:
        return approver()
    except Refusal:
        return None


def _what(request: ApiRequest) -> dict[str, Any]:
    return {"method": request.method, "path": request.path, "body": request.sent}


def _again(
    request: ApiRequest, resource: Resource[T], answer: operations.Answer
) -> dict[str, Any]:
    """The ids and amounts of the first answer over the object as it stands now."""
    assert answer.id is not None
    if answer.status == 204:
        return {}
    try:
        with house_scope(request.house):
            now = resource.show(request, resource.find(request, answer.id))
    except NotFound:
        now = {}
    return dict(overlaid(now, answer.amounts))


def _approver(request: ApiRequest, form: Write) -> Actor | None:
    """Who approves on the spot. The PIN is compared before the operation: hashing takes long.

    A repeat is not compared again: its fingerprint covers the PIN. Raises what `pins.prove` does.
    """
    if form.approval is None:
        return None
    staff_id = as_id(form.approval.staff, "approval.staff", "staff member")
    with house_scope(request.house):
        if key_known(request.house, request.key):
            member = staff.member_of(request.house, staff_id)
            return staff.actor_for(member) if member else None
        try:
            return pins.approver(
                request.house, pins.Approval(staff_id, form.approval.pin, form.approval.reason)
            )
        except Refusal as said:  # the count of a wrong try must be committed first
            refusal = said
    raise refusal


def key_known(house: House, key: str) -> bool:
    """Whether this key was used: then nothing needs proving again."""
    return Operation.objects.of(house).filter(key=key).exists()
