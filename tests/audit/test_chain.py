"""The audit's chain: laid inside the commit or a second later, and what it catches."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from habitue.audit import actions as audit
from habitue.audit import sealing
from habitue.audit.chain import chain_holds
from habitue.audit.models import AuditLine, AuditSeal, AuditText
from tests.cast import Cast, refused
from tests.site.damage import damage


def sealed(cast: Cast) -> Cast:
    """A few acts, and their lines sealed in two links."""
    cast.top_up(cast.carol, 10)
    sealing.seal(cast.house)
    cast.act(audit.record, verb="tried", on=cast.carol, reason="to see", changes={"a": ("1", "2")})
    sealing.seal(cast.house)
    return cast


def test_every_line_is_in_one_seal(cast: Cast) -> None:
    sealed(cast)

    named = [
        line
        for seal in AuditSeal.objects.of(cast.house)
        for line in sealing.lines_of(bytes(seal.lines))
    ]

    assert sorted(named) == sorted(AuditLine.objects.of(cast.house).values_list("id", flat=True))
    assert sealing.seal(cast.house) == 0
    assert chain_holds(cast.house).offenders == []


@pytest.mark.unbalanced
def test_a_line_that_waits_for_its_seal_is_told(noon: Any, cast: Cast) -> None:
    sealed(cast)
    cast.top_up(cast.carol, 5)

    assert chain_holds(cast.house).offenders


def test_many_lines_at_once_take_few_seals(cast: Cast) -> None:
    sealed(cast)
    before = AuditSeal.objects.of(cast.house).count()

    cast.act(audit.record_all, verb="tried", on=[cast.carol] * 2_345)
    sealing.seal(cast.house)

    assert AuditSeal.objects.of(cast.house).count() - before <= 4
    assert chain_holds(cast.house).offenders == []


@pytest.mark.unbalanced  # nobody may erase yet (I36)
def test_erasing_a_text_leaves_the_chain(cast: Cast) -> None:
    sealed(cast)

    AuditText.objects.of(cast.house).delete()

    assert chain_holds(cast.house).offenders == []


def test_what_a_refusal_undid_needs_no_seal(cast: Cast) -> None:
    with refused("insufficient_value"):
        cast.pay(cast.bill(50, cast.alice), "wallet", 50)
    sealing.seal_written()
    sealing.seal(cast.house)

    assert chain_holds(cast.house).offenders == []


@pytest.mark.unbalanced
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_line SET actor = 'staff:someone else' WHERE verb = 'tried'",
        "UPDATE audit_line SET verb = 'nothing'",
        "UPDATE audit_line SET approver = 'console' WHERE verb = 'tried'",
        "UPDATE audit_line SET digest = NULL WHERE verb = 'tried'",
        "UPDATE audit_line SET at = '2020-01-01 00:00:00'",
        "UPDATE audit_seal SET at = '2020-01-01 00:00:00'",
        "UPDATE audit_seal SET previous = hash WHERE number = 2",
        "DELETE FROM audit_seal WHERE number = 1",
        "DELETE FROM audit_text; DELETE FROM audit_line WHERE verb = 'tried'",
    ],
)
def test_the_chain_shows_what_was_changed(noon: Any, cast: Cast, statement: str) -> None:
    sealed(cast)

    damage(*statement.split(";"))

    assert chain_holds(cast.house).offenders


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_the_writer_seals_in_its_own_commit(cast: Cast) -> None:
    cast.top_up(cast.carol, 10)

    assert connection.in_atomic_block is False
    assert chain_holds(cast.house).offenders == []
    assert AuditSeal.objects.of(cast.house).exists()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_the_sealer_seals_what_was_committed(cast: Cast) -> None:
    cast.top_up(cast.carol, 10)
    assert AuditSeal.objects.of(cast.house).count() == 0

    sealing.seal_all()

    assert chain_holds(cast.house).offenders == []
    assert sealing.seal_all() == 0
