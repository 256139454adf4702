"""What a stranger, a waiter or a neighbour might try on a guest's phone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from habitue.bills import actions as bills
from habitue.cards import actions as cards
from habitue.guests import actions as guests
from habitue.guests import entry
from habitue.guests.models import GuestLink
from habitue.house.acting import Actor
from tests.cast import PIN, Cast, make_customer
from tests.fronts.guest.conftest import Phone

SECRET = "32NRB3URY4VrOMLDaRgscIwb"
WAITER = Actor(label="staff:waiter", rights={"guests.invite": None})


def invited_by_a_waiter(cast: Cast, phone: Phone, customer: object) -> GuestLink:
    """A link of someone whom the house only invited: nothing proves the phone is theirs."""
    made = cast.act(guests.invite, customer=customer, by=WAITER)
    secret = entry.invitation_path(made).rpartition("/")[2]
    assert phone.guest is not None
    return guests.accept(secret, phone.guest, datetime.now(UTC))


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", f"/b/{SECRET}/"),
        ("get", f"/b/{SECRET}/mine"),
        ("post", f"/b/{SECRET}/mine"),
        ("get", f"/me/join/{SECRET}/"),
        ("put", f"/me/join/{SECRET}"),
    ],
)
def test_no_refusal_writes_a_link_into_the_log(
    db: None, caplog: pytest.LogCaptureFixture, method: str, path: str
) -> None:
    answer = getattr(Client(enforce_csrf_checks=True), method)(path)

    assert answer.status_code in (403, 404, 405)
    assert caplog.messages
    assert SECRET not in caplog.text


@pytest.mark.parametrize("where", ["//[x", "http://[", "//\u2100.com"])
def test_an_address_that_is_none_leads_home(db: None, stranger: Phone, where: str) -> None:
    spoken = stranger.send("/me/language/", language="fr", next=where)
    kept_out = stranger.post("/me/scan/", headers={"Referer": where})

    assert stranger.get("/me/", {"next": where}).status_code == 200
    assert spoken.headers["Location"] == kept_out.headers["Location"] == "/me/"


@pytest.mark.parametrize(
    ("mine", "theirs"), [("straße.de", "strasse.de"), ("νικος.gr", "νικοσ.gr")]
)
def test_two_domains_are_two_addresses(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, mine: str, theirs: str
) -> None:
    make_customer(cast.house, first_name="Alma", email=f"alma@{theirs}")
    sent: list[dict[str, str]] = []
    monkeypatch.setattr("habitue.outbox.actions.send_at_once", lambda **mail: sent.append(mail))
    now = datetime.now(UTC)

    entry.ask_code(f"alma@{mine}", now)
    code = sent[0]["text"].split("\n")[0].rpartition("is ")[2]

    assert sent[0]["to"] == f"alma@{mine}"
    assert entry.links_of(entry.enter(f"alma@{mine}", code, now)) == []


def test_who_was_only_invited_spends_nothing_on_account(cast: Cast, phone: object) -> None:
    someones: Phone = phone()  # type: ignore[operator]
    cast.pin(cast.bob)
    link = invited_by_a_waiter(cast, someones, cast.bob)
    where = f"/b/{cast.bill(10, cast.bob).public_token}"

    page = someones.get(where).text
    kept = someones.send(f"{where}/pay", tender="house_account", amount="10.00")
    someones.send(f"/me/houses/{link.id}/code/", pin=PIN)
    paid = someones.send(f"{where}/pay", tender="house_account", amount="10.00")

    assert "with=house_account" not in page
    assert kept.status_code == 409
    assert paid.status_code == 303


def test_who_was_only_invited_sees_no_code_of_another_phone(
    cast: Cast, alices: Phone, at: str, phone: object
) -> None:
    waiters: Phone = phone()  # type: ignore[operator]
    link = invited_by_a_waiter(cast, waiters, cast.alice)

    alices.send(f"{at}code/")

    assert 'class="digits"' in alices.get(f"{at}code/").text
    assert 'class="digits"' not in waiters.get(f"/me/houses/{link.id}/code/").text


def test_what_the_waiter_took_off_does_not_take_itself_back(cast: Cast, alices: Phone) -> None:
    bill = cast.bill(10)
    where = f"/b/{bill.public_token}"
    assert "data-at-once" in alices.get(where).text
    alices.send(f"{where}/mine")

    cast.act(bills.unlink, bill=bill)

    watched = alices.get(f"{where}/live").text
    assert f'action="{where}/mine"' in watched
    assert "data-at-once" not in watched
    assert "data-at-once" not in alices.get(f"{where}?linked").text


def test_who_was_only_invited_is_shown_no_number_a_till_takes_for_a_card(
    cast: Cast, alices: Phone, at: str, phone: object
) -> None:
    waiters: Phone = phone()  # type: ignore[operator]
    link = invited_by_a_waiter(cast, waiters, cast.alice)
    card = cast.act(cards.assign, customer=cast.alice, number="MT77", kind="qr")
    pages = ["", "hand/", f"hand/{card.id}/"]

    assert all("MT77" in alices.get(f"{at}{page}").text for page in (pages[0], pages[2]))
    answers = [waiters.get(f"/me/houses/{link.id}/{page}") for page in pages]

    assert [answer.status_code for answer in answers] == [200, 200, 404]
    assert not any("MT77" in one.text for one in [*answers, waiters.get("/me/")])
