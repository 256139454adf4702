"""A style sheet with all it imports in it: one request, where a page would ask for thirty."""

import re
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from posixpath import dirname, join, normpath

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from django.views.decorators.http import require_safe

IMPORT = re.compile(r'@import url\("(?P<name>[^"]+)"\) layer\((?P<layer>\w+)\);')
NAME = re.compile(r"[a-z]+(/[a-z_]+)+\.css")
AN_HOUR = 3600  # as every other static file


@dataclass(frozen=True, slots=True)
class Style:
    """What a browser is given, and when its newest part was written (seconds)."""

    text: str
    written: float

    @property
    def etag(self) -> str:
        return f'"{sha256(self.text.encode()).hexdigest()[:16]}"'


def url(name: str) -> str:
    """The address of the sheet `name` with all it imports in it."""
    return reverse("style", args=[name])


@require_safe
def show(request: HttpRequest, name: str) -> HttpResponse:
    """The sheet `name`, whole; raises Http404 where there is none."""
    if not NAME.fullmatch(name):
        raise Http404
    style = whole(name)
    response = HttpResponse(style.text, content_type='text/css; charset="utf-8"')
    response.headers["ETag"] = style.etag
    response.headers["Last-Modified"] = http_date(style.written)
    patch_cache_control(response, public=True, max_age=AN_HOUR)
    given = get_conditional_response(request, style.etag, int(style.written), response)
    assert isinstance(given, HttpResponse)
    return given


@cache
def whole(name: str) -> Style:
    """The sheet as its files stand when it is first asked for, each import in its layer."""
    found = finders.find(name)
    if not isinstance(found, str):
        raise Http404
    file = Path(found)
    newest = [file.stat().st_mtime]

    def put_in(said: re.Match[str]) -> str:
        part = whole(normpath(join(dirname(name), said["name"])))
        newest.append(part.written)
        return f"@layer {said['layer']} {{\n{part.text}}}"

    return Style(IMPORT.sub(put_in, file.read_text(encoding="utf-8")), max(newest))
