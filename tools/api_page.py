"""Writes docs/api.md from the OpenAPI document, so that the page cannot say something else.

`python -m tools.api_page` writes it; `python -m tools.api_page check` fails where it is stale.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parent.parent / "docs" / "api.md"
HEAD = """# The API

Generated from `/api/v1/openapi.json` by `python -m tools.api_page`. What holds everywhere:

- `Authorization: Bearer <token>`; make one with `habitue token --staff EMAIL`.
- JSON in and out; an empty body is `{}`; an unknown field is refused (422 `unknown_field`), an
  unknown query parameter is ignored.
- Money is `{"amount": 12000, "currency": "EUR"}` in whole minor units, percentages are basis
  points, quantities thousandths, points whole numbers, times RFC 3339 with an offset.
- Every POST carries an `Idempotency-Key`, unique in the house: the same request again is answered
  as the first time, with `Idempotent-Replayed: true`. PUT, PATCH and DELETE may carry one.
- PATCH carries the `version` that was read; DELETE may carry it as `If-Match`.
- Lists: `?limit=` (≤ 200) and `&cursor=`, answered as `{"data": […], "next_cursor": "…"}`.
- Any write may be approved on the spot: `"approval": {"staff", "pin", "reason"}`.
- From 400 on the answer is `application/problem+json` with a `code` and a sentence.
"""


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from habitue.fronts.api import urls
    from habitue.fronts.api.api import api

    assert urls.urlpatterns
    page = "\n".join([HEAD, *_sections(api.get_openapi_schema())]).rstrip() + "\n"
    if sys.argv[1:] == ["check"]:
        return int(PAGE.read_text(encoding="utf-8") != page)
    PAGE.write_text(page, encoding="utf-8")
    return 0


def _sections(schema: Any) -> Iterator[str]:
    by_tag: dict[str, list[str]] = {}
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            line = _line(method, path.removeprefix("/api/v1"), operation, schema)
            by_tag.setdefault(operation["tags"][0], []).append(line)
    for tag, lines in by_tag.items():
        yield f"## {tag.capitalize()}\n"
        yield "| call | takes | gives | meaning |\n| --- | --- | --- | --- |"
        yield "\n".join(lines) + "\n"


def _line(method: str, path: str, operation: Any, schema: Any) -> str:
    query = [one["name"] for one in operation["parameters"] if one["in"] == "query"]
    body = [*_fields(operation, schema), *(f"?{name}" for name in query)]
    good = next(status for status in operation["responses"] if int(status) < 300)
    meaning = operation.get("description", operation["summary"]).splitlines()[0]
    takes = " ".join(f"`{name}`" for name in body)
    return f"| `{method.upper()} {path}` | {takes} | {good} | {meaning} |"


def _fields(operation: Any, schema: Any) -> list[str]:
    content = operation.get("requestBody", {}).get("content", {})
    if not content:
        return []
    form = next(iter(content.values()))["schema"]
    if "$ref" in form:
        form = schema["components"]["schemas"][form["$ref"].rpartition("/")[2]]
    needed = form.get("required", [])
    return [
        name if name in needed else f"{name}?"
        for name in form.get("properties", {})
        if name != "approval"
    ]


if __name__ == "__main__":
    sys.exit(main())
