"""Charging, taking back and settling house accounts."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Case, F, When
from django.utils.translation import gettext_lazy as _

from habitue.audit import actions as audit
from habitue.customers import actions as customers
from habitue.customers.models import Customer
from habitue.house_accounts import accounts
from habitue.house_accounts.gathering import BillInvoiced
from habitue.house_accounts.limits import room_for
from habitue.house_accounts.models import Charge, HouseAccount, Settled, Settlement
from habitue.kit.money import Money
from habitue.kit.refusals import Refusal
from habitue.ledger import actions as ledger
from habitue.ledger.actions import Account, Move
from habitue.operations.models import Operation
from habitue.operations.rights import right
from habitue.shifts import actions as shifts

__all__ = ["Charge", "Settlement", "charge", "pay", "settle", "take_back"]


class OnAccountNotAllowed(Refusal):
    code = "on_account_not_allowed"
    says = _("{name} may not eat on account.")


class OnHold(Refusal):
    code = "on_hold"
    says = _("This account is on hold.")


class LimitExceeded(Refusal):
    code = "limit_exceeded"
    says = _("The limit leaves {available}; this is {amount}.")


class NothingToSettle(Refusal):
    code = "malformed"
    status = 422
    says = _("What is paid must be more than nothing.")


class ChargeSettled(Refusal):
    code = "bill_paid"
    says = _("This bill is paid already.")


@right("house_accounts.charge")
def charge(
    op: Operation,
    *,
    person: Customer,
    payer: Customer,
    amount: int,
    to: Account,
    label: str,
    bill: UUID,
) -> Charge:
    """Book what `person` ate on the account of `payer`; what is in hand meets it first.

    Raises OnAccountNotAllowed, OnHold, LimitExceeded, CustomerInactive, CustomerArchived.
    """
    people = customers.lock_all(op, (person.id, payer.id))
    person, payer = people[person.id], people[payer.id]
    _may_charge(person, payer)
    account = account_of(op, payer)
    room = room_for(op.house, person, payer)
    approver = _limit_holds(op, room.available, amount)
    entry = ledger.post(
        op,
        kind="house_accounts.charge",
        reference=f"bill:{bill}",
        moves=[Move(accounts.receivable(op.house, account.id), to, amount)],
    )
    row = Charge.objects.create(
        house=op.house,
        account=account,
        person=person,
        bill_id=bill,
        label=label,
        amount_minor=amount,
        open_minor=amount,
        limit_then_minor=room.limit,
        approver=approver,
        entry_id=entry,
        at=op.at,
        business_day=op.business_day,
    )
    _meet_from_hand(op, account, row)
    audit.record(op, "house_accounts.charge", on=row)
    return row


def _may_charge(person: Customer, payer: Customer) -> None:
    if not person.on_account_allowed:
        raise OnAccountNotAllowed(name=person.display_name)
    for one in (person, payer):
        customers.must_be_at_hand(one)
        if one.on_hold:
            raise OnHold()


def _limit_holds(op: Operation, available: int | None, amount: int) -> str:
    """Empty where the limit holds; the approver's label where someone let it pass."""
    if available is None or amount <= available:
        return ""
    if op.is_approved("house_accounts.override_limit", amount):
        return op.approver
    raise LimitExceeded(available=op.house.money(max(available, 0)), amount=op.house.money(amount))


def _meet_from_hand(op: Operation, account: HouseAccount, row: Charge) -> None:
    hand_account = accounts.in_hand(op.house, account.id)
    hand = ledger.balances(op.house, [hand_account.code])[hand_account.code]
    part = min(hand, row.open_minor)
    if not part:
        return
    entry = ledger.post(
        op,
        kind="house_accounts.from_hand",
        reference=f"charge:{row.id}",
        moves=[Move(hand_account, accounts.receivable(op.house, account.id), part)],
    )
    _lower(op, row, part, entry)


