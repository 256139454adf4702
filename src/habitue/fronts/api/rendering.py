"""JSON out."""

import json
from typing import Any

from django.http import HttpResponse


def respond(body: dict[str, Any], status: int = 200, *, replayed: bool = False) -> HttpResponse:
    """`body` as JSON; nothing where the status says there is none."""
    content = b"" if status == 204 else json.dumps(body, ensure_ascii=False).encode()
    response = HttpResponse(content, content_type="application/json", status=status)
    if status == 204:
        del response.headers["Content-Type"]
    if replayed:
        response.headers["Idempotent-Replayed"] = "true"
    return response
