"""A till says which edition it shows: once for each, when it comes back."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from habitue.fronts.ui import figures
from habitue.house.models import House
from habitue.menu import actions as menu
from habitue.operations.models import Operation
from habitue.publishing import actions as publishing
from habitue.publishing import reports
from tests.cast import act_in
from tests.fronts.till.stage import Stage


@pytest.fixture
def sending(stage: Stage) -> Stage:
    House.objects.filter(pk=stage.house.pk).update(publish_on_send=True)
    stage.house.refresh_from_db()
    return stage


def dearer(stage: Stage, minor: int = 320) -> None:
    act_in(stage.house, menu.change, row=stage.items["Café"], price_minor=minor)


def send(stage: Stage) -> Any:
    return act_in(stage.house, publishing.send)


def working(stage: Stage) -> reports.Working:
    (one,) = reports.tills(stage.house)
    return one


def test_the_till_shows_the_old_price_until_it_is_sent(sending: Stage, waiter: Client) -> None:
    dearer(sending)
    category = sending.items["Café"].category_id
    page = f"/till/?c={category}"

    dearer_now = figures.money_html(sending.house.money(320))
    assert dearer_now not in waiter.get(page).content.decode()
    send(sending)
    assert dearer_now in waiter.get(page).content.decode()


def test_a_till_tells_once_what_it_shows(sending: Stage, waiter: Client) -> None:
    dearer(sending)
    edition = send(sending)
    waiting = working(sending)
    assert (waiting.edition, waiting.pending_since) == (None, edition.sent_at)

    waiter.get("/till/")
    assert working(sending).edition is None  # it was sent, not yet seen to arrive
    waiter.get("/till/strip/")

    there = working(sending)
    assert (there.edition, there.pending_since) == (1, None)
    before = Operation.objects.of(sending.house).count()
    waiter.get("/till/")
    waiter.get("/till/strip/")
    assert Operation.objects.of(sending.house).count() == before


def test_a_screen_of_an_earlier_edition_is_called_back(sending: Stage, waiter: Client) -> None:
    dearer(sending)
    send(sending)
    waiter.get("/till/")
    waiter.get("/till/strip/")
    dearer(sending, 340)
    send(sending)

    poll = waiter.get("/till/strip/", headers={"HX-Request": "true"})
    assert "till:edition" in poll.headers["HX-Trigger"]
    assert working(sending).edition == 1

    asked = {"HX-Request": "true", "HX-Target": "menu"}
    waiter.get("/till/", headers=asked)
    waiter.get("/till/strip/")
    assert working(sending).edition == 2


def test_a_part_of_a_page_is_not_the_edition(sending: Stage, waiter: Client) -> None:
    dearer(sending)
    send(sending)

    waiter.get("/till/customers/found/?q=a", headers={"HX-Request": "true"})
    waiter.get("/till/strip/")

    assert working(sending).edition is None


@pytest.mark.parametrize("cookie", ["7", "-", "x", "1-told", "999999999999999999999"])
def test_a_cookie_that_says_something_else(sending: Stage, waiter: Client, cookie: str) -> None:
    dearer(sending)
    send(sending)
    waiter.cookies["till_edition"] = cookie

    assert waiter.get("/till/").status_code == 200
    assert working(sending).edition is None


def test_where_nobody_sends_there_is_no_cookie(waiter: Client) -> None:
    assert "till_edition" not in waiter.get("/till/").cookies
