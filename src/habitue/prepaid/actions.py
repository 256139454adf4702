"""Topping up, spending, giving back, earning, paying out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from habitue.audit import actions as audit
from habitue.customers import actions as customers
from habitue.customers import own
from habitue.customers.models import Customer
from habitue.house import rows
from habitue.kit.money import LARGEST, Money
from habitue.kit.refusals import Refusal
from habitue.kit.shares import contained_tax
from habitue.ledger import actions as ledger
from habitue.ledger.actions import Account, Move
from habitue.operations.models import Operation
from habitue.operations.rights import right
from habitue.prepaid import accounts, carrying, lasting, lots, products
from habitue.prepaid.expiring import break_up, expire_all, put_back
from habitue.prepaid.models import Lot, TopUp, ValueKind, Wallet
from habitue.prepaid.paying_out import PaidOut, pay_out
from habitue.prepaid.wallets import (
    InsufficientValue,
    NothingPaid,
    open_lots,
    wallet_found,
    wallet_of,
)
from habitue.shifts import actions as shifts
from habitue.shifts import receipts

__all__ = [
    "InsufficientValue",
    "NothingPaid",
    "PaidOut",
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


@dataclass(frozen=True, slots=True)
class Spent:
    """What a spend took for `to`, without the tip: the entry, and each kind of value.

    `taxed` is what of it was single-purpose value, taxed when it was sold: rate, sum.
    """

    entry: UUID
    paid: int
    gift: int
    earned: int
    taxed: list[list[int]]


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
    product: UUID | None = None,
) -> TopUp:
    """Take `pays` now, owe the customer `receives`; the house gives the difference.

    Value of a single-purpose `product` pays only what is taxed at its rate; its VAT is due now.
    Raises NotFound (product), NothingPaid, ReceivesLessThanPaid, TenderUnknown, CustomerInactive,
    CustomerArchived, RightMissing where the actor may take less than `pays`.
    """
    check_terms(op, pays, receives)
    op.require("prepaid.top_up", receives.amount)
    customers.must_be_at_hand(customer)
    own.not_alone(op, customer)
    wallet = wallet_of(op, customer)
    money = shifts.account(op, tender, shifts.venue_of(op, venue).id)
    sold = products.on_sale(op, product)
    vat_bp = sold.vat_bp if sold else None
    row = TopUp(
        product=sold,
        vat_bp=vat_bp,
        vat_minor=0 if vat_bp is None else contained_tax(pays.amount, vat_bp),
        business_day=op.business_day,
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
    receipts.claim(op, fiscal_ref, row.id)
    _book(op, row, money)
    row.given_back = 0
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
    lot = lots.add(
        op,
        wallet=row.wallet,
        kind=kind,
        minor=minor,
        source=f"top_up:{row.id}",
        entry=row.entry_id,
        vat_bp=row.vat_bp,
    )
    if kind == ValueKind.PAID:
        lasting.renew(op, lot)


def spend(
    op: Operation,
    *,
    customer: Customer,
    amount: int,
    to: Account,
    reference: str,
    tip: int = 0,
    tips: Account | None = None,
    rooms: lots.Rooms | None = None,
) -> Spent:
    """Move `amount` of the customer's wallet to `to`, lot by lot in the house's order.

    A `tip` goes to `tips` from what comes after. What was earned under the same reference
    cannot pay it; single-purpose value pays only what `rooms` has at its VAT rate. Whoever calls
    has asked for the right and the proof. Raises InsufficientValue.
    """
    wallet = wallet_found(op, customer)
    usable = _usable(op, wallet, reference)
    takes = lots.spread(op.house, usable, amount, rooms or {})
    extra = lots.spread(op.house, lots.after(usable, takes), tip, {}) if tip else []
    if wallet is None or sum(take.minor for take in (*takes, *extra)) < amount + tip:
        most = lots.plan(usable, LARGEST, rooms or {})
        raise InsufficientValue(has=op.house.money(sum(take.minor for take in most)))
    parts = lots.by_kind(takes)
    moves = _moves(op, wallet, parts, to)
    if tips is not None:
        moves += _moves(op, wallet, lots.by_kind(extra), tips)
    entry = ledger.post(op, kind="prepaid.spend", reference=reference, moves=moves)
    lots.draw(op, entry, [*takes, *extra], op.house.spending_order)
    return Spent(
        entry,
        paid=parts.get(ValueKind.PAID, 0),
        gift=parts.get(ValueKind.GIFT, 0),
        earned=parts.get(ValueKind.EARNED, 0),
        taxed=lots.by_rate(takes),
    )


def _moves(op: Operation, wallet: Wallet, parts: Mapping[str, int], to: Account) -> list[Move]:
    return [
        Move(accounts.wallet(op.house, wallet.id, value), to, minor)
        for value, minor in parts.items()
    ]


def _usable(op: Operation, wallet: Wallet | None, reference: str) -> list[Lot]:
    return [
        lot
        for lot in open_lots(op, wallet)
        if lot.kind != ValueKind.EARNED or lot.source != reference
    ]


def expire_of(op: Operation, *, customer: Customer) -> None:
    """What has expired in the wallet of `customer` ends now."""
    open_lots(op, wallet_found(op, customer))


def give_back(op: Operation, *, spent: UUID, kind: str, reference: str) -> UUID:
    """Undo a spend: the value returns to the lots it came from. Raises AlreadyReversed."""
    entry = ledger.reverse(op, spent, kind=kind, reference=reference)
    carrying.onward(op, put_back(op, spent, entry))
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
    lots.add(
        op,
        wallet=wallet,
        kind=kind,
        minor=paid.amount,
        source=reference,
        entry=entry,
        since=op.recorded_at,  # nobody knows for how long it was promised elsewhere
    )
    audit.record(op, "prepaid.open", on=customer)
    return entry


@right("house_accounts.write_off")
def end(op: Operation, *, customer: Customer, reason: str) -> None:
    """Write off all value of a wallet: what archiving does where nobody comes for it."""
    wallet = wallet_found(op, customer)
    left = open_lots(op, wallet)
    if wallet is None or not left:
        return
    op.require("house_accounts.write_off", sum(lot.remaining_minor for lot in left))
    break_up(op, wallet, left, kind="prepaid.write_off", reference=f"customer:{customer.id}")
    audit.record(op, "prepaid.write_off", on=customer, reason=reason)
