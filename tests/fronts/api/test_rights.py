"""Every endpoint says which right it asks, and the right is asked."""

from __future__ import annotations

from typing import Any

from habitue.fronts.api import urls
from habitue.fronts.api.api import api as public
from habitue.operations.rights import RIGHTS
from tests.fronts.api.conftest import Api


def endpoints() -> list[tuple[str, str, Any]]:
    """(method, path, view) of everything the API can do."""
    assert urls.urlpatterns
    return [
        (method, path, operation.view_func)
        for _prefix, router in public._routers
        for path, view in router.path_operations.items()
        for operation in view.operations
        for method in operation.methods
    ]


def test_every_endpoint_names_its_rights() -> None:
    silent = [
        (method, path)
        for method, path, view in endpoints()
        if not set(getattr(view, "rights", ())) & RIGHTS.keys()
    ]

    assert len(endpoints()) > 50
    assert silent == []


def test_every_right_named_is_one() -> None:
    assert {right for *_, view in endpoints() for right in view.rights} <= RIGHTS.keys()


def test_nothing_is_read_without_its_right(as_role: Any) -> None:
    blind: Api = as_role("owner", scopes=["tills.enrol"])

    for method, path, view in endpoints():
        if method != "GET" or "{" in path or view.rights == ("tills.enrol",):
            continue
        answer = blind.get(path + ("?number=1" if path == "/cards" else ""))
        assert (answer.status, answer["code"]) == (403, "right_missing"), path
        assert answer["right"] in view.rights
