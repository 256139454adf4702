"""Taking payments on a bill and taking them back before it closes."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from habitue.audit import actions as audit
from habitue.bills import accounts, earning
from habitue.bills.locking import changed, contents, lock, refuse_paid, refuse_unless_open
from habitue.bills.models import Bill, BillState, BillTender, Payment
from habitue.bills.reading import Standing, in_hand
from habitue.bills.refusals import (
    BeyondShare,
    BillClosed,
    BillPaid,
    CustomerNeeded,
    NothingOnIt,
    Overpaid,
)
from habitue.bills.value_share import at_most, left_for, rooms
from habitue.cards import proofs
from habitue.cards.proofs import Proof
from habitue.customers import actions as customers
from habitue.customers import own, survivors
from habitue.customers.models import Customer
from habitue.house import rows
from habitue.house.days import local_date
from habitue.house_accounts import accounts as house_account_accounts
from habitue.house_accounts import actions as house_accounts
from habitue.house_accounts.actions import Charge
from habitue.house_accounts.reports import owed_on
from habitue.kit.money import LARGEST, Money
from habitue.kit.refusals import NotFound
from habitue.ledger import actions as ledger
from habitue.ledger.actions import Account, Move
from habitue.operations.models import Operation
from habitue.operations.rights import right
from habitue.points import actions as points
from habitue.prepaid import accounts as prepaid_accounts
from habitue.prepaid import actions as prepaid
from habitue.prepaid import reports as wallets
from habitue.shifts import actions as shifts
from habitue.shifts import receipts

MOST = LARGEST // 1_000  # of a tip or a banknote: sums of them stay far inside 2^53
MONEY = {BillTender.CASH, BillTender.CARD, BillTender.BANK_TRANSFER, BillTender.OTHER}


@dataclass(frozen=True, slots=True)
class Terms:
    """What a payment was asked to be. `amount` None: all that is due."""

    tender: str
    amount: Money | None = None
    tip: int = 0
    given: int | None = None  # cash handed over
    proof: Proof = field(default_factory=Proof)
    purse: bool = True  # on account: the wallet first, where the house wants one purse
    fiscal_ref: str = ""
    external_id: str = ""
    occurred_at: datetime | None = None


@right("bills.take_payment")
def pay(op: Operation, *, bill: Bill | UUID, terms: Terms) -> tuple[Bill, Payment]:
    """Take a payment. The first one freezes price level and discount.

    On a bill saved on account it settles that charge. Raises BillClosed, BillVoid, BillPaid,
    Overpaid, CustomerNeeded, InsufficientValue, what `proofs.prove` raises, and for
    `house_account` what `house_accounts.charge` raises.
    """
    _check(op, terms)
    bill = lock(op, bill)
    if bill.state == BillState.ON_ACCOUNT:
        return _pay_charge(op, bill, terms)
    refuse_unless_open(bill)
    standing = in_hand(op, bill)
    refuse_paid(standing.due)
    amount = _amount(op, terms, standing.due)
    payment = wallet_first(op, bill, terms, amount)
    rest = amount - payment.amount_minor if payment else amount
    if payment is None or rest or terms.tip:
        payment = _new(op, bill, terms, rest)
        _cap(op, standing, payment)
        _move(op, bill, payment, terms, accounts.open_bills(op.house))
        _keep(op, bill, payment)
    bill.frozen_at = bill.frozen_at or op.at
    audit.record(op, "bills.pay", on=bill)
    return changed(op, bill, "frozen_at"), payment


def wallet_first(op: Operation, bill: Bill, terms: Terms, amount: int) -> Payment | None:
    """One purse: what the wallet pays of `amount` before the rest is charged.

    None where the house wants no such thing, this press does not, or there is nothing in it.
    Raises as `proofs.prove` does.
    """
    on_account = terms.tender == BillTender.HOUSE_ACCOUNT
    if not (op.house.one_purse and terms.purse and on_account):
        return None
    customer = _someone(op, bill)
    customers.lock_all(op, {customer.id, customer.payer_or_self_id})
    standing = in_hand(op, bill)
    most = at_most(op.house, standing, BillTender.WALLET, amount)
    today, pays = local_date(op.house, op.recorded_at), rooms(standing)
    minor = wallets.spendable(op.house, customer.id, most, today, pays).minor
    if not minor:
        return None
    own = replace(terms, tender=BillTender.WALLET, tip=0, fiscal_ref="", external_id="")
    if minor == amount and not terms.tip:
        own = replace(own, fiscal_ref=terms.fiscal_ref, external_id=terms.external_id)
    payment = _new(op, bill, own, minor)
    _move(op, bill, payment, own, accounts.open_bills(op.house))
    _keep(op, bill, payment)
    return payment


def _keep(op: Operation, bill: Bill, payment: Payment) -> None:
    receipts.claim(op, payment.fiscal_ref, bill.family_id)
    contents(op, bill).payments.append(payment)
    rows.insert(payment)


def _check(op: Operation, terms: Terms) -> None:
    """What no bill could be paid with."""
    if terms.tender not in BillTender.values:
        raise shifts.TenderUnknown(field="tender")
    if terms.amount is not None:
        op.house.minor(terms.amount)
    if not 0 <= terms.tip <= MOST:
        raise NothingOnIt(field="tip")
    if terms.given is not None and not 0 <= terms.given <= MOST:
        raise NothingOnIt(field="given")


def _amount(op: Operation, terms: Terms, due: int) -> int:
    amount = due if terms.amount is None else terms.amount.amount
    if amount <= 0:
        raise NothingOnIt(field="amount")
    if amount > due:
        raise Overpaid(due=op.house.money(due))
    return amount


def _new(op: Operation, bill: Bill, terms: Terms, amount: int) -> Payment:
    return Payment(
        house=op.house,
        bill=bill,
        tender=terms.tender,
        amount_minor=amount,
        tip_minor=terms.tip,
        given_minor=terms.given,
        customer=bill.customer,
        at=op.at,
        actor=op.by.label,
        fiscal_ref=terms.fiscal_ref,
        external_id=terms.external_id,
        occurred_at=terms.occurred_at,
    )


def _cap(op: Operation, standing: Standing, payment: Payment) -> None:
    """The house may let only a part of a bill be paid with wallet and points."""
    left = left_for(op.house, standing, payment.tender)
    if left is not None and payment.amount_minor > left:
        raise BeyondShare(due=op.house.money(max(left, 0)))


def _move(op: Operation, bill: Bill, payment: Payment, terms: Terms, to: Account) -> None:
    """Move the value: what is paid to `to`, a tip to the tips."""
    if payment.tender in MONEY:
        source = shifts.account(op, payment.tender, bill.venue_id)
        payment.entry_id = ledger.post(
            op,
            kind=f"bills.pay_{payment.tender}",
            reference=f"bill:{bill.id}",
            moves=[
                Move(source, to, payment.amount_minor),
                Move(source, accounts.tips(op.house), payment.tip_minor),
            ],
        )
        return
    customer = _someone(op, bill)
    own.not_alone(op, customer)
    if payment.tender == BillTender.HOUSE_ACCOUNT:
        _charge(op, bill, payment, customer, to)
        return
    payment.customer = customer
    asked = payment.amount_minor + payment.tip_minor + _unproved(op, bill)
    payment.proved_by = proofs.prove(op, customer=customer, proof=terms.proof, amount=asked)
    if payment.tender == BillTender.WALLET:
        _spend_wallet(op, bill, payment, customer, to)
    else:
        _spend_points(op, bill, payment, customer, to)


def _unproved(op: Operation, bill: Bill) -> int:
    """What was paid on this bill without proof, being small: many small ones are not small."""
    paid = contents(op, bill).payments
    return sum(one.amount_minor + one.tip_minor for one in paid if one.proved_by == "small")


def _someone(op: Operation, bill: Bill) -> Customer:
    if bill.customer is None:
        raise CustomerNeeded()
    someone = survivors.current(op.house, bill.customer)
    customers.must_be_at_hand(someone)
    return someone


def _spend_wallet(
    op: Operation, bill: Bill, payment: Payment, customer: Customer, to: Account
) -> None:
    spent = prepaid.spend(
        op,
        customer=customer,
        amount=payment.amount_minor,
        to=to,
        reference=f"bill:{bill.id}",
        tip=payment.tip_minor,
        tips=accounts.tips(op.house),
        rooms={} if payment.settles else rooms(in_hand(op, bill)),
    )
    payment.entry_id, payment.taxed = spent.entry, spent.taxed
    payment.gift_minor, payment.earned_minor = spent.gift, spent.earned


def _spend_points(
    op: Operation, bill: Bill, payment: Payment, customer: Customer, to: Account
) -> None:
    """Points are whole: a payment takes as many as cover it, worth exactly what it pays."""
    if payment.tip_minor:
        raise NothingOnIt(field="tip")
    payment.points = points.needed(op.house, payment.amount_minor)
    payment.amount_minor = points.worth(op.house, payment.points)
    if not payment.points:
        raise NothingOnIt(field="amount")
    if payment.settles:
        points.keep(op, customer=customer, points=payment.points, earned=bill.earned_points)
    payment.entry_id = points.spend(
        op,
        customer=customer,
        points=payment.points,
        to=to,
        promotions=prepaid_accounts.promotions(op.house),
        reference=f"bill:{bill.id}",
    )


def _charge(op: Operation, bill: Bill, payment: Payment, customer: Customer, to: Account) -> None:
    payer = customers.find(op, customer.payer_or_self_id)
    charge = house_accounts.charge(
        op,
        person=customer,
        payer=payer,
        amount=payment.amount_minor + payment.tip_minor,
        to=to,
        label=f"{bill.number}",
        bill=bill.id,
    )
    payment.entry_id, payment.charge_id = charge.entry_id, charge.id
    if payment.tip_minor:
        ledger.post(
            op,
            kind="bills.tip",
            reference=f"payment:{payment.id}",
            moves=[Move(to, accounts.tips(op.house), payment.tip_minor)],
        )


def _pay_charge(op: Operation, bill: Bill, terms: Terms) -> tuple[Bill, Payment]:
    """A saved bill paid alone: the money goes to the payer's receivable."""
    if terms.tender == BillTender.HOUSE_ACCOUNT:
        raise BillClosed()
    _hold_people(op, bill)
    charge = house_accounts.charge_of(op, bill.id)
    if charge is None or not charge.open_minor:
        raise BillPaid()
    payment = _new(op, bill, terms, _amount(op, terms, charge.open_minor))
    payment.settles, payment.charge_id = True, charge.id
    _cap(op, in_hand(op, bill), payment)
    _move(op, bill, payment, terms, receivable(op, charge))
    earning.settle_free(op, bill, payment, contents(op, bill).payments)
    _keep(op, bill, payment)
    house_accounts.pay(op, charge=charge, amount=payment.amount_minor, entry=payment.entry_id)
    end_if_settled(op, bill)
    audit.record(op, "bills.pay", on=bill)
    return changed(op, bill, "state", "ended_at", "earned_minor", "earned_points"), payment


