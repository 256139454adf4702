"""`HABITUE_MAIL_URL` and `HABITUE_MAIL_FROM`: taken as meant, or refused in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from habitue.site import mailing
from habitue.site.environment import Nonsense

DATA = Path("/data")


def test_a_server_with_a_password_is_spoken_to_in_secret() -> None:
    found = mailing.from_url("smtp://post%40example.com:p%2Fw@mail.example.com:587", DATA)

    assert (found["host"], found["port"]) == ("mail.example.com", 587)
    assert (found["username"], found["password"]) == ("post@example.com", "p/w")
    assert (found["use_tls"], found["use_ssl"]) == (True, False)


def test_smtps_is_secret_from_the_first_byte() -> None:
    found = mailing.from_url("smtps://u:p@mail.example.com", DATA)

    assert (found["port"], found["use_tls"], found["use_ssl"]) == (465, False, True)


def test_a_folder_lies_in_the_data_folder() -> None:
    assert mailing.from_url("folder:letters", DATA)["folder"] == "/data/letters"
    assert mailing.from_url("folder:/srv/post", DATA)["folder"] == "/srv/post"


def test_without_one_nothing_is_sent() -> None:
    assert mailing.from_url("", DATA) == {}
    assert mailing.sender("", {}) == "habitue@localhost"


@pytest.mark.parametrize(
    "url",
    [
        "mail.example.com",
        "http://mail.example.com",
        "smtp://",
        "smtp://mail.example.com:post",
        "smtp://mail.example.com:99999",
        "smtp://mail.example.com?tls=1",
        "smtp://mail.example.com?starttls=maybe",
    ],
)
def test_nonsense_stops_the_start(url: str) -> None:
    with pytest.raises(Nonsense) as stopped:
        mailing.from_url(url, DATA)

    assert "HABITUE_MAIL_URL" in str(stopped.value)


def test_a_password_is_not_echoed() -> None:
    with pytest.raises(Nonsense) as stopped:
        mailing.from_url("stmp://marthe:geheim@mail.example.com", DATA)

    assert "geheim" not in str(stopped.value)


@pytest.mark.parametrize("given", ["", "Marthe", "marthe@", "@example.com"])
def test_a_sender_must_be_an_address(given: str) -> None:
    with pytest.raises(Nonsense, match="HABITUE_MAIL_FROM"):
        mailing.sender(given, mailing.from_url("smtp://mail.example.com", DATA))


def test_the_user_is_the_sender_where_nobody_else_is_named() -> None:
    mail = mailing.from_url("smtp://post%40example.com:pw@mail.example.com", DATA)

    assert mailing.sender("", mail) == "post@example.com"
