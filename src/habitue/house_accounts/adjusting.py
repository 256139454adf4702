"""Putting right by hand what a customer owes, with a reason."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from habitue.audit import actions as audit
from habitue.customers import actions as customers
from habitue.customers.models import Customer
from habitue.house_accounts import accounts
from habitue.house_accounts.actions import Charge, account_of, lower_oldest
from habitue.kit.refusals import Refusal
from habitue.ledger import actions as ledger
from habitue.ledger.actions import Move
from habitue.operations.models import Operation
from habitue.operations.rights import right


class OwesLess(Refusal):
    code = "insufficient_value"
    says = _("Only {owes} is owed.")


@right("balances.adjust")
def adjust_up(op: Operation, *, customer: Customer, minor: int, reason: str) -> UUID:
    """They owe `minor` more: a charge of its own, without a bill; the entry of it."""
    op.require("balances.adjust", minor)
    customers.lock(op, customer.id)
    account = account_of(op, customer)
    row = Charge(
        house=op.house,
        account=account,
        person=customer,
        label="adjustment",
        amount_minor=minor,
        open_minor=minor,
        at=op.at,
        business_day=op.business_day,
    )
    mine = accounts.receivable(op.house, account.id)
    row.entry_id = ledger.post(
        op,
        kind="house_accounts.adjust",
        reference=f"charge:{row.id}",
        moves=[Move(mine, accounts.adjustments(op.house), minor)],
    )
    row.save(force_insert=True)
    audit.record(op, "house_accounts.adjust", on=customer, reason=reason)
    return row.entry_id


@right("balances.adjust")
def adjust_down(
    op: Operation, *, customer: Customer, minor: int, reason: str
) -> tuple[UUID, list[Charge]]:
    """They owe `minor` less, the oldest charges first: the entry, and the charges it touched.

    Raises OwesLess.
    """
    op.require("balances.adjust", minor)
    customers.lock(op, customer.id)
    account = account_of(op, customer)
    mine = accounts.receivable(op.house, account.id)
    owes = ledger.balances(op.house, [mine.code])[mine.code]
    if owes < minor:
        raise OwesLess(owes=op.house.money(owes))
    entry = ledger.post(
        op,
        kind="house_accounts.adjust",
        reference=f"customer:{customer.id}",
        moves=[Move(accounts.adjustments(op.house), mine, minor)],
    )
    touched = lower_oldest(op, account, minor, entry)
    audit.record(op, "house_accounts.adjust", on=customer, reason=reason)
    return entry, touched
