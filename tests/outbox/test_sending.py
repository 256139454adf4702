"""Letters reach a real mail server, each once, whatever the server does meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connections

from habitue.house.models import House
from habitue.house.scope import house_scope
from habitue.operations.writer import in_write_transaction
from habitue.outbox import actions as outbox
from habitue.outbox import enclosing, mail, sending
from habitue.outbox.models import Letter
from habitue.outbox.reports import waiting
from habitue.site import mailing, postman
from tests.cast import act_in, make_house, refused
from tests.conftest import NOON
from tests.digits import stands_in
from tests.mail import MailServer, mail_server
from tests.ports import free_port

DUE = NOON + timedelta(seconds=1)


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    with mail_server() as running:
        use(settings, running.url)
        yield running


def use(settings: Any, url: str) -> None:
    settings.MAIL = mailing.from_url(url, Path("/tmp"))
    settings.MAIL_FROM = "Habitué <book@example.com>"


@pytest.fixture
def letter(noon: Any, act: Any) -> Letter:
    return post(act)


def post(act: Any, **terms: Any) -> Letter:
    given = {"to": "acme@example.com", "subject": "Your invoice", "text": "Déjeuners: 43,10"}
    posted: Letter = act(outbox.post, **given | terms)
    return posted


def look(after: timedelta = timedelta(0)) -> sending.Round:
    return sending.send_due(in_write_transaction, lambda: DUE + after)


def again(letter: Letter) -> Letter:
    found: Letter = Letter.objects.of(letter.house_id).get(pk=letter.pk)
    return found


def test_a_letter_that_was_taken_is_marked(server: MailServer, letter: Letter) -> None:
    assert look() == sending.Round(sent=1)
    assert look(timedelta(days=3)) == sending.Round()

    [came] = server.taken
    assert came["To"] == "acme@example.com"
    assert came["From"] == "Chez Marthe <book@example.com>"
    assert came["Subject"] == "Your invoice"
    assert came["Message-ID"] == f"<{letter.pk}@example.com>"
    assert came.get_content().strip() == "Déjeuners: 43,10"
    assert again(letter).sent_at == DUE


def test_what_was_refused_is_tried_again_later(server: MailServer, letter: Letter) -> None:
    server.says = "451 come back later"
    assert look() == sending.Round(failed=1)
    assert again(letter).last_problem.startswith("451")
    server.says = ""

    assert look(timedelta(seconds=50)) == sending.Round(), "not before its time"
    assert look(timedelta(minutes=2)) == sending.Round(sent=1)

    assert len(server.taken) == 1
    assert (again(letter).tries, again(letter).last_problem) == (2, "")


def test_the_waits_grow_and_end(server: MailServer, letter: Letter, house: House) -> None:
    server.says = "451 never"
    at, waits = DUE, []
    while again(letter).is_waiting:
        look(at - DUE)
        due = again(letter).next_try_at
        if due is not None:
            waits.append(due - at)
            at = due

    assert waits == sending.WAITS
    assert waiting(house).given_up == 1


def test_an_address_nobody_has_is_not_tried_again(server: MailServer, letter: Letter) -> None:
    server.says = "550 nobody here"

    look()

    assert not again(letter).is_waiting
    assert again(letter).last_problem.startswith("550")


def test_a_server_that_is_down_costs_no_try(settings: Any, noon: Any, act: Any) -> None:
    port = free_port()
    use(settings, f"smtp://127.0.0.1:{port}")
    first, _second = post(act), post(act, to="bob@example.com")

    assert look() == sending.Round(out_of_reach=True), "and the others are not even tried"
    assert again(first).tries == 0

    with mail_server(port) as server:
        assert look(timedelta(minutes=2)) == sending.Round(sent=2)
        assert {came["To"] for came in server.taken} == {"acme@example.com", "bob@example.com"}


def test_what_it_encloses_is_made_when_it_is_sent(
    server: MailServer, noon: Any, act: Any, house: House
) -> None:
    asked: list[UUID] = []

    def made(_house: House, row: UUID) -> enclosing.Attached:
        asked.append(row)
        return enclosing.Attached("Février.pdf", b"%PDF-1.7 \x00\xff", "application/pdf")

    kind = enclosing.declare("test.pdf", made)
    post(act, enclosing=[enclosing.Enclosure(kind, house.id)])
    assert asked == []

    look()

    [file] = server.taken[0].iter_attachments()
    assert asked == [house.id]
    assert (file.get_filename(), file.get_content()) == ("Février.pdf", b"%PDF-1.7 \x00\xff")


def test_an_enclosure_nobody_can_make_holds_up_no_other(
    server: MailServer, noon: Any, act: Any, house: House
) -> None:
    bad = post(act, enclosing=[enclosing.Enclosure("no.such", house.id)])
    post(act)

    assert look() == sending.Round(sent=1, failed=1)
    assert "cannot be made" in again(bad).last_problem


def test_no_header_can_be_smuggled_in(server: MailServer, noon: Any, act: Any) -> None:
    post(act, subject="Bill\r\nBcc: everyone@example.com")

    look()

    assert server.taken[0]["Subject"] == "Bill Bcc: everyone@example.com"
    assert server.taken[0]["Bcc"] is None


def test_what_is_no_address_is_refused(noon: Any, act: Any, house: House) -> None:
    with refused("malformed", field="email"):
        post(act, to="acme at example")


def test_letters_go_to_a_folder(settings: Any, letter: Letter, tmp_path: Path) -> None:
    use(settings, f"folder:{tmp_path / 'letters'}")

    assert look() == sending.Round(sent=1)

    [file] = (tmp_path / "letters").iterdir()
    assert file.suffix == ".eml"
    assert b"Subject: Your invoice" in file.read_bytes()


def test_taken_letters_are_forgotten_after_a_while(server: MailServer, letter: Letter) -> None:
    look()

    sending.forget_old(in_write_transaction, DUE + sending.KEPT + timedelta(days=1))

    assert not Letter.objects.of(letter.house_id).exists()


@pytest.mark.django_db(transaction=True)
def test_two_postmen_send_it_once(server: MailServer, noon: Any) -> None:
    house = make_house()
    for number in range(20):
        act_in(house, outbox.post, to=f"guest{number}@example.com", subject="Hello", text="Hello")
    start = threading.Barrier(4)

    def work() -> int:
        start.wait()
        try:
            return sending.send_due(in_write_transaction, lambda: DUE).sent
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        sent = [one.result() for one in [pool.submit(work) for _ in range(4)]]

    assert sum(sent) == 20
    assert len({came["To"] for came in server.taken}) == len(server.taken) == 20
    with house_scope(house):
        assert waiting(house).due == 0


def test_without_a_server_letters_wait(settings: Any, letter: Letter, house: House) -> None:
    settings.MAIL = {}

    assert postman.begin() is None
    assert waiting(house).due == 1


def test_a_code_is_sent_at_once_and_not_kept(server: MailServer, house: House) -> None:
    assert outbox.send_at_once(to="alice@example.com", subject="Your code", text="482 615")

    assert eventually(lambda: bool(server.taken))
    assert "482 615" in server.taken[0].get_content()
    assert not Letter.objects.of(house).exists()


def test_a_code_that_is_not_sent_is_not_logged(
    settings: Any, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    from habitue.outbox import at_once

    monkeypatch.setattr(at_once, "WAITS", ())
    use(settings, f"smtp://127.0.0.1:{free_port()}")

    outbox.send_at_once(to="alice@example.com", subject="Your code", text="482 615")

    assert eventually(lambda: "was not sent" in caplog.text)
    assert not stands_in(caplog.text, "482")
    assert "alice" not in caplog.text


def test_nothing_is_sent_at_once_without_a_server(settings: Any) -> None:
    settings.MAIL = {}

    assert not mail.is_set()
    assert not outbox.send_at_once(to="alice@example.com", subject="Your code", text="482 615")


def eventually(holds: Any, patience: float = 60.0) -> bool:
    until = time.monotonic() + patience
    while not holds() and time.monotonic() < until:
        time.sleep(0.02)
    return bool(holds())
