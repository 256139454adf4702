"""Every column of every table of money changed once: which invariant sees it, which needs none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, models, transaction

from habitue.house import sql
from habitue.house.models import HouseRow
from habitue.house.tenancy import house_models
from habitue.operations.models import Operation
from habitue.site import books
from tests.cast import Cast
from tests.site.damage import lived_in, unguarded

ROOMS = ("ledger", "prepaid", "house_accounts", "bills", "shifts", "operations", "audit")
OF_THE_SCHEMA = {"I07", "I31"}
SHORT = 25
MOVED = "SELECT DISTINCT operation_id FROM ledger_entry WHERE kind = 'prepaid.top_up'"

# what no invariant sees, and why none need; the last two lines are holes
UNSEEN: dict[str, str] = {
    column: why
    for why, names in {
        "a label, a name or a note as it was then": """
            bills_bill.label bills_bill.note bills_bill.opened_by_name bills_bill.served_by_name
            bills_refund.actor_name bills_refund.reason prepaid_top_up_refund.reason
            house_accounts_charge.label shifts_tender.name shifts_tender.position
            shifts_tender.active shifts_shift.opened_by_name shifts_shift.closed_by_name
            shifts_shift.note shifts_day_closing.actor_name""",
        "numbers of other systems, beside the receipt's": """
            bills_bill.external_id bills_payment.external_id bills_refund.external_id
            prepaid_top_up.external_id prepaid_top_up_refund.external_id
            house_accounts_settlement.external_id""",
        "how the house's tills count; which receipt is whose is held": """
            shifts_receipt.series""",
        "how a sum came about; the sum itself is recomputed": """
            bills_bill.level_by_hand bills_bill.discount_bp bills_bill.earn_bp
            bills_bill.earned_carried_minor bills_bill.odd_discount_minor bills_bill.odd_tax
            bills_bill.share bills_bill.points_entry_id bills_payment.points
            bills_payment.settles bills_payment.unearned_minor
            bills_payment.unearned_spent_minor bills_payment.unearned_points
            bills_refund.earned_spent_minor bills_refund_part.owed_minor prepaid_lot.source
            prepaid_top_up_refund.spent_minor prepaid_top_up_refund.paid_left_minor
            house_accounts_charge.limit_then_minor
            house_accounts_settlement.tenders house_accounts_settled.entry_id
            shifts_count.tender shifts_count.expected_minor""",
        "who and when beside the money: the audit, which is chained, says the same": """
            bills_bill.opened_at bills_bill.opened_by bills_bill.served_by bills_bill.frozen_at
            bills_bill.ended_at bills_bill.saved_at bills_bill.business_day bills_link.how
            bills_link.at bills_link.actor bills_link.ended_by bills_payment.proved_by
            bills_payment.undone_at bills_payment.undone_by bills_refund.approver
            prepaid_wallet.created_at house_accounts_account.opened_at
            house_accounts_charge.approver house_accounts_settlement.reversed_by
            shifts_shift.business_day shifts_shift.implicit shifts_shift.opened_at
            shifts_shift.opened_by shifts_shift.closed_at shifts_shift.closed_on
            shifts_shift.closed_by""",
        "of the machinery, not of money": """
            bills_bill.version bills_bill.public_token operations_operation.key
            operations_operation.status operations_operation.answer shifts_tender.kind
            bills_payment.bill_id""",
        "HOLE: what a drawer began and ended with is only held by its count": """
            shifts_shift.float_minor shifts_shift.float_left_minor shifts_shift.left_minor""",
        "HOLE: whose account it is, and who ate, is not sealed": """
            house_accounts_account.customer_id house_accounts_charge.person_id""",
    }.items()
    for column in names.split()
}

CHANGES: list[tuple[Any, Callable[[Any], Any]]] = [
    (bool, lambda value: not value),
    (int, lambda value: value + 1),
    (date, lambda value: value.replace(year=value.year - 1)),
    ((bytes, memoryview), lambda value: bytes(value)[::-1] + b"x"),
    (UUID, lambda value: uuid4()),
    (list, lambda value: [*value, 7]),
    (dict, lambda value: {**value, "x": 7}),
]


@dataclass(frozen=True)
class Column:
    model: type[HouseRow]
    field: models.Field[Any, Any]

    @property
    def name(self) -> str:
        return f"{self.model._meta.db_table}.{self.field.column}"


def columns() -> list[Column]:
    return [
        Column(model, field)
        for model in house_models()
        if model._meta.db_table.startswith(tuple(f"{room}_" for room in ROOMS))
        for field in model._meta.local_fields
        if not field.primary_key and field.column != "house_id"
    ]


def another(value: Any, column: Column) -> Any:
    """A value of the same kind that is not `value`; None where there is none."""
    if isinstance(column.field, models.ForeignKey):
        target = column.field.related_model
        assert isinstance(target, type)
        others = target._default_manager.exclude(pk=value).values_list("pk", flat=True)
        return others.order_by("pk").first()
    if isinstance(value, str):
        longest = column.field.max_length or 999
        return "open" if value == "closed" else f"{value}x"[-longest:]
    for kind, change in CHANGES:
        if isinstance(value, kind):
            return change(value)
    return None


def seen(cast: Cast, column: Column) -> str:
    """What notices a change of this column: codes, the constraint, nothing, or no row has it."""
    empty = {column.field.name: None} if column.field.null else {}
    rows = column.model.objects.of(cast.house).order_by("pk")
    if column.model is Operation:  # one that moved money
        rows = rows.filter(pk__in=[one[0] for one in sql.rows(MOVED)])
    row = (rows.exclude(**empty) if empty else rows).first()
    value = None if row is None else another(getattr(row, column.field.attname), column)
    if value is None or row is None:
        return "no row"
    point = transaction.savepoint()
    try:
        with transaction.atomic():
            column.model.objects.filter(pk=row.pk).update(**{column.field.attname: value})
            if connection.vendor == "postgresql":
                sql.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except DatabaseError:
        transaction.savepoint_rollback(point)
        return "the schema"
    among = [one for one in books.invariants() if one.code not in OF_THE_SCHEMA]
    found = {one.invariant.code for one in books.examine(cast.house, among) if not one.is_clean}
    transaction.savepoint_rollback(point)
    return " ".join(sorted(found))


@pytest.mark.unbalanced
def test_no_column_of_money_changes_unseen(
    noon: Any, cast: Cast, request: pytest.FixtureRequest
) -> None:
    lived_in(cast)
    books.seal_pending(cast.house)
    every = columns()
    if not request.config.getoption("--faults", default=False):
        every = Random(14).sample(every, SHORT)

    with unguarded():
        found = {column.name: seen(cast, column) for column in every}

    print("\n".join(f"{name:<45} {by or 'NOTHING'}" for name, by in found.items()))
    assert {name for name, by in found.items() if not by} <= UNSEEN.keys()


def test_what_is_said_to_be_unseen_exists() -> None:
    assert UNSEEN.keys() <= {column.name for column in columns()}
