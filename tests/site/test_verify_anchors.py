"""A hundred tamperings with the ledger, a hundred found; and what was cut off the ends."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from django.conf import settings

from habitue.house import sql
from habitue.site import anchors, books, nightly, verifying
from tests.cast import Cast
from tests.site.damage import damage, failing, lived_in

ENTRY, MOVE, SEAL = "ledger_entry", "ledger_move", "ledger_seal"


def verified(cast: Cast) -> None:
    books.seal_pending(cast.house)
    findings = list(books.examine(cast.house))
    assert [line for one in findings for line in one.examined.offenders] == []
    verifying.record(cast.house, findings, by=nightly.NIGHT, key="verify 2026-03-14")
    books.seal_pending(cast.house)


def some(draw: Random, table: str) -> str:
    ids = [row[0] for row in sql.rows(f"SELECT id FROM {table} ORDER BY id")]
    return f"id = '{draw.choice(ids)}'"


def amount(draw: Random) -> list[str]:
    by = draw.choice([-3, 1, 100])
    return [f"UPDATE {MOVE} SET amount = amount + {by} WHERE {some(draw, MOVE)} AND amount > 3"]


def account(draw: Random) -> list[str]:
    side = draw.choice(["debit_id", "credit_id"])
    other = "credit_id" if side == "debit_id" else "debit_id"
    move = some(draw, MOVE)
    return [
        f"UPDATE {MOVE} SET {side} = (SELECT id FROM ledger_account WHERE id <> {side}"
        f" AND id <> {other} ORDER BY id LIMIT 1 OFFSET {draw.randrange(3)}) WHERE {move}"
    ]


def day(draw: Random) -> list[str]:
    column, to = draw.choice(
        [("business_day", "2026-03-01"), ("at", "2026-03-01 10:00:00"),
         ("recorded_at", "2026-03-01 10:00:00")]
    )  # fmt: skip
    return [f"UPDATE {ENTRY} SET {column} = '{to}' WHERE {some(draw, ENTRY)}"]


def actor(draw: Random) -> list[str]:
    return [f"UPDATE {ENTRY} SET actor = 'job:copies' WHERE {some(draw, ENTRY)}"]


def deletion(draw: Random) -> list[str]:
    table = draw.choice([MOVE, SEAL])
    return [f"DELETE FROM {table} WHERE {some(draw, table)}"]


def order(draw: Random) -> list[str]:
    """Two seals change places."""
    [[last]] = sql.rows(f"SELECT max(number) FROM {SEAL}")
    first = draw.randrange(1, last)
    second = draw.randrange(first + 1, last + 1)
    return [
        f"UPDATE {SEAL} SET number = 0 WHERE number = {first}",
        f"UPDATE {SEAL} SET number = {first} WHERE number = {second}",
        f"UPDATE {SEAL} SET number = {second} WHERE number = 0",
    ]


def tail(draw: Random) -> list[str]:
    """The last seals with all that hangs on their entries: only an anchor shows it."""
    [[last]] = sql.rows(f"SELECT max(number) FROM {SEAL}")
    return [f"DELETE FROM {SEAL} WHERE number > {draw.randrange(1, last)}"]


TAMPERINGS: list[Callable[[Random], list[str]]] = [
    amount, account, day, actor, deletion, order, tail
]  # fmt: skip


def tampered(cast: Cast, seed: int) -> set[str]:
    """Do the tampering of this seed; which invariants failed."""
    from django.db import transaction

    draw = Random(seed)
    tampering = TAMPERINGS[seed % len(TAMPERINGS)]
    point = transaction.savepoint()
    before = fingerprint()
    for _attempt in range(20):
        damage(*tampering(draw))
        if fingerprint() != before:
            break
    assert fingerprint() != before, f"seed {seed}: nothing was tampered with"
    found = failing(cast)
    transaction.savepoint_rollback(point)
    return found


def fingerprint() -> list[Any]:
    return [sql.rows(f"SELECT * FROM {table} ORDER BY id") for table in (ENTRY, MOVE, SEAL)]


def count(config: pytest.Config) -> int:
    return 100 if config.getoption("--faults", default=False) else 20


@pytest.mark.unbalanced
def test_every_tampering_is_found(
    noon: Any, cast: Cast, request: pytest.FixtureRequest, capsys: Any
) -> None:
    lived_in(cast)
    verified(cast)
    seeds = range(1, count(request.config) + 1)

    missed = [seed for seed in seeds if not tampered(cast, seed)]

    with capsys.disabled():
        print(f" T19: {len(seeds)} tamperings, seeds 1 to {seeds[-1]}: missed {len(missed)}")
    assert missed == []


@pytest.mark.unbalanced
def test_a_tail_cut_off_with_all_that_hangs_on_it(noon: Any, cast: Cast) -> None:
    """Entries, moves, seals, lots and operations gone as if they had never been."""
    cast.top_up(cast.carol, 10)
    verified(cast)
    cast.top_up(cast.carol, 5)
    verified_again(cast)
    last = "(SELECT id FROM ledger_entry ORDER BY id DESC LIMIT 1)"

    damage(
        f"DELETE FROM ledger_seal WHERE entry_id = {last}",
        f"DELETE FROM prepaid_lot WHERE entry_id = {last}",
        f"DELETE FROM prepaid_top_up WHERE entry_id = {last}",
        f"DELETE FROM ledger_move WHERE entry_id = {last}",
        "DELETE FROM ledger_entry WHERE id NOT IN (SELECT entry_id FROM ledger_move)",
        "UPDATE ledger_account SET balance = 1000 WHERE code LIKE 'wallet:%' AND balance = 1500",
    )

    assert "I26" in failing(cast)


def verified_again(cast: Cast) -> None:
    books.seal_pending(cast.house)
    verifying.record(cast.house, [], by=nightly.NIGHT, key="verify 2026-03-15")
    books.seal_pending(cast.house)


@pytest.mark.unbalanced
def test_the_audits_own_tail_is_held_by_the_file(noon: Any, cast: Cast) -> None:
    cast.top_up(cast.carol, 10)
    verified(cast)

    damage("DELETE FROM audit_text", "DELETE FROM audit_line", "DELETE FROM audit_seal")

    assert "I26" in failing(cast)
    assert (settings.DATA_DIR / anchors.FILE).exists()


def test_what_is_broken_now_is_held_against_what_was(noon: Any, cast: Cast) -> None:
    cast.top_up(cast.carol, 10)
    verified(cast)

    kept = anchors.kept(cast.house)

    assert set(kept) == {"ledger", "audit"}
    assert kept["ledger"] == anchors.heads(cast.house)["ledger"]
