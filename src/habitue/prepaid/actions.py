"""Topping up, spending, giving back, earning, paying out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from habitue.audit import actions as audit
from habitue.customers import actions as customers
from habitue.customers.models import Customer
from habitue.house import rows
from habitue.house.days import local_date
from habitue.kit.money import LARGEST, Money
from habitue.kit.refusals import Refusal
from habitue.ledger import actions as ledger
from habitue.ledger.actions import Account, Move
from habitue.operations.models import Operation
from habitue.operations.rights import right
from habitue.prepaid import accounts, lots
from habitue.prepaid.expiring import break_up, expire_all, put_back, spendable
from habitue.prepaid.models import Lot, TopUp, ValueKind, Wallet, WalletMember
from habitue.shifts import actions as shifts

__all__ = [
    "Spent",
    "earn",
    "expire_all",
    "give_back",
    "open_with",
    "pay_out",
    "spend",
    "top_up",
    "wallet_of",
]


class ReceivesLessThanPaid(Refusal):
    code = "malformed"
    status = 422
    says = _("A top-up cannot give less ({receives}) than was paid ({pays}).")


class NothingPaid(Refusal):
    code = "malformed"
    status = 422
    says = _("What the customer pays must be more than nothing.")


class InsufficientValue(Refusal):
    code = "insufficient_value"
    says = _("There is {has} in the wallet.")


@dataclass(frozen=True, slots=True)
class Spent:
    """What a spend took for `to`, without the tip: the entry, and each kind of value."""

    entry: UUID
    paid: int
    gift: int
    earned: int


@dataclass(frozen=True, slots=True)
class PaidOut:
    """What was handed back, and the entry of it: None where there was nothing."""

    entry: UUID | None
    amount: Money


@right("prepaid.top_up")
def top_up(
    op: Operation,
    *,
    customer: Customer,
    pays: Money,
    receives: Money,
    tender: str,
    venue: UUID | None = None,
    fiscal_ref: str = "",
    external_id: str = "",
    occurred_at: datetime | None = None,
) -> TopUp:
    """Take `pays` now, owe the customer `receives`; the house gives the difference.

    Raises NothingPaid, ReceivesLessThanPaid, TenderUnknown, CustomerInactive, CustomerArchived,
    RightMissing where the actor may take less than `pays`.
    """
    check_terms(op, pays, receives)
    op.require("prepaid.top_up", receives.amount)
    customers.must_be_at_hand(customer)
    wallet = wallet_of(op, customer)
    money = shifts.account(op, tender, shifts.venue_of(op, venue).id)
    row = TopUp(
        house=op.house,
        wallet=wallet,
        customer=customer,
        pays_minor=pays.amount,
        receives_minor=receives.amount,
        tender=tender,
        at=op.at,
        actor=op.by.label,
        fiscal_ref=fiscal_ref,
        external_id=external_id,
        occurred_at=occurred_at,
    )
    _book(op, row, money)
    audit.record(op, "prepaid.top_up", on=row)
    return row


def _book(op: Operation, row: TopUp, money: Account) -> None:
    """What is paid becomes paid value, what the house gives on top a gift: each a lot."""
    gift = row.receives_minor - row.pays_minor
    paid_value = accounts.wallet(op.house, row.wallet_id, ValueKind.PAID)
    gift_value = accounts.wallet(op.house, row.wallet_id, ValueKind.GIFT)
    row.entry_id = ledger.post(
        op,
        kind="prepaid.top_up",
        reference=f"top_up:{row.id}",
        moves=[
            Move(money, paid_value, row.pays_minor),
            Move(accounts.promotions(op.house), gift_value, gift),
        ],
    )
    rows.insert(row)
    _lot(op, row, ValueKind.PAID, row.pays_minor)
    _lot(op, row, ValueKind.GIFT, gift)


def check_terms(op: Operation, pays: Money, receives: Money) -> None:
    """A top-up takes something and gives at least as much, in the house's currency."""
    op.house.minor(pays, "pays")
    op.house.minor(receives, "receives")
    if pays.amount <= 0:
        raise NothingPaid(field="pays")
    if receives < pays:
        raise ReceivesLessThanPaid(field="receives", receives=receives, pays=pays)


