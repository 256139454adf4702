"""The one door for money. The only module of hand-written SQL about value (decision 15)."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from habitue.house import sql
from habitue.house.acting import Act
from habitue.kit.ids import new_id
from habitue.kit.money import LARGEST
from habitue.kit.refusals import Refusal
from habitue.ledger import sealing
from habitue.ledger.accounts import Account, Holding
from habitue.ledger.models import Entry, MoveRow

ENTRY = (
    "id",
    "house_id",
    "operation_id",
    "kind",
    "reference",
    "at",
    "recorded_at",
    "business_day",
    "actor",
    "till_id",
)
MOVE = (
    "id",
    "house_id",
    "entry_id",
    "number",
    "debit_id",
    "credit_id",
    "unit",
    "amount",
    "debit_after",
    "credit_after",
)


class Uncovered(Refusal):
    """A guarded balance would go below zero. The last line of defence: rooms refuse earlier."""

    code = "insufficient_value"
    says = _("There is not enough left.")


class TooMuch(Refusal):
    """A balance beyond what whole numbers are exchanged in."""

    code = "malformed"
    status = 422
    says = _("This is more than a book can hold.")


class AlreadyReversed(Refusal):
    code = "already_reversed"
    says = _("This was taken back already.")


@dataclass(frozen=True, slots=True)
class Move:
    """`amount` > 0 whole units: `debit` receives, `credit` gives. Both in the same unit."""

    debit: Account
    credit: Account
    amount: int


@dataclass(slots=True)
class _Row:
    id: UUID
    account: Account
    balance: int | None


def post(
    op: Act,
    *,
    kind: str,
    moves: Sequence[Move],
    reference: str = "",
    may_pass_zero: frozenset[str] = frozenset(),
) -> UUID:
    """Write one entry with `moves`; the id of the entry.

    Moves of nothing are left out; at least one must remain. `may_pass_zero` names codes of
    guarded accounts that this entry may take below zero: a refund's clawback, nothing else.
    Must run inside an operation. Raises Uncovered.
    """
    real = [move for move in moves if move.amount]
    _sound(real)
    rows = _rows(op, {account for move in real for account in (move.debit, move.credit)})
    entry = _entry(op, kind, reference)
    lines = _lines(entry, real, rows)
    _guard(op, real, rows, may_pass_zero)
    sql.insert("ledger_entry", ENTRY, [[getattr(entry, column) for column in ENTRY]])
    sql.insert("ledger_move", MOVE, [[getattr(line, column) for column in MOVE] for line in lines])
    if connection.vendor == "sqlite":
        sealing.note(op.house.id, entry, lines)
    return entry.id


def reverse(
    op: Act,
    entry: UUID,
    *,
    kind: str,
    reference: str = "",
    may_pass_zero: frozenset[str] = frozenset(),
) -> UUID:
    """Take back the whole of `entry` by an equal and opposite one; raises AlreadyReversed."""
    from habitue.ledger.reading import entry_moves

    taken = sql.rows(
        "SELECT 1 FROM ledger_reversal"
        " WHERE house_id = %s AND (original_id = %s OR entry_id = %s)",
        [op.house.id, entry, entry],
    )
    if taken:
        raise AlreadyReversed()
    back = [Move(move.credit, move.debit, move.amount) for move in entry_moves(op.house, entry)]
    opposite = post(op, kind=kind, moves=back, reference=reference, may_pass_zero=may_pass_zero)
    sql.insert(
        "ledger_reversal",
        ("id", "house_id", "original_id", "entry_id"),
        [[new_id(), op.house.id, entry, opposite]],
    )
    return opposite


def _sound(moves: Sequence[Move]) -> None:
    """Mistakes of ours, never of a user's."""
    assert moves, "an entry needs a move"
    for move in moves:
        assert type(move.amount) is int and 0 < move.amount <= LARGEST, "whole units above zero"
        assert move.debit.unit == move.credit.unit, "one unit a move"
        assert move.debit.code != move.credit.code, "two sides a move"


