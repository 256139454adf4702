"""Which terms of a customer wait for Send, where the house publishes on Send (decision 27).

Names, contacts, blocks, holds and whoever pays are live at once; so is whatever lets a customer
owe less. What lets them owe more, their group, price level, discount and
earnings wait.
"""

from collections.abc import Mapping
from math import inf
from typing import Any

from habitue.customers.models import Customer
from habitue.operations.models import Operation
from habitue.publishing import actions as publishing
from habitue.publishing import reports

KIND = "customer"
ALWAYS = frozenset({"group_id", "price_level_id", "discount_bp", "earn_bp"})
UPWARDS = frozenset({"on_account_allowed", "credit_limit_minor"})
TERMS = ALWAYS | UPWARDS


def hold(
    op: Operation, customer: Customer, columns: Mapping[str, Any]
) -> tuple[dict[str, Any], bool]:
    """Keep what waits: the columns to be changed now, and whether anything waits otherwise."""
    given = {column: value for column, value in columns.items() if column in TERMS}
    if not given or not publishing.on_send(op):
        return dict(columns), False
    later = {c for c, value in given.items() if c in ALWAYS or _more(customer, c, value)}
    live = {c: getattr(customer, c) if c in later else value for c, value in given.items()}
    waited = reports.wanted(op.house, KIND, customer.pk)
    publishing.waits(op, kind=KIND, target=customer, before=live, after=given)
    now = {column: value for column, value in columns.items() if column not in later}
    return now, waited != reports.wanted(op.house, KIND, customer.pk)


def hold_new(op: Operation, customer: Customer) -> None:
    """Somebody who is about to be written: their terms wait, they themselves do not."""
    given = {column: getattr(customer, column) for column in TERMS}
    for column in TERMS:
        default = Customer._meta.get_field(column).get_default()  # type: ignore[union-attr]
        setattr(customer, column, default)
    now, _waits = hold(op, customer, given)
    for column, value in now.items():
        setattr(customer, column, value)


def withdraw(
    op: Operation, customer: Customer, wanted: Mapping[str, Any], earlier: Mapping[str, Any]
) -> list[str]:
    """Take back what still waits as it was `wanted`; what waited `earlier` waits again.

    The columns that wait as something else since. Raises RightMissing.
    """
    waits = reports.wanted(op.house, KIND, customer.pk)
    theirs = {column for column in wanted if column in TERMS and column in waits}
    mine = {column for column in theirs if waits[column] == publishing.plain(wanted[column])}
    if mine:
        op.require("house_accounts.edit_terms")
        live = {column: getattr(customer, column) for column in mine}
        after = {column: earlier.get(column, live[column]) for column in mine}
        publishing.waits(op, kind=KIND, target=customer, before=live, after=after)
    return sorted(theirs - mine)


def _more(customer: Customer, column: str, value: Any) -> bool:
    """Whether `value` would let the customer owe more than now."""
    if column == "on_account_allowed":
        return bool(value) and not customer.on_account_allowed
    return _binds(customer, value) > _binds(customer, customer.credit_limit_minor)


def _binds(customer: Customer, limit: int | None) -> float:
    """The limit that binds: a payer without one of their own has the house's."""
    if limit is None and customer.payer_or_self_id == customer.pk:
        limit = customer.house.default_limit_minor
    return inf if limit is None else limit
