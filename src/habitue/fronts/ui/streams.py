"""News as a stream of server-sent events (the WHATWG's HTML standard, 9.2).

An event says what was touched: `{"ids": [...], "kinds": [...], "unknown": false}`. A comment every
few seconds keeps the line open, and finds out that nobody is there any more. Each stream keeps a
thread and nothing else: no connection to the database.
"""

import json
from collections.abc import Iterator
from typing import cast

from django.conf import settings
from django.db import connections
from django.http import HttpResponse, StreamingHttpResponse

from habitue.fronts.ui import news
from habitue.fronts.ui.news import News
from habitue.house.models import House

BEAT = 10.0  # seconds
LONGEST = 300.0  # then the browser asks again, and who may listen is judged anew
AGAIN = 2_000  # milliseconds until a browser asks again


def stream(house: House) -> HttpResponse:
    """What happens in `house` from now on; 503 where too many look on already."""
    if news.the_watch.count >= settings.STREAMS:
        return HttpResponse(status=503, headers={"Retry-After": "30"})
    response = StreamingHttpResponse(_events(house), content_type="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"  # nginx waits for a whole page otherwise
    response.headers["Content-Encoding"] = "identity"  # events are not gathered to be packed
    return cast(HttpResponse, response)  # a sibling of it, with the same headers and cookies


def _events(house: House) -> Iterator[bytes]:
    connections.close_all()
    yield f"retry: {AGAIN}\n\n".encode()
    for one in news.follow(house, beat=BEAT, longest=LONGEST):
        yield _event(one) if one else b":\n\n"


def _event(one: News) -> bytes:
    said = {"ids": sorted(one.ids), "kinds": sorted(one.kinds), "unknown": one.unknown}
    return f"data: {json.dumps(said)}\n\n".encode()
