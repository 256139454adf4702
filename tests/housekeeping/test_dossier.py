"""The dossier: whatever erasing would empty is in it, no secret is, and it costs what it costs."""

from __future__ import annotations

import json
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from habitue.audit.models import AuditLine
from habitue.cards.models import Pin
from habitue.guests.models import Invitation
from habitue.housekeeping import dossier
from tests.cast import Cast, refused
from tests.housekeeping.known import MARK, known_everywhere


def test_everything_held_is_in_it(cast: Cast) -> None:
    customer = known_everywhere(cast)

    told = cast.act(dossier.write, customer=customer, by=cast.manager)

    text = json.dumps(told)
    held = (
        "first_name", "notes", "allergies", "@example.org", "698765432", f"{MARK}-2",
        f"{MARK} lost it", f"for {MARK}", "sits outside", "was cross", "was ill",
        "did not want it", f"{MARK} the second",
    )  # fmt: skip
    assert [one for one in held if one not in text] == []
    assert told["rows"]["customers_consent"][0]["wording"]
    assert told["rows"]["house_accounts_signature"][0]["name"] == MARK
    assert told["rows"]["invoicing_invoice"]
    assert told["movements"]["account"] and told["letters"]


def test_no_secret_and_nobody_else_is_in_it(cast: Cast) -> None:
    customer = known_everywhere(cast)
    text = json.dumps(cast.act(dossier.write, customer=customer, by=cast.owner))

    secrets = [Pin.objects.get(customer=customer).hash, *_links(customer)]
    assert [one for one in secrets if one in text] == []
    assert "Marthe" not in text.replace("Chez Marthe", "") and "staff:" not in text


def _links(customer: Any) -> list[str]:
    return [one.public_token for one in customer.bills.all()] + [
        f'"digest": "{one.digest}"' for one in Invitation.objects.filter(customer=customer)
    ]


def test_that_it_was_asked_for_is_recorded(cast: Cast) -> None:
    cast.act(dossier.write, customer=cast.carol)

    assert AuditLine.objects.filter(verb="customers.dossier", object_id=cast.carol.id).exists()


def test_a_hundred_bills_cost_no_more_questions_than_ten(cast: Cast) -> None:
    costs = []
    for more in (10, 90):
        for _ in range(more):
            cast.bill(1, cast.carol)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            cast.act(dossier.write, customer=cast.carol)
        costs.append(len(asked))

    assert costs[1] <= costs[0] + 2, costs


def test_strangers_and_waiters(cast: Cast) -> None:
    with refused("not_found"):
        cast.act(dossier.write, customer=cast.charlie)
    with refused("right_missing", right="customers.dossier"):
        cast.act(dossier.write, customer=cast.carol, by=cast.zoe)