def take_back(op: Operation, *, charge: Charge, reference: str) -> None:
    """Undo a charge that nothing was paid on yet; what came from hand returns to hand.

    Raises ChargeSettled where money was taken for it, BillInvoiced, AlreadyReversed.
    """
    charge = _locked(op, charge.id)
    if charge.invoice_id:
        raise BillInvoiced()
    parts = list(charge.settled.order_by("id"))
    hand = accounts.in_hand(op.house, charge.account_id).code
    if any(_drew_on(op, part.entry_id) != hand for part in parts):
        raise ChargeSettled()
    for part in parts:
        entry = ledger.reverse(
            op, part.entry_id, kind="house_accounts.to_hand", reference=reference
        )
        Settled.objects.create(
            house=op.house, charge=charge, entry_id=entry, amount_minor=-part.amount_minor
        )
    ledger.reverse(op, charge.entry_id, kind="house_accounts.uncharge", reference=reference)
    Charge.objects.of(op.house).filter(pk=charge.pk).update(open_minor=0, reversed_at=op.at)
    audit.record(op, "house_accounts.uncharge", on=charge)


def _drew_on(op: Operation, entry: UUID) -> str:
    """Where what an entry took off a charge came from."""
    return ledger.entry_moves(op.house, entry)[0].debit.code


@right("house_accounts.settle")
def settle(
    op: Operation,
    *,
    customer: Customer,
    amount: Money,
    tender: str,
    charges: Sequence[Charge] | None = None,
    venue: UUID | None = None,
    fiscal_ref: str = "",
    external_id: str = "",
    occurred_at: datetime | None = None,
) -> tuple[Settlement, list[Charge]]:
    """Take `amount` for a customer's own account: named charges, else the oldest first.

    What is too much stays in hand. Returns the charges it touched, as they now stand.
    Raises NothingToSettle, ChargeSettled, TenderUnknown.
    """
    if op.house.minor(amount) <= 0:
        raise NothingToSettle(field="amount")
    if customers.lock(op, customer.id).archived_at:
        raise customers.CustomerArchived()
    account = account_of(op, customer)
    parts = _share(_due(op, account, charges), amount.amount)
    money = shifts.account(op, tender, shifts.venue_of(op, venue).id)
    row = Settlement(
        house=op.house,
        account=account,
        amount_minor=amount.amount,
        in_hand_minor=amount.amount - sum(part for _, part in parts),
        tender=tender,
        at=op.at,
        actor=op.by.label,
        fiscal_ref=fiscal_ref,
        external_id=external_id,
        occurred_at=occurred_at,
    )
    _book(op, row, money)
    for one, part in parts:
        _lower(op, one, part, row.entry_id, row)
    audit.record(op, "house_accounts.settle", on=row)
    return row, [one for one, _ in parts]


def _book(op: Operation, row: Settlement, money: Account) -> None:
    """What was owed leaves the receivable, the rest stays in hand."""
    owed = row.amount_minor - row.in_hand_minor
    row.entry_id = ledger.post(
        op,
        kind="house_accounts.settle",
        reference=f"settlement:{row.id}",
        moves=[
            Move(money, accounts.receivable(op.house, row.account_id), owed),
            Move(money, accounts.in_hand(op.house, row.account_id), row.in_hand_minor),
        ],
    )
    row.save(force_insert=True)


def pay(op: Operation, *, charge: Charge, amount: int, entry: UUID) -> None:
    """Lower a charge by what `entry` already moved to its receivable: a saved bill paid alone."""
    _lower(op, charge, amount, entry)


def refund(
    op: Operation,
    *,
    charge: Charge,
    owed: int,
    sources: Sequence[tuple[Account, int]],
    reference: str,
) -> UUID:
    """Take a refund off a charge held locked: `owed` off what is still open, the rest of what
    is in `sources` stays in hand. The entry of it."""
    receivable = accounts.receivable(op.house, charge.account_id)
    hand = accounts.in_hand(op.house, charge.account_id)
    moves, left = [], owed
    for source, minor in sources:
        off = min(minor, left)
        moves += [Move(source, receivable, off), Move(source, hand, minor - off)]
        left -= off
    entry = ledger.post(op, kind="house_accounts.refund", reference=reference, moves=moves)
    if owed:
        _lower(op, charge, owed, entry)
    return entry


def charge_of(op: Operation, bill: UUID, besides: Iterable[UUID] = ()) -> Charge | None:
    """The charge of a bill that stands, an open one first, locked; None where there is none."""
    found: Charge | None = (
        Charge.objects.of(op.house)
        .select_for_update(of=("self",), no_key=True)
        .filter(bill_id=bill, reversed_at=None)
        .exclude(pk__in=list(besides))
        .order_by(Case(When(open_minor__gt=0, then=0), default=1), "-at", "-id")
        .first()
    )
    return found


