"""Charging, taking back and giving up what is owed; `settling` takes the money."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Case, F, Q, When
from django.utils.translation import gettext_lazy as _

from habitue.audit import actions as audit
from habitue.customers import actions as customers
from habitue.customers import own
from habitue.customers.models import Customer
from habitue.house_accounts import accounts, carrying
from habitue.house_accounts.gathering import BillInvoiced
from habitue.house_accounts.limits import room_for
from habitue.house_accounts.models import Charge, HouseAccount, Settled, Settlement
from habitue.kit.money import Money
from habitue.kit.refusals import Refusal
from habitue.ledger import actions as ledger
from habitue.ledger.actions import Account, Move
from habitue.operations.models import Operation
from habitue.operations.rights import right

__all__ = ["Charge", "Settlement", "charge", "lower", "pay", "share", "take_back"]


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
    own.not_alone(op, person)
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
        alone_then_minor=op.house.approve_alone_below_minor if approver else None,
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
    lower(op, row, part, entry)


def take_back(op: Operation, *, charge: Charge, reference: str) -> None:
    """Undo a charge that nothing was paid on yet; what came from hand returns to hand.

    Raises ChargeSettled where money was taken for it, BillInvoiced, AlreadyReversed.
    """
    charge = _locked(op, charge.id)
    if charge.invoice_id:
        raise BillInvoiced()
    # what was taken back with its settling is as if it had never been
    still = Q(settlement=None) | Q(settlement__reversed_at=None)
    parts = list(charge.settled.filter(still).order_by("id"))
    if any(not _drew_on(op, part.entry_id).startswith(accounts.IN_HAND) for part in parts):
        raise ChargeSettled()
    stands = carrying.where_it_stands(op, charge, parts)
    for part in parts:
        entry = ledger.reverse(
            op, part.entry_id, kind="house_accounts.to_hand", reference=reference
        )
        Settled.objects.create(
            house=op.house, charge=charge, entry_id=entry, amount_minor=-part.amount_minor
        )
    began = carrying.bring_home(op, charge, stands)
    ledger.reverse(op, charge.entry_id, kind="house_accounts.uncharge", reference=reference)
    Charge.objects.of(op.house).filter(pk=charge.pk).update(open_minor=0, reversed_at=op.at)
    carrying.onward(op, {began, *stands})
    audit.record(op, "house_accounts.uncharge", on=charge)


def _drew_on(op: Operation, entry: UUID) -> str:
    """Where what an entry took off a charge came from."""
    return ledger.entry_moves(op.house, entry)[0].debit.code


def pay(op: Operation, *, charge: Charge, amount: int, entry: UUID) -> None:
    """Lower a charge by what `entry` already moved to its receivable: a saved bill paid alone."""
    lower(op, charge, amount, entry)


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
        lower(op, charge, owed, entry)
    carrying.onward(op, {charge.account_id})
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
    due = due_of(op, account, None)
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
        lower(op, one, one.open_minor, entry)
    audit.record(op, "house_accounts.write_off", on=customer, reason=reason)
    return due


def meet_from_hand(op: Operation, *, customer: Customer) -> list[Charge]:
    """What is in hand pays what is open, the oldest first: the charges it touched."""
    customers.hold(op, customer.id)
    account = account_of(op, customer)
    due = due_of(op, account, None)
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


def due_of(op: Operation, account: HouseAccount, named: Sequence[Charge] | None) -> list[Charge]:
    """Open charges of an account, locked: those named, else all, the oldest first.

    Raises ChargeSettled.
    """
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


def share(due: Sequence[Charge], amount: int) -> list[tuple[Charge, int]]:
    """How far `amount` goes over what is due, in order."""
    parts = []
    for one in due:
        part = min(one.open_minor, amount)
        if part:
            parts.append((one, part))
        amount -= part
    return parts


def lower_oldest(op: Operation, account: HouseAccount, minor: int, entry: UUID) -> list[Charge]:
    """Take `minor`, which `entry` moved already, off the oldest open charges."""
    parts = share(due_of(op, account, None), minor)
    for one, part in parts:
        lower(op, one, part, entry)
    return [one for one, _part in parts]


def lower(
    op: Operation, charge: Charge, minor: int, entry: UUID, settlement: Settlement | None = None
) -> None:
    """Take off a charge what an entry moved; less than nothing gives it back."""
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
