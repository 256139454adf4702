"""The house account of someone merged goes to whoever was kept: each open charge, what is in hand.

A charge stays the row it is, on another account; what its entry booked stays where it was booked.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from habitue.customers import survivors
from habitue.customers.models import Customer
from habitue.house import rows
from habitue.house_accounts import accounts
from habitue.house_accounts.models import Carried, Charge, HouseAccount, Settled
from habitue.ledger import actions as ledger
from habitue.ledger.actions import Move
from habitue.operations.models import Operation

RECEIVABLE = "receivable:"


@dataclass(frozen=True, slots=True)
class Went:
    """What became someone else's: the entries of it, and how much was owed and in hand."""

    entries: Sequence[UUID] = ()
    owed: int = 0
    in_hand: int = 0


def carry(op: Operation, *, source: Customer, to: Customer, reference: str) -> Went:
    """All that `source` owes and has in hand becomes `to`'s, charge by charge."""
    old = rows.first(HouseAccount, op.house, customer=source.id)
    if old is None:
        return Went()
    due = rows.find(Charge, op.house, lock=True, account=old.id, open_minor__gt=0, order="at id")
    hand = accounts.in_hand(op.house, old.id)
    has = ledger.balances(op.house, [hand.code])[hand.code]
    if not due and not has:
        return Went()
    new, _new = HouseAccount.objects.get_or_create(
        house=op.house, customer=to, defaults={"opened_at": op.at}
    )
    owed = sum(charge.open_minor for charge in due)
    entries = [_carry(op, charge, old.id, new.id, reference) for charge in due]
    if has:
        entries.append(_hand_on(op, old.id, new.id, has, reference))
    return Went(entries, owed, has)


def _carry(op: Operation, charge: Charge, old: UUID, new: UUID, reference: str) -> UUID:
    entry = ledger.post(
        op,
        kind="house_accounts.merge",
        reference=reference,
        moves=[
            Move(
                accounts.receivable(op.house, new),
                accounts.receivable(op.house, old),
                charge.open_minor,
            )
        ],
    )
    _stands_on(
        Carried(
            house=op.house,
            charge=charge,
            source_id=old,
            to_id=new,
            amount_minor=charge.open_minor,
            entry_id=entry,
        )
    )
    return entry


def _stands_on(went: Carried) -> None:
    rows.insert(went)
    went.charge.account_id = went.to_id
    rows.update(went.charge, "account")


def _hand_on(op: Operation, old: UUID, new: UUID, minor: int, reference: str) -> UUID:
    return ledger.post(
        op,
        kind="house_accounts.merge",
        reference=reference,
        moves=[Move(accounts.in_hand(op.house, old), accounts.in_hand(op.house, new), minor)],
    )


def carry_back(op: Operation, *, entries: Iterable[UUID], reference: str) -> None:
    """Undo `carry`: nothing of it may have been settled since."""
    for entry in entries:
        went = rows.first(Carried, op.house, entry_id=entry, related=("charge",))
        back = ledger.reverse(op, entry, kind="house_accounts.unmerge", reference=reference)
        if went is not None:
            _stands_on(
                Carried(
                    house=op.house,
                    charge=went.charge,
                    source_id=went.to_id,
                    to_id=went.source_id,
                    amount_minor=went.amount_minor,
                    entry_id=back,
                )
            )


def where_it_stands(op: Operation, charge: Charge, parts: Iterable[Settled]) -> Mapping[UUID, int]:
    """By account, how much of a charge will stand there once `parts` of it are given back."""
    stands = {charge.account_id: charge.amount_minor}
    for part in parts:
        [move] = ledger.entry_moves(op.house, part.entry_id)[:1]
        there = move.credit if move.credit.code.startswith(RECEIVABLE) else move.debit
        account = UUID(there.code.removeprefix(RECEIVABLE))
        stands[charge.account_id] -= part.amount_minor
        stands[account] = stands.get(account, 0) + part.amount_minor
    return stands


def bring_home(op: Operation, charge: Charge, stands: Mapping[UUID, int]) -> UUID:
    """All of a charge is where it was booked, to be taken back there; that account."""
    first = rows.first(Carried, op.house, charge=charge.id, order="id")
    began = first.source_id if first else charge.account_id
    for account, minor in stands.items():
        if account != began and minor:
            ledger.post(
                op,
                kind="house_accounts.merge",
                reference=f"charge:{charge.id}",
                moves=[
                    Move(
                        accounts.receivable(op.house, began),
                        accounts.receivable(op.house, account),
                        minor,
                    )
                ],
            )
    return began


def onward(op: Operation, touched: Collection[UUID]) -> None:
    """What is in hand again of someone merged is in hand of their survivor."""
    for account in rows.find(
        HouseAccount, op.house, id=list(touched), related=("customer",), order="id"
    ):
        kept = survivors.current(op.house, account.customer)
        if kept.id != account.customer_id:
            reference = f"customer:{account.customer_id}"
            carry(op, source=account.customer, to=kept, reference=reference)
