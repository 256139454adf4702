"""Links, invitations and codes that were tampered with are found, and nothing else is."""

from __future__ import annotations

import pytest

from habitue.cards import one_time
from habitue.cards.proofs import Proof
from habitue.guests import actions as guests
from habitue.guests import entry
from habitue.site import books
from tests.cast import Cast, make_customer
from tests.guests.conftest import ALICE, Phone
from tests.site.damage import damage, failing

DAMAGES = {
    "a link by e-mail that nothing proved": (
        "UPDATE guests_link SET proved_at = NULL WHERE how = 'email'",
        {"I51"},
    ),
    "a link made in no way we know": ("UPDATE guests_link SET how = 'magic'", {"I51"}),
    "an invitation taken by nobody": (
        "UPDATE guests_invitation SET used_at = made_at WHERE used_at IS NULL",
        {"I52"},
    ),
    "an invitation taken too late": (
        "UPDATE guests_invitation SET used_at = '2999-01-01 00:00:00' WHERE used_at IS NOT NULL",
        {"I52"},
    ),
    "a code used too late": (
        "UPDATE cards_one_time_code SET used_at = '2999-01-01 00:00:00' WHERE used_at IS NOT NULL",
        {"I53"},
    ),
    "a code that paid nothing": (
        "UPDATE cards_one_time_code SET used_at = made_at, ended_at = NULL WHERE used_at IS NULL",
        {"I53"},
    ),
    "a payment no code proved": (
        "UPDATE bills_payment SET proved_by = 'vouched' WHERE proved_by = 'code'",
        {"I53"},
    ),
}


@pytest.mark.unbalanced
@pytest.mark.parametrize("what", DAMAGES)
def test_what_was_tampered_with_is_found(cast: Cast, phone: Phone, what: str) -> None:
    make_customer(cast.house, email=ALICE)
    guest = phone.enter()
    made = cast.act(guests.invite, customer=cast.alice)
    guests.accept(entry.secret_of(made.id), guest, phone.at)
    cast.act(guests.invite, customer=cast.alice)
    code = cast.act(one_time.fresh, customer=cast.alice)
    cast.pay(cast.bill(1, cast.alice), "wallet", by=cast.zoe, proof=Proof(one_time_code=code))
    cast.act(one_time.fresh, customer=cast.alice)
    books.seal_pending(cast.house)
    assert failing(cast) == set()
    statement, expected = DAMAGES[what]

    damage(statement)

    assert failing(cast) == expected
