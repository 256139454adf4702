"""What is in hand leaves the house account: back to its owner, or to the house."""

from uuid import UUID

from habitue.audit import actions as audit
from habitue.customers import actions as customers
from habitue.customers import own
from habitue.customers.models import Customer
from habitue.house_accounts import accounts
from habitue.house_accounts.actions import account_of
from habitue.kit.money import Money
from habitue.ledger import actions as ledger
from habitue.ledger.actions import Account, Move
from habitue.operations.models import Operation
from habitue.operations.rights import right
from habitue.shifts import actions as shifts


@right("prepaid.pay_out")
def hand_back(
    op: Operation, *, customer: Customer, tender: str, venue: UUID | None = None
) -> Money:
    """Give a customer what is in hand; how much that was.

    Raises TenderUnknown, RightMissing where the actor may hand back less.
    """
    own.not_alone(op, customer)
    money = shifts.account(op, tender, shifts.venue_of(op, venue).id)
    return _empty_hand(
        op, customer, money, asked="prepaid.pay_out", kind="house_accounts.hand_back"
    )


@right("house_accounts.write_off")
def keep_hand(op: Operation, *, customer: Customer, reason: str) -> Money:
    """What is in hand and nobody comes for is the house's; how much that was."""
    to, verb = accounts.breakage(op.house), "house_accounts.keep_hand"
    return _empty_hand(
        op, customer, to, asked="house_accounts.write_off", kind=verb, reason=reason
    )


def _empty_hand(
    op: Operation, customer: Customer, to: Account, *, asked: str, kind: str, reason: str = ""
) -> Money:
    customers.hold(op, customer.id)
    hand = accounts.in_hand(op.house, account_of(op, customer).id)
    has = ledger.balances(op.house, [hand.code])[hand.code]
    if has:
        before = shifts.handed_back(op, customer.id) if asked == "prepaid.pay_out" else 0
        op.require(asked, before + has)
        reference = f"customer:{customer.id}"
        ledger.post(op, kind=kind, reference=reference, moves=[Move(hand, to, has)])
        audit.record(op, kind, on=customer, reason=reason)
    return op.house.money(has)
