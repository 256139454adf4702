"""What every request gets: the time it came at, and a strict content policy."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime

from django.db import Error, OperationalError
from django.db.utils import InterfaceError, InternalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

log = logging.getLogger(__name__)
AWAY: tuple[type[Error], ...] = (OperationalError, InterfaceError, InternalError)
Answering = Callable[[HttpRequest], HttpResponse]
POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self';"
    " object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

# a till and a phone read codes with the camera; nothing here needs to hear or to know where
PERMISSIONS = "camera=(self), microphone=(), geolocation=()"


class Clock:
    """Reads the clock once per request: `request.at`."""

    def __init__(self, get_response: Answering) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.at = datetime.now(UTC)  # type: ignore[attr-defined]
        return self.get_response(request)


class ContentPolicy:
    """Nothing inline, nothing from elsewhere."""

    def __init__(self, get_response: Answering) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response


class Away:
    """The disk is full or the database gone: 503 and a page that says so, not a mistake of ours.

    The API and whatever writes say it by themselves; this is for pages that only read.
    """

    def __init__(self, get_response: Answering) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if not isinstance(problem, AWAY):
            return None
        log.error("%s could not be shown: %s", request.path, problem)
        page = render_to_string("500.html")
        return HttpResponse(page, status=503, headers={"Retry-After": "5"})
