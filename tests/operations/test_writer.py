"""One writer for a SQLite file: writes share commits and none hurts another."""

import sqlite3
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection

from habitue.house.models import Counter, House
from habitue.kit.refusals import CannotWrite
from habitue.operations import writer
from habitue.operations.writer import Job, write_together
from tests.cast import make_house

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]


def count(house: House, name: str) -> Callable[[], str]:
    def work() -> str:
        Counter.objects.create(house=house, name=name)
        return name

    return work


def names() -> list[str]:
    return sorted(Counter.objects.values_list("name", flat=True))


def test_a_group_is_written_together() -> None:
    house = make_house()
    group = [Job(count(house, name)) for name in "abc"]

    write_together(group)

    assert [job.outcome() for job in group] == ["a", "b", "c"]
    assert names() == ["a", "b", "c"]


def test_one_job_failing_hurts_no_other() -> None:
    house = make_house()

    def bad() -> None:
        Counter.objects.create(house=house, name="half")
        raise ZeroDivisionError

    group = [Job(count(house, "a")), Job(bad), Job(count(house, "a")), Job(count(house, "b"))]
    write_together(group)

    assert names() == ["a", "b"]
    assert [type(job.error).__name__ for job in group] == [
        "NoneType",
        "ZeroDivisionError",
        "IntegrityError",
        "NoneType",
    ]


def test_a_commit_that_fails_is_told_to_all(monkeypatch: pytest.MonkeyPatch) -> None:
    house = make_house()

    def full(*_: Any) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(writer, "before_commit", [full])
    group = [Job(count(house, name)) for name in "ab"]
    write_together(group)

    for job in group:
        with pytest.raises(CannotWrite):
            job.outcome()
    assert names() == []
    monkeypatch.undo()
    write_together([again := Job(count(house, "c"))])
    assert again.outcome() == "c"


def test_a_group_the_database_rolled_back_itself_is_told_to_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A full disk makes SQLite end the whole transaction in the middle of one job."""
    house = make_house()
    monkeypatch.setattr(writer, "before_commit", [])

    def disk_full() -> None:
        connection.connection.execute("ROLLBACK")
        raise OperationalError("database or disk is full")

    group = [Job(count(house, "a")), Job(disk_full), Job(count(house, "b"))]
    write_together(group)

    for job in group:
        with pytest.raises(CannotWrite):
            job.outcome()
    assert names() == []


def test_threads_queue_for_the_one_writer() -> None:
    house = make_house()
    told: list[str] = []

    def one(number: int) -> None:
        told.append(writer.in_write_transaction(count(house, f"n{number:02}")))
        connection.close()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(told) == names()
    assert len(told) == 20


def test_an_answer_comes_after_its_commit() -> None:
    house = make_house()
    writer.in_write_transaction(count(house, "a"))

    with sqlite3.connect(str(connection.settings_dict["NAME"])) as another:
        assert another.execute("SELECT name FROM house_counter").fetchall() == [("a",)]


def test_the_plain_path_writes_and_fails_alike(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SQLITE_WRITER = "plain"
    house = make_house()
    assert writer.in_write_transaction(count(house, "a")) == "a"

    def full() -> None:
        raise OperationalError("disk I/O error")

    monkeypatch.setattr(writer, "before_commit", [full])
    with pytest.raises(CannotWrite):
        writer.in_write_transaction(count(house, "b"))
    assert names() == ["a"]
