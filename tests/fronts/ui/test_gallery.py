"""The gallery stands, in both directions and every language, under the strict policy."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpResponse
from django.test import Client
from django.utils import translation

from habitue.fronts.ui import toasts, views


@pytest.mark.parametrize("name", views.SCREENS)
def test_each_sample_screen_stands(client: Client, name: str) -> None:
    assert client.get(f"/ui/screens/{name}/").status_code == 200


def test_there_is_no_other_screen(client: Client) -> None:
    assert client.get("/ui/screens/elsewhere/").status_code == 404


def test_the_page_says_its_language_and_direction(client: Client) -> None:
    assert '<html lang="en" dir="ltr"' in client.get("/ui/").content.decode()
    assert 'dir="rtl"' in client.get("/ui/?dir=rtl").content.decode()


def test_a_theme_is_drawn_from_the_first_byte(client: Client) -> None:
    client.cookies["theme"] = "dark"
    assert 'data-theme="dark"' in client.get("/ui/").content.decode()

    client.cookies["theme"] = 'x" onload="y'
    assert "data-theme=" not in client.get("/ui/").content.decode().split(">")[1]


def test_nothing_is_inline(client: Client) -> None:
    page = client.get("/ui/").content.decode()

    assert not re.search(r"\sstyle=|<style|<script(?! src=)|\son\w+=\"", page)


def test_ids_are_unique(client: Client) -> None:
    ids = re.findall(r'\sid="([^"]+)"', client.get("/ui/").content.decode())

    assert sorted({each for each in ids if ids.count(each) > 1}) == []


def test_a_hostile_name_stays_a_name(client: Client) -> None:
    page = client.get("/ui/found/?q=mallory").content.decode()

    assert "<b>Mallory" not in page
    assert "&lt;b&gt;<mark>Mallory</mark>" in page


@pytest.mark.parametrize("language", ["en", "fr", "ru"])
def test_sentences_keep_their_amounts_in_every_language(client: Client, language: str) -> None:
    with translation.override(language):
        page = client.get("/ui/", headers={"accept-language": language}).content.decode()

    assert page.count("{amount}") == 0


def test_what_was_done_is_said_once() -> None:
    request = SimpleNamespace(session=SessionStore(), headers={})

    toasts.say(request, "Alice is archived.", undo="/undo")  # type: ignore[arg-type]

    assert toasts.take(request) == [  # type: ignore[arg-type]
        {"text": "Alice is archived.", "undo": "/undo", "kind": ""}
    ]
    assert toasts.take(request) == []  # type: ignore[arg-type]


def test_a_toast_beside_an_answer_keeps_what_was_said_before() -> None:
    response = HttpResponse(headers={"HX-Trigger": '{"sheet:close": true}'})

    toasts.say_with(response, "Élodie’s bill now")

    assert '"sheet:close": true' in response.headers["HX-Trigger"]
    assert response.headers["HX-Trigger"].isascii()
