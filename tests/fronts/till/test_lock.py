"""The door: an enrolled browser, a name and a PIN."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.test import Client

from habitue.fronts.till import doors
from habitue.house.models import Till
from habitue.staff.models import Device
from tests.fronts.till.stage import ZOES_PIN, Stage


def test_a_browser_that_is_no_till_hears_how_it_becomes_one(stage: Stage) -> None:
    answer = Client().get("/till/")

    assert answer.status_code == 403
    assert "This screen is not a till yet." in answer.content.decode()


def test_nobody_at_the_till_sees_the_names(enrolled: Client, stage: Stage) -> None:
    answer = enrolled.get("/till/")

    assert answer.status_code == 302
    page = enrolled.get(answer.url).content.decode()
    assert "Zoé" in page
    assert "Who is it?" in page


def test_the_pin_lets_in_and_keeps_the_page(enrolled: Client, stage: Stage) -> None:
    answer = enrolled.post(
        f"/till/lock/{stage.zoe.id}/", {"pin": ZOES_PIN, "next": "/till/customers/"}
    )

    assert answer.url == "/till/customers/"
    assert enrolled.get(answer.url).status_code == 200


def test_a_wrong_pin_is_said_and_counted(enrolled: Client, stage: Stage) -> None:
    answer = enrolled.post(f"/till/lock/{stage.zoe.id}/", {"pin": "0000"})

    assert answer.status_code == 409
    assert "This PIN does not go with the name" in answer.content.decode()
    stage.zoe.refresh_from_db()
    assert stage.zoe.pin_wrong == 1


def test_the_way_back_stays_in_the_till(enrolled: Client, stage: Stage) -> None:
    answer = enrolled.post(
        f"/till/lock/{stage.zoe.id}/", {"pin": ZOES_PIN, "next": "https://elsewhere.test/till/"}
    )

    assert answer.url == "/till/"


def test_locking_leaves_nobody(waiter: Client) -> None:
    waiter.post("/till/leave/", {"next": "/till/"})

    assert waiter.get("/till/").status_code == 302


def test_the_till_locks_itself(waiter: Client, time_machine: Any) -> None:
    from datetime import UTC, datetime, timedelta

    time_machine.move_to(datetime.now(UTC) + timedelta(seconds=doors.AWAKE_SECONDS + 5))

    assert waiter.get("/till/").status_code == 302


def test_a_stranger_has_no_pin_here(enrolled: Client) -> None:
    assert enrolled.get(f"/till/lock/{uuid4()}/").status_code == 404


def test_a_manager_enrols_this_browser(stage: Stage, post: Any) -> None:
    client = Client()
    client.force_login(stage.marthe.login, "django.contrib.auth.backends.ModelBackend")
    assert client.get("/till/enrol/").status_code == 200

    venue = stage.till.venue_id
    answer = post(client, "/till/enrol/", name="Terrace", venue=venue)

    assert answer.status_code == 302
    cookie = client.cookies[doors.DEVICE]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["max-age"] == 31536000
    assert Till.objects.of(stage.house).filter(name="Terrace").exists()
    assert client.get("/till/lock/").status_code == 200


def test_whoever_may_not_enrol_is_told(enrolled: Client, stage: Stage, post: Any) -> None:
    answer = post(enrolled, "/till/enrol/", till=stage.till.id)

    assert answer.status_code == 403
    assert Device.objects.of(stage.house).count() == 1
