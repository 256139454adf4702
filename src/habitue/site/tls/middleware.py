"""With HTTPS, whoever asks for another name than ours was led here by somebody else."""

from collections.abc import Callable

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse

from habitue.site.tls import room

ANYBODY = ("/trust/", "/static/")  # a device that trusts nothing yet may come by any name


class OwnNames:
    """Asks for the host of every request, where Django's own check waits until one is needed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        here = room.current()
        if here is None or request.path.startswith(ANYBODY):
            return self.get_response(request)
        try:
            request.get_host()
        except DisallowedHost:
            names = ", ".join(here.leaf.names.words)
            said = f"This house answers to {names}. HABITUE_TLS_NAMES adds another name.\n"
            return HttpResponse(said, status=400, content_type="text/plain; charset=utf-8")
        return self.get_response(request)
