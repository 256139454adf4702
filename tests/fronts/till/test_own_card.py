"""One's own card at the till: a colleague is asked over, and it is done with them beside."""

from __future__ import annotations

from typing import Any

from django.test import Client

from habitue.customers.models import Customer
from habitue.prepaid.models import TopUp
from tests.cast import make_customer
from tests.fronts.till.stage import MARTHES_PIN, Stage


def pauls(stage: Stage) -> Customer:
    """Paul's own card."""
    address = "paul@example.org"
    type(stage.paul).objects.filter(pk=stage.paul.pk).update(email=address)
    return make_customer(stage.house, first_name="Paul", email=address)


def test_a_colleague_is_asked_over_for_ones_own_card(
    cashier: Client, stage: Stage, post: Any
) -> None:
    own = pauls(stage)
    where = f"/till/customers/{own.id}/top-ups/"
    asked = {"pays": "20", "receives": "40", "tender": "cash"}

    sheet = post(cashier, where, **asked)

    assert sheet.status_code == 403
    assert 'name="approval_right" value="proofs.vouch"' in sheet.content.decode()
    assert not TopUp.objects.of(stage.house).filter(customer=own).exists()
    post(
        cashier, where, **asked, approval_right="proofs.vouch", approval_reason="seen",
        approval_staff=stage.marthe.id, approval_pin=MARTHES_PIN,
    )  # fmt: skip
    assert TopUp.objects.of(stage.house).get(customer=own).receives_minor == 4_000
