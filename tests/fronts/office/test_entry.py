"""`/`: the first visit, signing in, too many tries, several houses, the language."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.test import Client

from habitue.house.models import House
from habitue.staff.models import Login, StaffMember
from tests.cast import Cast, opened_house
from tests.fronts.office.conftest import signed_in

ANSWERS = {
    "name": "Chez Marthe",
    "country": "FR",
    "currency": "EUR",
    "timezone": "Europe/Paris",
    "owner_name": "Marthe Keller",
    "owner_email": "Marthe@Chez-Marthe.test",
    "password": "la-clef-du-bistro",
}


def test_an_empty_installation_asks_to_be_opened(db: None) -> None:
    client = Client()

    first = client.get("/", follow=True)
    opened = client.post("/setup", ANSWERS)

    assert b"Open your house" in first.content
    assert opened.headers["Location"] == "/office/start"
    assert client.get("/office/start").status_code == 200
    assert House.objects.get().currency == "EUR"


def test_the_set_up_page_keeps_what_was_typed(db: None) -> None:
    answer = Client().post("/setup", ANSWERS | {"owner_email": "marthe@", "password": "short"})

    assert answer.status_code == 422
    assert b"Marthe Keller" in answer.content
    assert b"e-mail address cannot be read" in answer.content
    assert not House.objects.exists()


def test_an_open_house_is_not_set_up_again(cast: Cast) -> None:
    assert Client().get("/setup").headers["Location"] == "/"
    assert Client().post("/setup", ANSWERS | {"name": "Mine"}).headers["Location"] == "/"
    assert House.objects.count() == 1


def with_password(cast: Cast, role: str) -> Login:
    login = Login.objects.create_user(f"{role}@example.org", "la-clef-du-bistro")
    cast.hire(role.title(), role, login=login, email=login.email)
    return login


@pytest.mark.parametrize(("role", "place"), [("bookkeeper", "/office/"), ("waiter", "/till/")])
def test_one_is_sent_where_the_role_works(cast: Cast, role: str, place: str) -> None:
    login = with_password(cast, role)

    answer = Client().post("/", {"email": login.email.upper(), "password": "la-clef-du-bistro"})

    assert answer.headers["Location"] == place


def test_wrong_passwords_are_said_kindly_and_then_stopped(cast: Cast) -> None:
    login, client = with_password(cast, "manager"), Client()
    wrong = {"email": login.email, "password": "wrong"}

    answers = [client.post("/", wrong) for _try in range(11)]

    assert answers[0].status_code == 422
    assert login.email.encode() in answers[0].content
    assert answers[-1].status_code == 429
    assert b"Wait 15 minutes" in answers[-1].content


def test_who_works_in_two_houses_chooses(cast: Cast) -> None:
    login = with_password(cast, "manager")
    there = Cast(opened_house("Chez Paul"))
    there.hire("Manager", "manager", login=login, email=login.email)
    client = signed_in(login)

    asked = client.get("/office/customers/", follow=True)
    client.post("/houses", {"house": str(there.house.id)})

    assert b"Which house?" in asked.content
    assert b"Chez Paul" in client.get("/office/customers/").content


def test_who_left_does_not_come_in(cast: Cast) -> None:
    login = with_password(cast, "manager")
    StaffMember.objects.of(cast.house).filter(login=login).update(active=False)

    answer = Client().post("/", {"email": login.email, "password": "la-clef-du-bistro"})

    assert answer.status_code == 403
    assert signed_in(login).get("/office/").status_code == 302


def test_one_is_never_sent_away_from_the_house(cast: Cast) -> None:
    login = with_password(cast, "manager")
    asked = {"email": login.email, "password": "la-clef-du-bistro", "next": "//evil.example/"}

    assert Client().post("/", asked).headers["Location"] == "/office/"


def test_the_screens_speak_the_language_chosen(cast: Cast) -> None:
    client = Client()

    answer = client.post("/language", {"language": "fr", "next": "/setup"})
    client.post("/language", {"language": "../etc"})

    assert answer.headers["Location"] == "/setup"
    assert client.cookies["django_language"].value == "fr"
    assert b'lang="fr"' in client.get("/").content


def test_no_address_and_a_stale_form_have_pages_of_their_own(cast: Cast) -> None:
    nowhere = Client().get("/nowhere")
    stale = Client(enforce_csrf_checks=True).post("/", {"email": "a@example.org"})

    assert (nowhere.status_code, stale.status_code) == (404, 403)
    assert b"nothing at this address" in nowhere.content
    assert b"stood open too long" in stale.content
    assert render_to_string("500.html")
