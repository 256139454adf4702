"""The OpenAPI document says what each endpoint takes, gives and refuses."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

from django.test import Client

from tests.architecture.house_plan import REPOSITORY


def document() -> Any:
    return Client().get("/api/v1/openapi.json").json()


def test_every_operation_declares_its_problems_and_its_answer(house: Any) -> None:
    for path, methods in document()["paths"].items():
        for method, operation in methods.items():
            said = operation["responses"]
            assert {"401", "403", "404", "422", "503"} <= said.keys(), (method, path)
            assert method == "get" or {"409", "429"} <= said.keys(), (method, path)
            assert "application/problem+json" in said["422"]["content"]
            good = next(one for status, one in said.items() if status.startswith("2"))
            assert "content" in good or "204" in said, (method, path)


def test_every_post_declares_its_key(house: Any) -> None:
    keyless = [
        path
        for path, methods in document()["paths"].items()
        if "post" in methods
        and not any(
            one["name"] == "Idempotency-Key" and one["required"]
            for one in methods["post"]["parameters"]
        )
    ]

    assert keyless == []


def test_the_page_is_what_the_document_says() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tools.api_page", "check"], cwd=REPOSITORY, check=False
    )

    assert done.returncode == 0, "write it again: python -m tools.api_page"
