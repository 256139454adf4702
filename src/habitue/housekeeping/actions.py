"""Archiving: gone from every list, history unchanged, refused while value or debt remains."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from habitue.bills import actions as bills
from habitue.bills.closing import close_if_settled
from habitue.bills.models import BillState, Payment
from habitue.bills.settling import hold_owing
from habitue.cards import actions as cards
from habitue.customers import actions as customers
from habitue.customers import survivors
from habitue.customers.models import Customer
from habitue.house.models import House
from habitue.house_accounts import actions as house_accounts
from habitue.house_accounts import handing_back
from habitue.house_accounts import reports as accounts
from habitue.house_accounts.limits import standing
from habitue.house_accounts.models import Charge
from habitue.kit.refusals import Malformed, Refusal
from habitue.ledger import actions as ledger
from habitue.operations.models import Operation
from habitue.operations.rights import right
from habitue.points import actions as points
from habitue.prepaid import actions as prepaid
from habitue.prepaid import reports as wallets

WAYS = ("pay_out", "collect", "write_off")


class ValueRemains(Refusal):
    code = "value_remains"
    says = _("Something is still open here: has {has}, owes {owes}, in hand {in_hand}.")


class Merged(Refusal):
    code = "customer_archived"
    says = _("This record was merged into {name}: undo that to have it back.")


class PaidBillOpen(Refusal):
    code = "value_remains"
    says = _("Bill {number} is open and has payments: close it first.")


@dataclass(frozen=True, slots=True)
class Remains:
    """What stands between a customer and the archive, in minor units and points."""

    has: int
    owes: int
    in_hand: int
    points: int

    @property
    def anything(self) -> bool:
        """Points are a promise, not money: they end with the archive."""
        return bool(self.has or self.owes or self.in_hand)


@dataclass(frozen=True, slots=True)
class Settle:
    """How what remains is ended in the same step: pay_out, collect or write_off."""

    way: str
    tender: str = ""
    reason: str = ""


def remains(house: House, customer: Customer) -> Remains:
    """What a customer still has and owes."""
    wallet = wallets.wallets_of(house, [customer.id]).get(customer.id)
    account = accounts.accounts_of(house, [customer.id]).get(customer.id)
    held_in = wallets.codes_of(wallet) if wallet else []
    owed, hand = accounts.pair(account) if account else ("", "")
    held = ledger.balances(house, [*held_in, owed, hand, f"points:{customer.id}"])
    return Remains(
        has=sum(held[code] for code in held_in),
        owes=held[owed],
        in_hand=held[hand],
        points=held[f"points:{customer.id}"],
    )


@right("customers.archive")
def archive(op: Operation, *, customer: Customer, settle: Settle | None = None) -> Customer:
    """Take someone out of every list; their cards are free, their history stays.

    Archiving twice changes nothing. Raises ValueRemains where value or debt remains and
    `settle` does not end it, PaidBillOpen where what they paid is still on its way.
    """
    if settle is not None:
        hold_owing(op, customer)  # bills before people: the order in which paying takes them
    customer = customers.lock(op, customer.id)
    if customer.archived_at:
        return customer
    if settle is not None:
        _end(op, customer, settle)
    prepaid.expire_of(op, customer=customer)
    left = remains(op.house, customer)
    if left.anything:
        raise ValueRemains(
            has=op.house.money(left.has),
            owes=op.house.money(left.owes),
            in_hand=op.house.money(left.in_hand),
            points=left.points,
        )
    _refuse_begun(op, customer)
    if left.points > 0:
        points.end(op, customer=customer, reason=settle.reason if settle else "archived")
    cards.release_all(op, customer)
    customers.archived(op, customer)
    return customer


def _refuse_begun(op: Operation, customer: Customer) -> None:
    """What is paid on an open bill, theirs or on their account, can still come back to them."""
    charged = Charge.objects.of(op.house).filter(account__customer=customer, reversed_at=None)
    begun = Payment.objects.of(op.house).filter(
        Q(bill__customer=customer) | Q(charge_id__in=charged.values("id")),
        bill__state=BillState.OPEN,
        undone_at=None,
    )
    number = begun.values_list("bill__number", flat=True).first()
    if number is not None:
        raise PaidBillOpen(number=number)


@right("customers.archive")
def restore(op: Operation, *, customer: Customer) -> Customer:
    """Back in the book as before, without the cards that were freed. Raises Merged."""
    customer = customers.lock(op, customer.id)
    kept = survivors.current(op.house, customer)
    if kept.id != customer.id:
        raise Merged(name=kept.display_name)
    if customer.archived_at:
        customers.restored(op, customer)
    return customer


def _end(op: Operation, customer: Customer, settle: Settle) -> None:
    if settle.way not in WAYS:
        raise Malformed(field="settle")
    tender = settle.tender or "cash"
    met = house_accounts.meet_from_hand(op, customer=customer)
    close_if_settled(op, [charge.bill_id for charge in met if charge.bill_id])
    owes, _hand = standing(op.house, customer)
    if settle.way == "pay_out":
        prepaid.pay_out(op, customer=customer, tender=tender)
        handing_back.hand_back(op, customer=customer, tender=tender)
    if settle.way == "collect" and owes:
        bills.settle(op, customer=customer, amount=op.house.money(owes), tender=tender)
    if settle.way == "write_off":
        ended = house_accounts.write_off(op, customer=customer, reason=settle.reason)
        close_if_settled(op, [charge.bill_id for charge in ended if charge.bill_id])
        handing_back.keep_hand(op, customer=customer, reason=settle.reason)
        prepaid.end(op, customer=customer, reason=settle.reason)
