"""What a till was taught of its reader stands on every page of it, and of no other till."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from habitue.audit.models import AuditLine
from habitue.house.models import Till
from tests.fronts.till.stage import MARTHES_PIN, Stage

TAUGHT = {"prefix": "/", "suffix": "#", "gap": "90"}


@pytest.fixture
def owner(stage: Stage, at: Any) -> Client:
    client: Client = at(stage.marthe, MARTHES_PIN)
    return client


def test_untaught_the_pages_say_nothing(waiter: Client) -> None:
    assert "data-wedge-prefix" not in waiter.get("/till/").content.decode()


def test_what_is_taught_stands_on_every_page(owner: Client, stage: Stage, post: Any) -> None:
    answer = post(owner, "/till/reader/", **TAUGHT)

    assert answer.status_code == 303
    for page in ("/till/", "/till/waiter/", "/till/customers/", "/till/reader/"):
        shown = owner.get(page).content.decode()
        assert 'data-wedge-prefix="/" data-wedge-suffix="#" data-wedge-gap="90"' in shown, page
    assert AuditLine.objects.of(stage.house).filter(verb="staff.teach_reader").count() == 1


def test_another_till_is_not_taught(owner: Client, stage: Stage, post: Any) -> None:
    other = Till.objects.create(house=stage.house, venue=stage.till.venue, name="Terrace")

    post(owner, "/till/reader/", **TAUGHT)

    other.refresh_from_db()
    assert (other.reader_prefix, other.reader_suffix, other.reader_gap_ms) == ("", "", None)


def test_it_is_forgotten(owner: Client, stage: Stage, post: Any) -> None:
    post(owner, "/till/reader/", **TAUGHT)

    post(owner, "/till/reader/", forget="1", **TAUGHT)

    stage.till.refresh_from_db()
    assert (stage.till.reader_prefix, stage.till.reader_gap_ms) == ("", None)


def test_a_waiter_tests_and_asks_a_manager_to_keep_it(
    waiter: Client, stage: Stage, post: Any
) -> None:
    assert waiter.get("/till/reader/").status_code == 200

    answer = post(waiter, "/till/reader/", **TAUGHT)

    assert answer.status_code == 403
    stage.till.refresh_from_db()
    assert stage.till.reader_prefix == ""


@pytest.mark.parametrize(
    "wrong",
    [{"prefix": "é"}, {"suffix": "123456789"}, {"gap": "5"}, {"gap": "soon"}, {"gap": "-40"}],
    ids=["a letter no reader has", "too long", "too fast", "a word", "below nothing"],
)
def test_what_no_reader_does_is_refused(
    owner: Client, stage: Stage, post: Any, wrong: dict[str, str]
) -> None:
    answer = post(owner, "/till/reader/", **(TAUGHT | wrong))

    assert answer.status_code == 422
    stage.till.refresh_from_db()
    assert stage.till.reader_prefix == ""


def test_the_way_there_is_in_the_menus(waiter: Client) -> None:
    for page in ("/till/", "/till/waiter/"):
        assert 'href="/till/reader/"' in waiter.get(page).content.decode(), page
