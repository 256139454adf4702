"""The database is away: 503 and a page, on every front; a mistake of ours stays one."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.db import OperationalError, ProgrammingError
from django.db.backends.utils import CursorWrapper
from django.db.utils import InterfaceError
from django.test import Client

from habitue.kit.refusals import CannotWrite
from habitue.operations.writer import unwritten
from tests.faults.clusters import Cluster
from tests.faults.frame import Missing
from tests.races.conftest import at_once
from tests.serving import Installation, serving


def failing(monkeypatch: pytest.MonkeyPatch, problem: Exception) -> Client:
    def execute(*_args: Any, **_terms: Any) -> Any:
        raise problem

    monkeypatch.setattr(CursorWrapper, "execute", execute)
    return Client(raise_request_exception=False)


@pytest.mark.unbalanced  # nothing can be asked of it
@pytest.mark.parametrize("path", ["/", "/office/", "/till/"])
@pytest.mark.parametrize("problem", [OperationalError("full"), InterfaceError("closed")])
def test_a_page_says_so(
    db: None, monkeypatch: pytest.MonkeyPatch, path: str, problem: Exception
) -> None:
    with monkeypatch.context() as while_away:
        answer = failing(while_away, problem).get(path)

    assert answer.status_code in (302, 503)  # to the door, where nobody is known without asking
    if answer.status_code == 503:
        assert answer.headers["Retry-After"]
        assert b"did not go through" in answer.content


@pytest.mark.unbalanced
def test_the_door_says_so(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as while_away:
        answer = failing(while_away, OperationalError("full")).get("/")

    assert answer.status_code == 503


@pytest.mark.unbalanced
def test_a_mistake_of_ours_stays_one(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as while_away:
        answer = failing(while_away, ProgrammingError("no such column")).get("/")

    assert answer.status_code == 500


def test_a_closed_connection_wrote_nothing() -> None:
    assert isinstance(unwritten(InterfaceError("connection already closed")), CannotWrite)


@pytest.mark.races
@pytest.mark.postgresql
def test_the_server_outlives_its_database(prepared: Installation) -> None:
    """Stopped beneath it and started again: 503 meanwhile, then on, without a restart."""
    with of_its_own(prepared) as (cluster, box), serving(box) as running:
        headers = {"Authorization": f"Bearer {box.token()}", "Idempotency-Key": "alice"}
        with httpx.Client(base_url=running.url, headers=headers, timeout=60) as http:

            def post() -> httpx.Response:
                return http.post("/api/v1/customers", json={"first_name": "Alice"})

            cluster.stop()
            paths = ["/healthz", "/", "/api/v1/customers"]
            away = at_once([post, *(lambda path=path: http.get(path) for path in paths)], 4)  # type: ignore[misc]
            cluster.start()
            until = time.monotonic() + 60
            while (said := post()).status_code == 503 and time.monotonic() < until:
                time.sleep(0.2)
            there = http.get("/api/v1/customers").json()["data"]

    assert [one.status_code for one in away] == [503] * 4
    assert (said.status_code, [one["id"] for one in there]) == (201, [said.json()["id"]])


@contextmanager
def of_its_own(prepared: Installation) -> Iterator[tuple[Cluster, Installation]]:
    """A copy of the installation on a PostgreSQL server that may be stopped."""
    with tempfile.TemporaryDirectory(prefix="habitue-away-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # the server is another user
        cluster = Cluster(folder / "cluster")
        cluster.folder.mkdir()
        try:
            cluster.make()
        except Missing as missing:
            pytest.skip(str(missing))
        try:
            yield cluster, cluster.holding(prepared, folder / "own")
        finally:
            cluster.stop()
