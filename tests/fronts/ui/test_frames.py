"""A frame is bounded, read, and forgotten; nothing sent breaks the house."""

from __future__ import annotations

import logging

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from habitue.fronts.ui import frames
from tests.cameras import still


def answered(body: bytes, where: str = "?w=640&h=480") -> HttpResponse:
    asked = RequestFactory().post(f"/{where}", body, content_type="application/octet-stream")
    return frames.answer(asked)


def test_a_code_is_read() -> None:
    assert answered(still("741708235506")).content == b'{"code": "741708235506"}'


def test_an_empty_desk_says_nothing() -> None:
    assert answered(still("")).status_code == 204


def test_a_bank_card_is_dropped() -> None:
    answer = answered(still("4111111111111111"))

    assert answer.content == b'{"bank_card": true}'


def test_a_whole_book_in_a_code_is_none_of_ours() -> None:
    assert answered(still("x" * 900, width=1000, height=1000), "?w=1000&h=1000").status_code == 204


@pytest.mark.parametrize(
    ("where", "body", "status"),
    [
        ("", b"", 422),
        ("?w=640&h=480", b"", 422),
        ("?w=640&h=480", b"\x00" * 100, 422),
        ("?w=0&h=480", b"", 422),
        ("?w=-640&h=-480", b"\x00" * 640 * 480, 422),
        ("?w=٦٤٠&h=480", b"\x00" * 640 * 480, 422),
        ("?w=1e3&h=1e3", b"\x00", 422),
        ("?w=99999&h=99999", b"\x00", 422),
        ("?w=2000&h=2000", b"\x00" * 4_000_000, 422),
        ("?w=1000&h=1000", b"\x00" * 1_500_000, 413),
        ("?w=16&h=16", b"\xff" * 256, 204),
        ("?w=640&h=480", bytes(range(256)) * 1200, 204),
    ],
)
def test_nothing_sent_breaks_it(where: str, body: bytes, status: int) -> None:
    assert answered(body, where).status_code == status


def test_what_was_seen_is_not_written_down(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    answered(still("741708235506"))

    assert "741708235506" not in caplog.text


def test_the_gallery_reads_for_nobody_in_particular(client: Client) -> None:
    sent = client.post("/ui/frames/?w=640&h=480", still("1"), "application/octet-stream")

    assert sent.status_code == 401


def test_the_camera_is_ours_alone(client: Client) -> None:
    assert "camera=(self)" in client.get("/ui/").headers["Permissions-Policy"]