def _hold_people(op: Operation, bill: Bill) -> None:
    """Whose bill it is and who pays it, before its charge: the order of settling."""
    payers = Charge.objects.of(op.house).filter(bill_id=bill.id, reversed_at=None)
    ids = set(payers.values_list("account__customer_id", flat=True))
    if bill.customer is not None:
        ids.add(survivors.current(op.house, bill.customer).id)
    customers.lock_all(op, ids)


def end_if_settled(op: Operation, bill: Bill) -> None:
    """A saved bill with nothing open any more is closed by itself."""
    if not owed_on(op.house, [bill.id]).get(bill.id):
        bill.state, bill.ended_at = BillState.CLOSED, op.at


def receivable(op: Operation, charge: Charge) -> Account:
    return house_account_accounts.receivable(op.house, charge.account_id)


@right("bills.undo_payment")
def take_back(op: Operation, *, bill: Bill | UUID, payment: UUID) -> Bill:
    """Undo a payment before closing: value returns to where it came from.

    With the last payment gone, price level and discount are free again. Raises BillClosed.
    """
    bill = lock(op, bill)
    refuse_unless_open(bill)
    paid = contents(op, bill).payments
    row = next((one for one in paid if one.id == payment), None)
    if row is None:
        raise NotFound("payment")
    _reverse(op, bill, row)
    row.undone_at, row.undone_by = op.at, op.by.label
    rows.update(row, "undone_at", "undone_by")
    paid.remove(row)
    free_number(op, bill, row.fiscal_ref)
    if not paid:
        bill.frozen_at = None
    audit.record(op, "bills.take_back", on=bill)
    return changed(op, bill, "frozen_at")


