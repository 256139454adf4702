"""Every answer from 400 on is a problem (RFC 9457): a code for programs, a sentence for people."""

import json
import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from ninja.errors import ValidationError

from habitue.kit.money import Money
from habitue.kit.refusals import Malformed, NotFound, Refusal

PART = re.compile(r"(?!(int|str|bool)$)[a-z0-9_]+")  # not pydantic's names of alternatives
TYPE = "application/problem+json"
TITLES: dict[int, str | Promise] = {
    401: _("Who is asking?"),
    403: _("Not allowed"),
    404: _("Not found"),
    405: _("Not done here"),
    409: _("The house says no"),
    410: _("No longer valid"),
    413: _("Too large"),
    422: _("Cannot be read"),
    429: _("Too many tries"),
    500: _("Our mistake"),
    503: _("Not just now"),
}


class Unauthenticated(Refusal):
    code = "unauthenticated"
    status = 401
    says = _("A valid bearer token is needed.")


class KeyMissing(Refusal):
    code = "idempotency_key_missing"
    status = 422
    says = _("A POST needs an Idempotency-Key.")


class UnknownField(Refusal):
    code = "unknown_field"
    status = 422
    says = _("There is no field {field} here.")


class CurrencyRefused(Refusal):
    code = "malformed"
    status = 422
    says = _("{field}: this house counts in {currency}.")


class TooLarge(Refusal):
    code = "too_large"
    status = 413
    says = _("This is too large to be read.")


class MethodUnknown(Refusal):
    code = "method_not_allowed"
    status = 405
    says = _("This cannot be done here.")


class Broken(Refusal):
    code = "internal"
    status = 500
    says = _("Something broke on our side. Nothing was booked.")


def problem(refusal: Refusal) -> HttpResponse:
    """The answer that a refusal is."""
    response = HttpResponse(
        json.dumps(
            {
                **{key: plain(value) for key, value in refusal.facts.items()},
                "type": f"urn:habitue:problem:{refusal.code}",
                "title": str(TITLES.get(refusal.status, "")),
                "status": refusal.status,
                "detail": refusal.sentence,
                "code": refusal.code,
            },
            ensure_ascii=False,
        ),
        content_type=TYPE,
        status=refusal.status,
    )
    response._has_been_logged = True  # type: ignore[attr-defined]  # a refusal is no warning
    if refusal.replayed:
        response.headers["Idempotent-Replayed"] = "true"
    if refusal.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if refusal.status == 429:
        response.headers["Retry-After"] = str(refusal.facts.get("retry_after", 60))
    if refusal.status == 503:
        response.headers["Retry-After"] = "1"
    return response


def plain(value: Any) -> Any:
    """A fact as JSON says it."""
    if isinstance(value, Money):
        return {"amount": value.amount, "currency": value.currency}
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if value is None or isinstance(value, str | int | bool):
        return value
    return str(value)


def refuse_form(found: ValidationError) -> Refusal:
    """What pydantic found, as one refusal that names the first field and lists all."""
    errors = [{"field": _field(one["loc"]), "reason": str(one["msg"])} for one in found.errors]
    unknown = next((one for one in found.errors if one["type"] == "extra_forbidden"), None)
    if unknown is not None:
        return UnknownField(field=_field(unknown["loc"]), errors=errors)
    if any(one["loc"][0] == "path" for one in found.errors):
        return NotFound("thing")
    return Malformed(field=errors[0]["field"] if errors else "body", errors=errors)


def _field(loc: tuple[Any, ...]) -> str:
    """`("body", "form", "pays", "amount")` is `pays.amount` to whoever sent it."""
    inside = loc[2:] if loc[:1] in (("body",), ("query",)) else loc[1:]
    named = [str(part) for part in inside if PART.fullmatch(str(part))]
    return ".".join(named) or str(loc[0])


def shaped(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """An answer that something below us made, as a problem."""
    if response.status_code < 400 or response.headers.get("Content-Type") == TYPE:
        return response
    refusals: dict[int, Refusal] = {
        404: NotFound("path"),
        405: MethodUnknown(),
        413: TooLarge(),
    }
    answer = problem(refusals.get(response.status_code, Malformed(field="request")))
    if "Allow" in response.headers:
        answer.headers["Allow"] = response.headers["Allow"]
    return answer


def as_id(value: str, field: str, thing: str = "thing") -> UUID:
    """An id from a body: what cannot be an id is as unknown as one that is not there."""
    try:
        return UUID(value) if len(value) == 36 else UUID(int=-1)
    except ValueError:
        raise NotFound(thing, field=field) from None
