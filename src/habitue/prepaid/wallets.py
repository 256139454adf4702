"""Whose wallet it is, and what in it can be used: asked before any value moves."""

from django.utils.translation import gettext_lazy as _

from habitue.customers import actions as customers
from habitue.customers.models import Customer
from habitue.house import rows
from habitue.kit.refusals import Refusal
from habitue.operations.models import Operation
from habitue.prepaid.expiring import spendable
from habitue.prepaid.models import Lot, Wallet, WalletMember


class NothingPaid(Refusal):
    code = "malformed"
    status = 422
    says = _("What the customer pays must be more than nothing.")


class InsufficientValue(Refusal):
    code = "insufficient_value"
    says = _("There is {has} in the wallet.")


def wallet_of(op: Operation, customer: Customer) -> Wallet:
    """The wallet `customer` spends from, opened where there is none yet."""
    wallet = wallet_found(op, customer)
    if wallet is None:
        wallet = Wallet.objects.create(house=op.house, holder=customer, created_at=op.at)
        WalletMember.objects.create(house=op.house, wallet=wallet, customer=customer)
    return wallet


def wallet_found(op: Operation, customer: Customer) -> Wallet | None:
    """The wallet, locked: two spends of one wallet take turns."""
    customers.hold(op, customer.id)
    member = rows.first(
        WalletMember, op.house, customer=customer.id, related=("wallet",), order="id"
    )
    return member.wallet if member else None


def open_lots(op: Operation, wallet: Wallet | None) -> list[Lot]:
    """What may be spent, in order; what has expired ends here."""
    return [] if wallet is None else spendable(op, wallet)