def _lot(op: Operation, row: TopUp, kind: str, minor: int) -> None:
    if not minor:
        return
    days = op.house.gift_days if kind == ValueKind.GIFT else None
    expires_on = local_date(op.house, op.at) + timedelta(days=days) if days else None
    lots.add(
        op,
        wallet=row.wallet,
        kind=kind,
        minor=minor,
        source=f"top_up:{row.id}",
        entry=row.entry_id,
        expires_on=expires_on,
    )


def spend(
    op: Operation,
    *,
    customer: Customer,
    amount: int,
    to: Account,
    reference: str,
    tip: int = 0,
    tips: Account | None = None,
) -> Spent:
    """Move `amount` of the customer's wallet to `to`, lot by lot in the house's order.

    A `tip` goes to `tips` from what comes after. What was earned under the same reference
    cannot pay it. Whoever calls has asked for the right and the proof. Raises InsufficientValue.
    """
    wallet = _found(op, customer)
    open_lots = _usable(op, wallet, reference)
    takes = lots.plan(open_lots, amount + tip)
    if wallet is None or sum(take.minor for take in takes) < amount + tip:
        has = op.house.money(sum(lot.remaining_minor for lot in open_lots))
        raise InsufficientValue(has=has)
    parts = lots.by_kind(lots.plan(open_lots, amount))
    whole = lots.by_kind(takes)
    moves = [
        Move(accounts.wallet(op.house, wallet.id, value), to, minor)
        for value, minor in parts.items()
    ]
    if tips is not None:
        moves += [
            Move(accounts.wallet(op.house, wallet.id, value), tips, minor - parts.get(value, 0))
            for value, minor in whole.items()
        ]
    entry = ledger.post(op, kind="prepaid.spend", reference=reference, moves=moves)
    lots.draw(op, entry, takes)
    return Spent(
        entry,
        paid=parts.get(ValueKind.PAID, 0),
        gift=parts.get(ValueKind.GIFT, 0),
        earned=parts.get(ValueKind.EARNED, 0),
    )


def _usable(op: Operation, wallet: Wallet | None, reference: str) -> list[Lot]:
    return [
        lot
        for lot in _open_lots(op, wallet)
        if lot.kind != ValueKind.EARNED or lot.source != reference
    ]


def _open_lots(op: Operation, wallet: Wallet | None) -> list[Lot]:
    return [] if wallet is None else spendable(op, wallet)


def expire_of(op: Operation, *, customer: Customer) -> None:
    """What has expired in the wallet of `customer` ends now."""
    _open_lots(op, _found(op, customer))


def give_back(op: Operation, *, spent: UUID, kind: str, reference: str) -> UUID:
    """Undo a spend: the value returns to the lots it came from. Raises AlreadyReversed."""
    entry = ledger.reverse(op, spent, kind=kind, reference=reference)
    put_back(op, spent, entry)
    return entry


def earn(op: Operation, *, customer: Customer, amount: int, reference: str) -> UUID | None:
    """Give back `amount` earned on a bill; nothing is no entry."""
    if amount <= 0:
        return None
    wallet = wallet_of(op, customer)
    entry = ledger.post(
        op,
        kind="prepaid.earn",
        reference=reference,
        moves=[
            Move(
                accounts.accumulations(op.house),
                accounts.wallet(op.house, wallet.id, ValueKind.EARNED),
                amount,
            )
        ],
    )
    lots.add(op, wallet=wallet, kind=ValueKind.EARNED, minor=amount, source=reference, entry=entry)
    return entry


def unearn(op: Operation, *, reference: str, most: int | None = None) -> int:
    """Take back what is left of the value earned under `reference`, up to `most`; how much."""
    earned = rows.find(
        Lot,
        op.house,
        lock=True,
        source=reference,
        kind=ValueKind.EARNED,
        remaining_minor__gt=0,
        order="id",
    )
    total = 0
    for take in lots.plan(earned, LARGEST if most is None else most):
        lot = take.lot
        entry = ledger.post(
            op,
            kind="prepaid.unearn",
            reference=reference,
            moves=[
                Move(
                    accounts.wallet(op.house, lot.wallet_id, ValueKind.EARNED),
                    accounts.accumulations(op.house),
                    take.minor,
                )
            ],
        )
        lots.draw(op, entry, [take])
        total += take.minor
    return total


