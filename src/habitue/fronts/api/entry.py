"""The door: whose token, which key, what was sent, in which language the answer speaks."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from ninja.security import HttpBearer

from habitue.fronts.api import bodies
from habitue.fronts.api.problems import CurrencyRefused, KeyMissing, Unauthenticated
from habitue.house.acting import Actor
from habitue.house.models import House
from habitue.house.scope import house_scope
from habitue.kit.ids import new_id
from habitue.kit.money import Money
from habitue.kit.refusals import Malformed
from habitue.operations.rights import RightMissing
from habitue.staff import entry as staff

P = ParamSpec("P")
BEARER = re.compile(r"bearer +(?P<secret>[\x21-\x7e]{1,500})", re.I)
KEY = re.compile(r"[\x21-\x7e]{1,255}")
A_MOMENT = timedelta(minutes=5)  # how far the clock of a client may be ahead


class ApiRequest(HttpRequest):
    """A request that came through the door."""

    house: House
    by: Actor
    at: datetime
    key: str
    sent: Any
    base_url: str


View = Callable[Concatenate[ApiRequest, P], HttpResponseBase]


class Door(HttpBearer):
    """A bearer token, then the key of a POST, then the body: in this order (contract)."""

    def __call__(self, request: HttpRequest) -> Actor:
        return enter(request)  # type: ignore[arg-type]

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        raise NotImplementedError


def enter(request: ApiRequest) -> Actor:
    """Find out who is asking and what; raises Unauthenticated, KeyMissing, Malformed, NotJson."""
    found = BEARER.fullmatch(request.headers.get("Authorization", "").strip())
    known = staff.by_token(found["secret"]) if found else None
    if known is None:
        raise Unauthenticated()
    request.house, request.by = known
    if "Accept-Language" not in request.headers:
        translation.activate(request.house.language)
    request.base_url = settings.BASE_URL or request.build_absolute_uri("/").rstrip("/")
    if "%00" in request.META.get("QUERY_STRING", ""):
        raise Malformed(field="query")
    request.key = _key(request)
    if request.content_type != "multipart/form-data":
        request.sent = bodies.read(request)
    return request.by


def _key(request: HttpRequest) -> str:
    key = request.headers.get("Idempotency-Key")
    if key is None:
        if request.method == "POST":
            raise KeyMissing(field="Idempotency-Key")
        return f"once:{new_id()}"
    if not KEY.fullmatch(key):
        raise Malformed(field="Idempotency-Key")
    return key


def reads(*rights: str) -> Callable[[View[P]], View[P]]:
    """An endpoint that shows something to those who hold `rights`; raises RightMissing."""

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: ApiRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            for right in rights:
                if not request.by.may(right):
                    raise RightMissing(right=right)
            with house_scope(request.house):
                return view(request, *args, **kwargs)

        guarded.rights = rights  # type: ignore[attr-defined]
        return cast("View[P]", guarded)

    return guard


def writes(*rights: str) -> Callable[[View[P]], View[P]]:
    """An endpoint that acts: its action asks for `rights`, in the operation, of whoever approves
    too. Named here so that a test can list what each endpoint asks."""

    def name(view: View[P]) -> View[P]:
        view.rights = rights  # type: ignore[attr-defined]
        return view

    return name


def money(request: ApiRequest, given: Any, field: str) -> Money:
    """What a body says in money; raises CurrencyRefused where it is not the house's."""
    if given.currency != request.house.currency:
        raise CurrencyRefused(field=f"{field}.currency", currency=request.house.currency)
    return Money(given.amount, given.currency)


def money_or_none(request: ApiRequest, given: Any, field: str) -> Money | None:
    return None if given is None else money(request, given, field)


def happened(request: ApiRequest, given: datetime | None) -> datetime | None:
    """When something happened elsewhere; raises Malformed for a time still to come."""
    if given is not None and given > request.at + A_MOMENT:
        raise Malformed(field="occurred_at")
    return given and given.astimezone(UTC)


def matches(request: HttpRequest, version: int) -> bool:
    """Whether an If-Match, if there is one, names `version`."""
    wanted = request.headers.get("If-Match", "*").strip()
    return wanted == "*" or wanted.removeprefix("W/").strip('"') == str(version)


def own(house: House, queryset: Any, id_: UUID) -> Any:
    """The row of `house` with this id, or None: where every look-up starts."""
    return queryset.of(house).filter(pk=id_).first()
