"""`habitue verify` and `habitue doctor`, and the keys."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from tests.cast import Cast


def test_right_books_are_a_line_each_and_nothing(habitue: Any, cast: Cast) -> None:
    cast.save(cast.bill(10, cast.bob))

    said = habitue("verify")

    assert said.code == 0, said.out
    assert any(line.startswith("I03 ok 0 of ") for line in said.out.splitlines())


def test_how_long_each_took_is_said_when_asked(habitue: Any, cast: Cast) -> None:
    cast.top_up(cast.carol, 10)

    lines = habitue("verify", "--times").out.splitlines()

    assert all(re.match(r" *\d+\.\d\d s  \S", line) for line in lines)
    assert lines[-1].endswith("together")


def test_json_says_the_same(habitue: Any, cast: Cast) -> None:
    cast.top_up(cast.carol, 10)

    told = json.loads(habitue("verify", "--json").out)

    assert told["ok"] is True
    assert {"I01", "I26"} <= {line["code"] for line in told["houses"]["chez-marthe"]}


@pytest.mark.unbalanced
def test_wrong_books_are_shown_and_exit_one(habitue: Any, cast: Cast) -> None:
    cast.top_up(cast.carol, 10)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_account SET balance = 5 WHERE balance = 1000")

    said = habitue("verify")

    assert said.code == 1
    assert "I03 NO 1 of " in said.out


def test_the_doctor_finds_this_machine_safe(habitue: Any, cast: Cast) -> None:
    said = habitue("doctor")

    unsafe = [line for line in said.out.splitlines() if line.startswith("NOT SAFE")]
    lax = ("fsync", "full_page_writes", "synchronous_commit")  # of a server to throw away
    assert [line for line in unsafe if not any(word in line for word in lax)] == []
    assert said.code == (1 if unsafe else 0)


@pytest.mark.sqlite
def test_the_doctor_sees_a_disk_that_is_not_waited_for(habitue: Any, cast: Cast) -> None:
    options = settings.DATABASES["default"]["OPTIONS"]
    options["transaction_mode"] = "DEFERRED"
    try:
        said = habitue("doctor")
    finally:
        options["transaction_mode"] = "IMMEDIATE"

    assert said.code == 1
    assert "NOT SAFE  SQLite" in said.out


@pytest.mark.postgresql
def test_the_doctor_sees_a_commit_that_is_not_waited_for(habitue: Any, cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")

    said = habitue("doctor")

    assert said.code == 1
    assert "NOT SAFE  PostgreSQL synchronous_commit" in said.out


def test_keys_are_exported_as_settings(habitue: Any) -> None:
    said = habitue("keys", "export")

    assert f"HABITUE_PEPPER={settings.PEPPER.decode()}\n" in said.out
    assert f"HABITUE_SECRET_KEY={settings.SECRET_KEY}\n" in said.out
