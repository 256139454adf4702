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
from habitue.ledger.models import Line, Written


class Uncovered(Refusal):
    """A guarded balance would go below zero. The last line of defence: rooms refuse earlier."""

    code = "insufficient_value"
    says = _("There is not enough left.")


class TooMuch(Refusal):
    """A balance beyond what whole numbers are exchanged in."""

    code = "malformed"
    status = 422
    says = _("This is more than a book can hold.")


class NothingMoves(Refusal):
    """An entry of nothing. The last line of defence: rooms refuse earlier, or post none."""

    code = "malformed"
    status = 422
    says = _("There is nothing in this to book.")


class AlreadyReversed(Refusal):
    code = "already_reversed"
    says = _("This was taken back already.")


@dataclass(frozen=True, slots=True)
class Move:
    """`amount` > 0 whole units: `debit` receives, `credit` gives. Both in the same unit."""

    debit: Account
    credit: Account
    amount: int


@dataclass(frozen=True, slots=True)
class _Step:
    """What an entry does to an account: so much more or less, not below `floor`.

    None for the house's own, which keep no balance.
    """

    account: Account
    minor: int | None = None
    floor: int | None = None

    def refusal(self) -> Refusal:
        return Uncovered() if (self.minor or 0) < 0 else TooMuch(field="amount")


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
    Must run inside an operation. Raises NothingMoves, Uncovered, TooMuch.
    """
    real = [move for move in moves if move.amount]
    _sound(real)
    entry = _entry(op, kind, reference)
    steps = _steps(real, may_pass_zero)
    if connection.vendor == "postgresql":
        _in_one_call(entry, real, steps)
    else:
        _in_statements(op, entry, real, steps)
    return entry.id


def _in_one_call(entry: Written, moves: Sequence[Move], steps: Sequence[_Step]) -> None:
    """By the function `ledger_post`: a round trip costs as much as its work (PostgreSQL)."""
    at = {step.account.code: number for number, step in enumerate(steps, start=1)}
    [[stuck]] = sql.rows(
        "SELECT ledger_post(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s,"
        " %s::bigint[], %s::bigint[], %s, %s, %s::int[], %s::int[], %s::bigint[])",
        [
            entry.house_id,
            entry.id,
            *entry[2:],
            [new_id() for _step in steps],
            [step.account.code for step in steps],
            [step.account.unit for step in steps],
            [step.account.holding.value for step in steps],
            [step.minor for step in steps],
            [step.floor for step in steps],
            LARGEST,
            [new_id() for _move in moves],
            [at[move.debit.code] for move in moves],
            [at[move.credit.code] for move in moves],
            [move.amount for move in moves],
        ],
    )
    if stuck:
        raise steps[stuck - 1].refusal()


def _in_statements(op: Act, entry: Written, moves: Sequence[Move], steps: Sequence[_Step]) -> None:
    """One after the other, each costing what it does (SQLite); the chain's seal follows."""
    rows = _moved(op, steps) | _standing(op, steps)
    lines = _lines(entry, moves, rows)
    sql.insert("ledger_entry", Written._fields, [entry])
    sql.insert("ledger_move", Line._fields, lines)
    sealing.note(op.house.id, entry, lines)


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
    """Amounts of nothing, or beyond a book, are refused; the rest are mistakes of ours."""
    if not moves or min(move.amount for move in moves) < 0:
        raise NothingMoves(field="amount")
    for move in moves:
        assert type(move.amount) is int, "whole units"
        if move.amount > LARGEST:
            raise TooMuch(field="amount")
        assert move.debit.unit == move.credit.unit, "one unit a move"
        assert move.debit.code != move.credit.code, "two sides a move"


def _steps(moves: Sequence[Move], may_pass_zero: frozenset[str]) -> list[_Step]:
    """What happens to each account: guarded ones in the order of codes, then the house's own."""
    sums: dict[Account, int] = {}
    for move in moves:
        for account, grows in ((move.debit, Holding.DEBIT), (move.credit, Holding.CREDIT)):
            step = move.amount if account.holding is grows else -move.amount
            sums[account] = sums.get(account, 0) + step
    return sorted(
        (
            _Step(account, minor, -LARGEST if minor >= 0 or account.code in may_pass_zero else 0)
            if account.guarded
            else _Step(account)
            for account, minor in sums.items()
        ),
        key=lambda step: (not step.account.guarded, step.account.code),
    )


def _moved(op: Act, steps: Sequence[_Step]) -> dict[str, _Row]:
    """Move each guarded balance: locked and guarded in one statement, in the order of codes.

    The rows as they stood before. Raises Uncovered, TooMuch.
    """
    found = {}
    for step in steps:
        if step.account.guarded:
            row = _move(op, step)
            if row is None:
                _open(op, [step.account])
                row = _move(op, step)
            if row is None:
                raise step.refusal()
            found[step.account.code] = row
    return found


def _move(op: Act, step: _Step) -> _Row | None:
    """None where there is no such account yet, or its balance would leave its bounds."""
    assert step.minor is not None
    found = sql.rows(
        "UPDATE ledger_account SET balance = balance + %s"
        " WHERE house_id = %s AND code = %s AND balance + %s BETWEEN %s AND %s"
        " RETURNING id, balance",
        [step.minor, op.house.id, step.account.code, step.minor, step.floor, LARGEST],
    )
    return _Row(sql.as_id(found[0][0]), step.account, found[0][1] - step.minor) if found else None


def _standing(op: Act, steps: Sequence[_Step]) -> dict[str, _Row]:
    """The rows behind the house's own accounts, which keep no balance."""
    by_code = {step.account.code: step.account for step in steps if not step.account.guarded}
    found = _select(op, by_code)
    absent = [account for code, account in by_code.items() if code not in found]
    if absent:
        _open(op, absent)
        found = _select(op, by_code)
    return found


def _select(op: Act, by_code: dict[str, Account]) -> dict[str, _Row]:
    if not by_code:
        return {}
    marks = ", ".join(["%s"] * len(by_code))
    return {
        code: _Row(sql.as_id(id_), by_code[code], None)
        for id_, code in sql.rows(
            f"SELECT id, code FROM ledger_account WHERE house_id = %s AND code IN ({marks})",  # noqa: S608
            [op.house.id, *by_code],
        )
    }


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


def _entry(op: Act, kind: str, reference: str) -> Written:
    return Written(
        id=new_id(),
        house_id=op.house.id,
        operation_id=op.id,
        kind=kind,
        reference=reference,
        at=op.at,
        recorded_at=op.recorded_at,
        business_day=op.business_day,
        actor=op.by.label,
        till_id=op.by.till_id,
        venue_id=op.venue_id,
    )


def _lines(entry: Written, moves: Sequence[Move], rows: dict[str, _Row]) -> list[Line]:
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
            Line(
                id=new_id(),
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