@right("balances.open")
def open_with(
    op: Operation,
    *,
    customer: Customer,
    paid: Money,
    reference: str,
    kind: ValueKind = ValueKind.PAID,
) -> UUID:
    """What a customer brings from another system, paid or given: an entry of its own kind.

    Raises NothingPaid, CustomerArchived.
    """
    if op.house.minor(paid, "paid") <= 0:
        raise NothingPaid(field="paid")
    if customers.lock(op, customer.id).archived_at:
        raise customers.CustomerArchived()
    wallet = wallet_of(op, customer)
    entry = ledger.post(
        op,
        kind="prepaid.open",
        reference=reference,
        moves=[
            Move(
                accounts.opening(op.house),
                accounts.wallet(op.house, wallet.id, kind),
                paid.amount,
            )
        ],
    )
    lots.add(op, wallet=wallet, kind=kind, minor=paid.amount, source=reference, entry=entry)
    audit.record(op, "prepaid.open", on=customer)
    return entry


@right("prepaid.pay_out")
def pay_out(
    op: Operation,
    *,
    customer: Customer,
    tender: str,
    amount: Money | None = None,
    venue: UUID | None = None,
) -> PaidOut:
    """Hand back unspent paid value: all of it, and gift and earned value end; or `amount` of it.

    Raises TenderUnknown, InsufficientValue. A wallet with nothing in it pays out nothing.
    """
    wallet = _found(op, customer)
    takes = _handed_back(op, _open_lots(op, wallet), amount)
    if wallet is None or not takes:
        return PaidOut(None, op.house.nothing)
    parts = lots.by_kind(takes)
    op.require("prepaid.pay_out", parts.get(ValueKind.PAID, 0))
    money = shifts.account(op, tender, shifts.venue_of(op, venue).id)
    entry = ledger.post(
        op,
        kind="prepaid.pay_out",
        reference=f"customer:{customer.id}",
        moves=[
            Move(
                accounts.wallet(op.house, wallet.id, value),
                money if value == ValueKind.PAID else accounts.breakage(op.house),
                minor,
            )
            for value, minor in parts.items()
        ],
    )
    lots.draw(op, entry, takes)
    audit.record(op, "prepaid.pay_out", on=customer)
    return PaidOut(entry, op.house.money(parts.get(ValueKind.PAID, 0)))


def _handed_back(op: Operation, left: list[Lot], amount: Money | None) -> list[lots.Take]:
    """All that is left of a wallet, or `amount` of what was paid in."""
    if amount is None:
        return [lots.Take(lot, lot.remaining_minor) for lot in left]
    if op.house.minor(amount) <= 0:
        raise NothingPaid(field="amount")
    takes = lots.plan([lot for lot in left if lot.kind == ValueKind.PAID], amount.amount)
    has = sum(lot.remaining_minor for lot in left if lot.kind == ValueKind.PAID)
    if has < amount.amount:
        raise InsufficientValue(has=op.house.money(has))
    return takes


@right("house_accounts.write_off")
def end(op: Operation, *, customer: Customer, reason: str) -> None:
    """Write off all value of a wallet: what archiving does where nobody comes for it."""
    wallet = _found(op, customer)
    open_lots = _open_lots(op, wallet)
    if wallet is None or not open_lots:
        return
    op.require("house_accounts.write_off", sum(lot.remaining_minor for lot in open_lots))
    break_up(op, wallet, open_lots, kind="prepaid.write_off", reference=f"customer:{customer.id}")
    audit.record(op, "prepaid.write_off", on=customer, reason=reason)


def wallet_of(op: Operation, customer: Customer) -> Wallet:
    """The wallet `customer` spends from, opened where there is none yet."""
    wallet = _found(op, customer)
    if wallet is None:
        wallet = Wallet.objects.create(house=op.house, holder=customer, created_at=op.at)
        WalletMember.objects.create(house=op.house, wallet=wallet, customer=customer)
    return wallet


def _found(op: Operation, customer: Customer) -> Wallet | None:
    """The wallet, locked: two spends of one wallet take turns."""
    customers.hold(op, customer.id)
    member = rows.first(
        WalletMember, op.house, customer=customer.id, related=("wallet",), order="id"
    )
    return member.wallet if member else None