def _rows(op: Act, accounts: set[Account]) -> dict[str, _Row]:
    """The rows behind `accounts`, guarded ones locked in the order of their ids."""
    by_code = {account.code: account for account in accounts}
    found = _select(op, by_code)
    absent = [account for code, account in by_code.items() if code not in found]
    if absent:
        _open(op, absent)
        found = _select(op, by_code)
    return found


def _select(op: Act, by_code: dict[str, Account]) -> dict[str, _Row]:
    guarded = sorted(code for code, account in by_code.items() if account.guarded)
    others = sorted(by_code.keys() - set(guarded))
    found: dict[str, _Row] = {}
    for codes, lock in ((guarded, True), (others, False)):
        if not codes:
            continue
        marks = ", ".join(["%s"] * len(codes))
        for id_, code, balance in sql.rows(
            "SELECT id, code, balance FROM ledger_account"  # noqa: S608
            f" WHERE house_id = %s AND code IN ({marks})"
            + (" ORDER BY id FOR UPDATE" if lock and connection.vendor == "postgresql" else ""),
            [op.house.id, *codes],
        ):
            found[code] = _Row(sql.as_id(id_), by_code[code], balance)
    return found


def _open(op: Act, accounts: Sequence[Account]) -> None:
    for account in sorted(accounts, key=lambda one: one.code):
        sql.execute(
            "INSERT INTO ledger_account (id, house_id, code, unit, holding, balance)"
            " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (house_id, code) DO NOTHING",
            [
                new_id(),
                op.house.id,
                account.code,
                account.unit,
                account.holding.value,
                0 if account.guarded else None,
            ],
        )


def _entry(op: Act, kind: str, reference: str) -> Entry:
    return Entry(
        house_id=op.house.id,
        operation_id=op.id,
        kind=kind,
        reference=reference,
        at=op.at,
        recorded_at=op.recorded_at,
        business_day=op.business_day,
        actor=op.by.label,
        till_id=op.by.till_id,
    )


def _lines(entry: Entry, moves: Sequence[Move], rows: dict[str, _Row]) -> list[MoveRow]:
    """The move rows, with the balances after each in order."""
    after = {code: row.balance for code, row in rows.items()}
    lines = []
    for number, move in enumerate(moves, start=1):
        for account, grows in ((move.debit, Holding.DEBIT), (move.credit, Holding.CREDIT)):
            before = after[account.code]
            if before is not None:
                after[account.code] = before + (
                    move.amount if account.holding is grows else -move.amount
                )
        lines.append(
            MoveRow(
                house_id=entry.house_id,
                entry_id=entry.id,
                number=number,
                debit_id=rows[move.debit.code].id,
                credit_id=rows[move.credit.code].id,
                unit=move.debit.unit,
                amount=move.amount,
                debit_after=after[move.debit.code],
                credit_after=after[move.credit.code],
            )
        )
    return lines


def _guard(
    op: Act, moves: Sequence[Move], rows: dict[str, _Row], may_pass_zero: frozenset[str]
) -> None:
    """Move each guarded balance in one guarded statement, in the order of the ids."""
    change: dict[str, int] = {}
    for move in moves:
        for account, grows in ((move.debit, Holding.DEBIT), (move.credit, Holding.CREDIT)):
            if account.guarded:
                step = move.amount if account.holding is grows else -move.amount
                change[account.code] = change.get(account.code, 0) + step
    for code in sorted(change, key=lambda code: rows[code].id):
        step = change[code]
        floor = -LARGEST if step >= 0 or code in may_pass_zero else 0
        touched = sql.execute(
            "UPDATE ledger_account SET balance = balance + %s"
            " WHERE house_id = %s AND id = %s AND balance + %s BETWEEN %s AND %s",
            [step, op.house.id, rows[code].id, step, floor, LARGEST],
        )
        if not touched:
            raise Uncovered() if step < 0 else TooMuch(field="amount")