@right("house_accounts.write_off")
def write_off(op: Operation, *, customer: Customer, reason: str) -> list[Charge]:
    """Give up what a customer owes; the charges it ended."""
    customers.hold(op, customer.id)
    account = account_of(op, customer)
    due = _due(op, account, None)
    owed = sum(charge.open_minor for charge in due)
    if not owed:
        return []
    op.require("house_accounts.write_off", owed)
    entry = ledger.post(
        op,
        kind="house_accounts.write_off",
        reference=f"customer:{customer.id}",
        moves=[
            Move(accounts.write_offs(op.house), accounts.receivable(op.house, account.id), owed)
        ],
    )
    for one in due:
        _lower(op, one, one.open_minor, entry)
    audit.record(op, "house_accounts.write_off", on=customer, reason=reason)
    return due


def meet_from_hand(op: Operation, *, customer: Customer) -> list[Charge]:
    """What is in hand pays what is open, the oldest first: the charges it touched."""
    customers.hold(op, customer.id)
    account = account_of(op, customer)
    due = _due(op, account, None)
    for one in due:
        _meet_from_hand(op, account, one)
    return due


@right("balances.open")
def open_with(
    op: Operation, *, customer: Customer, owes: Money, label: str, on: date | None = None
) -> Charge:
    """What a customer owed elsewhere since `on`: an opening charge. Raises NothingToSettle."""
    if op.house.minor(owes, "owes") <= 0:
        raise NothingToSettle(field="owes")
    if customers.lock(op, customer.id).archived_at:
        raise customers.CustomerArchived()
    account = account_of(op, customer)
    row = Charge(
        house=op.house,
        account=account,
        person=customer,
        label=label,
        amount_minor=owes.amount,
        open_minor=owes.amount,
        at=op.at,
        business_day=on or op.business_day,
    )
    row.entry_id = ledger.post(
        op,
        kind="house_accounts.open",
        reference=f"charge:{row.id}",
        moves=[
            Move(
                accounts.receivable(op.house, account.id), accounts.opening(op.house), owes.amount
            )
        ],
    )
    row.save(force_insert=True)
    audit.record(op, "house_accounts.open", on=customer)
    return row


def account_of(op: Operation, customer: Customer) -> HouseAccount:
    """The house account of `customer`, opened where there is none yet."""
    account, _new = HouseAccount.objects.get_or_create(
        house=op.house, customer=customer, defaults={"opened_at": op.at}
    )
    return account


def _due(op: Operation, account: HouseAccount, named: Sequence[Charge] | None) -> list[Charge]:
    rows = (
        Charge.objects.of(op.house)
        .select_for_update(of=("self",), no_key=True)
        .filter(account=account, open_minor__gt=0)
        .order_by("at", "id")
    )
    if named is None:
        return list(rows)
    wanted = {charge.id for charge in named}
    due = [row for row in rows if row.id in wanted]
    if len(due) != len(wanted):
        raise ChargeSettled(field="bills")
    return due


def _share(due: Sequence[Charge], amount: int) -> list[tuple[Charge, int]]:
    parts = []
    for one in due:
        part = min(one.open_minor, amount)
        if part:
            parts.append((one, part))
        amount -= part
    return parts


def lower_oldest(op: Operation, account: HouseAccount, minor: int, entry: UUID) -> list[Charge]:
    """Take `minor`, which `entry` moved already, off the oldest open charges."""
    parts = _share(_due(op, account, None), minor)
    for one, part in parts:
        _lower(op, one, part, entry)
    return [one for one, _part in parts]


def _lower(
    op: Operation, charge: Charge, minor: int, entry: UUID, settlement: Settlement | None = None
) -> None:
    Charge.objects.of(op.house).filter(pk=charge.pk).update(open_minor=F("open_minor") - minor)
    charge.open_minor -= minor
    Settled.objects.create(
        house=op.house, charge=charge, settlement=settlement, entry_id=entry, amount_minor=minor
    )


def _locked(op: Operation, charge_id: UUID) -> Charge:
    found: Charge = (
        Charge.objects.of(op.house).select_for_update(of=("self",), no_key=True).get(pk=charge_id)
    )
    return found
