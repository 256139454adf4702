"""Inviting a customer to their phone, from the office."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from habitue.cards import one_time
from habitue.cards.proofs import Proof
from habitue.guests import actions as guests
from habitue.guests import entry
from habitue.guests.models import GuestLink, Invitation
from tests.cast import Cast, refused
from tests.fronts.office.conftest import Desk


def invited(office: Desk, cast: Cast) -> str:
    """The secret on the page."""
    answer = office.send(f"customers/{cast.alice.id}/invite")
    assert answer.status_code == 302, answer.content
    page = office.client.get(answer.headers["Location"]).content.decode()
    path = entry.invitation_path(Invitation.objects.of(cast.house).get(ended_at=None))
    assert f"http://testserver{path}</code>" in html.unescape(page)
    assert "<svg" in page
    return path.rpartition("/")[2]


def test_an_invitation_shows_its_link_and_code(office: Desk, cast: Cast) -> None:
    secret = invited(office, cast)
    now = datetime.now(UTC)

    link = guests.accept(secret, entry.nameless(now), now)

    page = office.see(f"customers/{cast.alice.id}/ways-in").content.decode()
    assert "a phone without an e-mail address" in page
    assert entry.may_spend(link)
    assert "was taken" in office.see(f"customers/{cast.alice.id}/invited").content.decode()


def test_pressed_twice_it_is_one(office: Desk, cast: Cast) -> None:
    for _time in range(2):
        office.send(f"customers/{cast.alice.id}/invite", key="one press")

    assert Invitation.objects.of(cast.house).count() == 1


def test_a_phone_is_taken_off(office: Desk, cast: Cast) -> None:
    now = datetime.now(UTC)
    link = guests.accept(invited(office, cast), entry.nameless(now), now)
    path = f"customers/{{}}/phones/{link.id}/take-off"

    assert office.send(path.format(cast.carol.id)).status_code == 404
    assert office.send(path.format(cast.alice.id)).status_code == 302
    assert GuestLink.objects.of(cast.house).get().ended_at is not None


def test_who_may_not_invite(as_role: Callable[[str], Desk], cast: Cast) -> None:
    bea = as_role("bookkeeper")

    assert bea.send(f"customers/{cast.alice.id}/invite").status_code == 403
    assert bea.see(f"customers/{cast.alice.id}/invited").status_code == 403
    assert not Invitation.objects.exists()


def test_an_invitation_that_may_spend_is_not_for_who_may_only_invite(
    office: Desk, as_role: Callable[[str], Desk], cast: Cast
) -> None:
    secret = invited(office, cast)
    where = f"customers/{cast.alice.id}/invited"

    assert secret in office.see(where).content.decode()
    assert secret not in as_role("waiter").see(where).content.decode()


def test_the_inactive_are_refused_in_words(office: Desk, cast: Cast) -> None:
    from habitue.customers import actions as customers

    cast.act(customers.edit, customer=cast.carol, fields={"active": False}, front="office")

    answer = office.send(f"customers/{cast.carol.id}/invite")
    assert answer.status_code == 409
    assert "not active" in answer.content.decode()


@pytest.mark.parametrize("who", ["charlie"])
def test_nobody_of_another_house(office: Desk, cast: Cast, who: str) -> None:
    assert office.send(f"customers/{getattr(cast, who).id}/invite").status_code == 404


def test_wrong_codes_are_unlocked_where_there_is_no_pin(office: Desk, cast: Cast) -> None:
    code = cast.act(one_time.fresh, customer=cast.alice)
    wrong = Proof(one_time_code=f"{(int(code) + 1) % 10**6:06}")
    for _time in range(5):
        with refused("code_wrong"):
            cast.pay(cast.bill(1, cast.alice), "wallet", by=cast.zoe, proof=wrong)

    assert "Unlock" in office.see(f"customers/{cast.alice.id}/ways-in").content.decode()
    office.send(f"customers/{cast.alice.id}/unlock")
    assert not one_time.is_locked(cast.house, cast.alice.id)
