"""Getting in: a code by e-mail, a house's invitation; staying, speaking, going."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from habitue.fronts.guest import sessions
from habitue.guests import actions as guests
from habitue.guests import entry
from habitue.guests.models import GuestLink, Invitation
from tests.cast import Cast, make_customer
from tests.fronts.guest.conftest import Phone

ALICE = "alice@example.org"
Mails = list[dict[str, str]]


@pytest.fixture
def mails(monkeypatch: pytest.MonkeyPatch) -> Mails:
    sent: Mails = []

    def send(**mail: str) -> bool:
        sent.append(mail)
        return True

    monkeypatch.setattr("habitue.outbox.actions.send_at_once", send)
    return sent


def code_of(mails: Mails) -> str:
    found = re.search(r"\b(\d{3}) (\d{3})\b", mails[-1]["text"])
    assert found
    return found[1] + found[2]


@pytest.fixture
def invitation(cast: Cast) -> str:
    """The address of an invitation for Alice."""
    return entry.invitation_path(cast.act(guests.invite, customer=cast.alice))


def test_a_code_by_e_mail_opens_the_cards(cast: Cast, stranger: Phone, mails: Mails) -> None:
    make_customer(cast.house, first_name="Alma", email=ALICE)

    asked = stranger.send("/me/email/", email=f" {ALICE.upper()} ")
    typed = stranger.get(asked.headers["Location"])
    opened = stranger.send("/me/code/", code=code_of(mails))

    assert ALICE.upper() in typed.text
    assert 'autocomplete="one-time-code"' in typed.text
    assert 'inputmode="numeric"' in typed.text
    assert opened.headers["Location"] == "/me/"
    assert "Alma" in stranger.get("/me/").text


def test_the_address_stands_in_no_url(stranger: Phone, mails: Mails) -> None:
    asked = stranger.send("/me/email/", email=ALICE)

    assert "alice" not in asked.headers["Location"]


def test_signing_in_leads_back_to_the_bill(cast: Cast, stranger: Phone, mails: Mails) -> None:
    where = f"/b/{cast.bill(10).public_token}"

    asked = stranger.send("/me/email/", email=ALICE, next=where)
    code_page = stranger.get(asked.headers["Location"]).text
    opened = stranger.send("/me/code/", code=code_of(mails), next=where)

    assert f'name="next" value="{where}"' in code_page
    assert opened.headers["Location"] == where


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/me/", "//evil.example/b/x", "/office/", "/b\\evil", "nul"]
)
def test_nobody_is_led_to_another_site(stranger: Phone, mails: Mails, elsewhere: str) -> None:
    stranger.send("/me/email/", email=ALICE)

    opened = stranger.send("/me/code/", code=code_of(mails), next=elsewhere)

    assert opened.headers["Location"] == "/me/"


def test_a_wrong_code_is_asked_again(stranger: Phone, mails: Mails) -> None:
    stranger.send("/me/email/", email=ALICE)
    wrong = f"{(int(code_of(mails)) + 1) % 10**6:06}"

    page = stranger.send("/me/code/", code=wrong)

    assert page.status_code == 409
    assert "not the code we sent" in page.text
    assert sessions.COOKIE not in page.cookies


def test_a_code_is_good_once(stranger: Phone, mails: Mails) -> None:
    stranger.send("/me/email/", email=ALICE)
    stranger.send("/me/code/", code=code_of(mails))
    other = Phone()
    other.cookies[sessions.ASKING] = sessions.signing.dumps(ALICE, salt=sessions.SALT)

    assert other.send("/me/code/", code=code_of(mails)).status_code == 409


@pytest.mark.parametrize("typed", ["", "nonsense", "a@b@c", "x" * 400])
def test_what_is_no_address_is_said_so(stranger: Phone, mails: Mails, typed: str) -> None:
    page = stranger.send("/me/email/", email=typed)

    assert page.status_code == 422
    assert mails == []


def test_too_many_codes_are_refused_for_a_while(stranger: Phone, mails: Mails) -> None:
    answers = [stranger.send("/me/email/", email=ALICE) for _ in range(6)]

    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_where_no_mail_goes_out_one_is_told(stranger: Phone) -> None:
    page = stranger.send("/me/email/", email=ALICE)

    assert "No mail goes out from here yet" in page.text


def test_looking_at_an_invitation_takes_nothing(stranger: Phone, invitation: str) -> None:
    page = stranger.get(invitation)

    assert "Chez Marthe invites you" in page.text
    assert not GuestLink.objects.exists()


def test_an_invitation_opens_the_card(stranger: Phone, invitation: str, cast: Cast) -> None:
    opened = stranger.send(invitation)

    page = stranger.get(opened.headers["Location"]).text

    assert "Alice Martin" in page
    assert "is on this phone now" in page


def test_an_invitation_is_good_once(stranger: Phone, invitation: str) -> None:
    stranger.send(invitation)
    other = Phone()

    assert other.get(invitation).status_code == 410
    assert other.send(invitation).status_code == 410
    assert "Ask the house for a new one" in other.get(invitation).text


def test_an_old_invitation_is_gone(stranger: Phone, invitation: str) -> None:
    Invitation.objects.update(expires_at=datetime.now(UTC) - timedelta(seconds=1))

    assert stranger.get(invitation).status_code == 410


def test_a_phone_without_an_address_can_give_one(alices: Phone, mails: Mails, cast: Cast) -> None:
    assert "Only this phone knows you" in alices.get("/me/").text

    alices.send("/me/email/", email=ALICE)
    entered = alices.send("/me/code/", code=code_of(mails))
    page = alices.get("/me/").text

    assert '"storage"' in entered.headers["Clear-Site-Data"]
    assert ALICE in page
    assert "Alice Martin" in page
    assert "Only this phone knows you" not in page


def test_signing_out_ends_the_session_here_and_on_the_server(alices: Phone, at: str) -> None:
    kept = alices.cookies[sessions.COOKIE].value

    left = alices.send("/me/leave/")
    alices.cookies[sessions.COOKIE] = kept

    assert '"storage"' in left.headers["Clear-Site-Data"]
    assert alices.get(at).status_code == 302


def test_staff_and_guest_share_a_browser(
    alices: Phone, cast: Cast, django_user_model: Any
) -> None:
    login = django_user_model.objects.create_user("zoe@example.org", "la-clef-du-bistro")
    alices.force_login(login)

    alices.send("/me/leave/")

    assert alices.session["_auth_user_id"] == str(login.pk)


def test_a_made_up_session_opens_nothing(stranger: Phone) -> None:
    for made_up in ("", "x", "\\000" * 9, "x" * 32, "x" * 999, "../.."):
        stranger.cookies[sessions.COOKIE] = made_up
        assert stranger.get("/me/bills/").status_code == 302


def test_another_language_on_the_way_in_forgets_no_bill(stranger: Phone, mails: Mails) -> None:
    where = "/b/ZePGMe8a7frWcHr8dAPFWCPf"
    door = stranger.get(f"/me/?next={where}")
    wanted = re.search(
        r'action="/me/language/".*?name="next" value="([^"]*)"', door.text, re.DOTALL
    )
    assert wanted

    spoken = stranger.send("/me/language/", language="fr", next=wanted[1])

    assert f'name="next" value="{where}"' in stranger.get(spoken.headers["Location"]).text
    asked = stranger.send("/me/email/", email=ALICE, next=where)
    wrong = stranger.send("/me/code/", code="000000", next=where)
    there = asked.headers["Location"]
    assert f'name="next" value="{there}"' in wrong.text


def test_only_who_came_by_a_bill_is_told_of_one(stranger: Phone) -> None:
    says = "back at your bill"

    assert says in stranger.get("/me/?next=/b/ZePGMe8a7frWcHr8dAPFWCPf").text
    assert says not in stranger.get("/me/?next=/me/scan/").text


def test_the_pages_speak_the_language_one_chose(alices: Phone) -> None:
    answer = alices.send("/me/language/", language="fr", next="/me/bills/")

    assert answer.headers["Location"] == "/me/bills/"
    assert '<html lang="fr"' in alices.get("/me/").text


def test_a_code_to_spend_is_made_and_shown_again(alices: Phone, at: str, stranger: Phone) -> None:
    made = alices.send(f"{at}code/")
    first, second = alices.get(made.headers["Location"]).text, alices.get(f"{at}code/").text

    digits = re.search(r'class="digits">([^<]+)<', first)
    assert digits
    assert digits[1] in second
    assert "data-left" in first
    assert stranger.send(f"{at}code/").status_code == 302


def test_a_phone_invited_by_a_waiter_types_the_pin_first(
    cast: Cast, phone: Callable[[], Phone]
) -> None:
    cast.pin(cast.alice)
    invited = cast.act(guests.invite, customer=cast.alice, by=cast.zoe)
    theirs = phone()
    opened = theirs.send(entry.invitation_path(invited)).headers["Location"].partition("?")[0]

    asked = theirs.send(f"{opened}code/")
    wrong = theirs.send(f"{opened}code/", pin="1357")
    right = theirs.send(f"{opened}code/", pin="7391")

    assert (asked.status_code, wrong.status_code, right.status_code) == (409, 409, 303)


def test_the_phone_can_be_given_the_pages_to_keep(stranger: Phone) -> None:
    manifest = stranger.get("/me/manifest.webmanifest")
    worker = stranger.get("/me/sw.js")

    assert manifest.json()["start_url"] == "/me/"
    assert worker.headers["Content-Type"] == "text/javascript"
    assert "/static/whole/ui/phone.css" in worker.text
    for icon in manifest.json()["icons"]:
        assert stranger.get(icon["src"]).status_code == 200
