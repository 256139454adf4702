"""Where the API's endpoints are."""

from typing import Any

from django.urls import re_path

from habitue.fronts.api.api import api, guarded, unknown
from habitue.fronts.api.routers import ROUTERS

for _router in ROUTERS:
    api.add_router("", _router)

_patterns: list[Any] = api.urls[0]
for _pattern in _patterns:
    _pattern.callback = guarded(_pattern.callback)

urlpatterns = [*_patterns, re_path("", unknown)]
