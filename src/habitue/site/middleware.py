"""What every request gets: the time it came at, and a strict content policy."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse

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
