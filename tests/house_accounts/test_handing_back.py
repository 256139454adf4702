"""What is in hand leaves only by someone who may move so much."""

from __future__ import annotations

from dataclasses import replace

from habitue.bills import actions as bills
from habitue.house_accounts import handing_back
from tests.cast import Cast, eur, refused


def test_the_rights_are_asked_for_so_much(cast: Cast) -> None:
    cast.act(bills.settle, customer=cast.acme, amount=eur(20), tender="cash")
    rights = {"prepaid.pay_out": 1_999, "house_accounts.write_off": 1_999}
    less = replace(cast.manager, rights=rights)

    with refused("right_missing"):
        cast.act(handing_back.hand_back, customer=cast.acme, tender="cash", by=less)
    with refused("right_missing"):
        cast.act(handing_back.keep_hand, customer=cast.acme, reason="Gone", by=less)

    assert cast.owes(cast.acme).in_hand == 2_000
    enough = replace(less, rights=dict.fromkeys(rights, 2_000))
    cast.act(handing_back.hand_back, customer=cast.acme, tender="cash", by=enough)
    assert cast.owes(cast.acme).in_hand == 0
