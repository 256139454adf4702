"""A guest on their phone: what may be sent to them, and everything held about them."""

from __future__ import annotations

import json

from habitue.audit.models import AuditLine
from habitue.customers.models import Consent
from tests.cast import Cast
from tests.fronts.guest.conftest import Phone


def test_a_guest_agrees_and_takes_it_back(cast: Cast, alices: Phone, at: str) -> None:
    alices.send(f"{at}letters/", marketing="on", receipts="on")
    agreed = cast.again(cast.alice)
    alices.send(f"{at}letters/", receipts="on")

    assert agreed.marketing_allowed and agreed.email_receipts
    now = cast.again(cast.alice)
    assert not now.marketing_allowed and now.email_receipts
    rows = Consent.objects.of(cast.house).filter(customer=now).order_by("at", "id")
    assert [(one.allowed, one.channel) for one in rows] == [(True, "phone"), (False, "phone")]
    assert rows[0].wording and rows[0].actor.startswith("guest:")


def test_keeping_what_stands_writes_nothing(cast: Cast, alices: Phone, at: str) -> None:
    page = alices.get(at).content.decode()
    alices.send(f"{at}letters/")

    assert "What may be sent to you" in page
    assert not Consent.objects.of(cast.house).filter(customer=cast.alice).exists()


def test_the_dossier_is_theirs(cast: Cast, alices: Phone, carols: Phone, at: str) -> None:
    answer = alices.get(f"{at}dossier.json")

    assert "attachment" in answer.headers["Content-Disposition"]
    told = json.loads(answer.content)
    assert told["name"] == "Alice Martin" and told["balances"]["wallet"]["paid"] == 2000
    assert "argon2" not in answer.content.decode()
    assert carols.get(f"{at}dossier.json").status_code == 404
    assert AuditLine.objects.of(cast.house).filter(verb="customers.dossier").count() == 1
