"""The API itself: its document, its routers, and how every failure becomes a problem."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import DataError, Error
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from habitue.fronts.api import document, problems
from habitue.fronts.api.bodies import NotJson, Strict
from habitue.fronts.api.entry import Door
from habitue.kit.refusals import CannotWrite, Malformed, NotFound, Refusal

log = logging.getLogger(__name__)


class PublicApi(NinjaAPI):
    """NinjaAPI with our document and our problems."""

    def get_openapi_schema(self, **terms: Any) -> Any:
        return document.completed(super().get_openapi_schema(path_prefix="/api/v1/"))

    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:
        return problems.problem(understood(exc))


def understood(exc: BaseException) -> Refusal:
    """What went wrong, as a refusal. What we did not foresee is logged and is a 500."""
    if isinstance(exc, Refusal):
        if exc.status >= 500:
            log.warning("nothing could be written: %r", exc.__cause__)
        return exc
    if isinstance(exc, ValidationError):
        return problems.refuse_form(exc)
    simple: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], Refusal], ...] = (
        (HttpError, NotJson(field="body")),
        (Http404, NotFound("path")),
        (RequestDataTooBig, problems.TooLarge()),
        (SuspiciousOperation, Malformed(field="request")),
        (MultiPartParserError, Malformed(field="body")),
        (DataError, Malformed(field="body")),
    )
    for kind, refusal in simple:
        if isinstance(exc, kind):
            return refusal
    log.error("a request to the API failed", exc_info=exc)
    return CannotWrite() if isinstance(exc, Error | OSError) else problems.Broken()


def guarded(view: Callable[..., Any]) -> Callable[..., HttpResponse]:
    """`view`, whose every failure is a problem."""

    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Exception as exc:
            return problems.problem(understood(exc))
        return problems.shaped(request, response)

    answered.csrf_exempt = True  # type: ignore[attr-defined]
    return answered


@csrf_exempt
def unknown(request: HttpRequest) -> HttpResponse:
    """Whatever is not a path of the API."""
    return problems.problem(NotFound("path"))


api = PublicApi(
    title="Habitué",
    version="1",
    description=document.DESCRIPTION,
    auth=Door(),
    parser=Strict(),
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
)