def free_number(op: Operation, bill: Bill, number: str) -> None:
    """A receipt number nothing of a bill carries any more; shares keep theirs for the table."""
    carried = {bill.fiscal_ref, *(one.fiscal_ref for one in contents(op, bill).payments)}
    if not bill.share and number not in carried:
        receipts.release(op, number, bill.id)


def _reverse(op: Operation, bill: Bill, row: Payment) -> None:
    reference = f"bill:{bill.id}"
    if row.tip_minor and row.tender == BillTender.HOUSE_ACCOUNT:
        ledger.post(
            op,
            kind="bills.untip",
            reference=f"payment:{row.id}",
            moves=[Move(accounts.tips(op.house), accounts.open_bills(op.house), row.tip_minor)],
        )
    if row.tender == BillTender.WALLET:
        prepaid.give_back(op, spent=row.entry_id, kind="prepaid.give_back", reference=reference)
    elif row.tender == BillTender.POINTS:
        points.give_back(op, spent=row.entry_id, reference=reference)
    elif row.tender == BillTender.HOUSE_ACCOUNT:
        charge = Charge.objects.of(op.house).get(pk=row.charge_id)
        house_accounts.take_back(op, charge=charge, reference=reference)
    else:
        shifts.reverse(op, row.entry_id, kind="bills.take_back", reference=reference)
