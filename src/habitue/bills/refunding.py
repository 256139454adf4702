"""Refunding a bill that ended: the money follows the way it came (decision 21)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from habitue.audit import actions as audit
from habitue.bills import accounts
from habitue.bills.locking import changed, contents, lock
from habitue.bills.models import Bill, BillState, BillTender, Refund, RefundLine, RefundPart
from habitue.bills.paying import end_if_settled
from habitue.bills.refund_plan import MONEY, Part, Plan, Wanted, planned
from habitue.customers import actions as customers
from habitue.customers import own, survivors
from habitue.house import rows
from habitue.house_accounts import actions as house_accounts
from habitue.house_accounts.models import Charge
from habitue.kit.text import storable
from habitue.ledger import actions as ledger
from habitue.ledger.actions import Move
from habitue.operations.models import Operation
from habitue.operations.rights import right
from habitue.points import actions as points
from habitue.prepaid import accounts as prepaid_accounts
from habitue.prepaid import actions as prepaid
from habitue.prepaid import refunding as prepaid_refunding
from habitue.shifts import actions as shifts
from habitue.shifts import receipts


@dataclass(frozen=True, slots=True)
class Told:
    """What was said with a refund."""

    reason: str = ""
    fiscal_ref: str = ""
    external_id: str = ""
    occurred_at: datetime | None = None


@right("bills.refund")
def refund(
    op: Operation, *, bill: Bill | UUID, wanted: Wanted | None = None, told: Told | None = None
) -> Refund:
    """Give back all that is left of a bill, an amount or chosen lines of it.

    Each part goes back the way it came: money by its tender, wallet value to its lots, points
    to whose they were, what was saved on account off what is owed, else in hand. What the bill
    gave is taken back in proportion. Raises CustomerArchived, RightMissing where
    the actor may refund less, and as `planned` does.
    """
    told = told or Told()
    held = lock(op, bill)
    contents(op, held)
    _hold_everyone(op, held)
    own.not_alone(op, held.customer and survivors.current(op.house, held.customer))
    plan = planned(op.house, held, wanted or Wanted())
    # parts count together: ten times ten is a hundred
    op.require("bills.refund", held.refunded_minor + plan.amount + plan.tip)
    receipts.claim(op, told.fiscal_ref, held.family_id)
    row = _row(op, plan, told)
    parts = [_part(op, row, part) for part in plan.parts]
    row.earned_minor = prepaid.unearn(op, reference=f"bill:{held.id}", most=plan.earned)
    row.earned_spent_minor = plan.earned - row.earned_minor
    _take_points(op, held, plan.points)
    _keep(row, parts, plan)
    _lower(op, held, row)
    audit.record(op, "bills.refund", on=held, reason=told.reason)
    return row


def _hold_everyone(op: Operation, bill: Bill) -> None:
    """Everyone whose value could move, locked in one order: bills, then people, then charges."""
    charges = rows.find(Charge, op.house, bill_id=bill.id, reversed_at=None, related=("account",))
    people = {bill.customer_id, *(one.customer_id for one in contents(op, bill).payments)}
    people |= {charge.account.customer_id for charge in charges}
    held = customers.lock_all(op, [id_ for id_ in people if id_ is not None]).values()
    kept = {survivors.current(op.house, one).id for one in held} - {one.id for one in held}
    for one in [*held, *customers.lock_all(op, kept).values()]:
        if survivors.current(op.house, one).archived_at:
            raise customers.CustomerArchived()
    rows.find(Charge, op.house, lock=True, id=[charge.id for charge in charges], order="id")


def _row(op: Operation, plan: Plan, told: Told) -> Refund:
    """The refund, with so much of the sale taken back: it stands in open bills for a moment."""
    row = Refund(
        house=op.house,
        bill=plan.bill,
        amount_minor=plan.amount,
        tip_minor=plan.tip,
        vat=[list(one) for one in plan.vat],
        earn_by=[list(one) for one in plan.earned_by.items()],
        earned_points=plan.points,
        reason=storable(told.reason).strip()[:300],
        at=op.at,
        business_day=op.business_day,
        actor=op.by.label,
        actor_name=op.by.name,
        approver=op.approver,
        fiscal_ref=told.fiscal_ref,
        external_id=told.external_id,
        occurred_at=told.occurred_at,
    )
    row.entry_id = ledger.post(
        op,
        kind="bills.refund",
        reference=f"bill:{plan.bill.id}",
        moves=[Move(accounts.sales(op.house), accounts.open_bills(op.house), plan.amount)],
    )
    return row


def _part(op: Operation, row: Refund, part: Part) -> RefundPart:
    kept = RefundPart(
        house=op.house,
        refund=row,
        payment=part.payment,
        charge_id=part.charge.id if part.charge else None,
        tender=part.tender,
        amount_minor=part.amount,
        tip_minor=part.tip,
        points=part.points,
        owed_minor=part.owed,
    )
    if part.tender in MONEY:
        kept.entry_id = _money_back(op, row.bill, part)
    elif part.tender == BillTender.WALLET:
        kept.entry_id, kept.taxed = _wallet_back(op, row.bill, part)
    elif part.tender == BillTender.POINTS:
        kept.entry_id = _points_back(op, row.bill, part)
    else:
        kept.entry_id = _off_account(op, row.bill, part)
    return kept


def _money_back(op: Operation, bill: Bill, part: Part) -> UUID:
    drawer = shifts.account(op, part.tender, bill.venue_id)
    return ledger.post(
        op,
        kind=f"bills.refund_{part.tender}",
        reference=f"bill:{bill.id}",
        moves=[
            Move(accounts.open_bills(op.house), drawer, part.amount),
            Move(accounts.tips(op.house), drawer, part.tip),
        ],
    )


def _wallet_back(op: Operation, bill: Bill, part: Part) -> tuple[UUID, list[list[int]]]:
    assert part.payment is not None
    before = rows.find(RefundPart, op.house, payment=part.payment.id)
    return prepaid_refunding.refund(
        op,
        spent=part.payment.entry_id,
        before=[one.entry_id for one in before],
        paid=part.payment.amount_minor,
        amount=part.amount,
        tip=part.tip,
        source=accounts.open_bills(op.house),
        tips=accounts.tips(op.house),
        reference=f"bill:{bill.id}",
    )


def _points_back(op: Operation, bill: Bill, part: Part) -> UUID:
    assert part.payment is not None and part.payment.customer_id is not None
    return points.refund(
        op,
        customer_id=part.payment.customer_id,
        points=part.points,
        amount=part.amount,
        source=accounts.open_bills(op.house),
        promotions=prepaid_accounts.promotions(op.house),
        reference=f"bill:{bill.id}",
    )


def _off_account(op: Operation, bill: Bill, part: Part) -> UUID:
    assert part.charge is not None
    return house_accounts.refund(
        op,
        charge=part.charge,
        owed=part.owed,
        sources=[
            (accounts.open_bills(op.house), part.amount),
            (accounts.tips(op.house), part.tip),
        ],
        reference=f"bill:{bill.id}",
    )


def _take_points(op: Operation, bill: Bill, taken: int) -> None:
    if taken and bill.customer_id is not None:
        points.take_back(
            op, customer_id=bill.customer_id, points=taken, reference=f"bill:{bill.id}"
        )


def _keep(row: Refund, parts: list[RefundPart], plan: Plan) -> None:
    rows.insert(row)
    rows.insert(*parts)
    rows.insert(
        *(
            RefundLine(
                house=row.house,
                refund=row,
                line_id=one.line,
                quantity=one.quantity,
                amount_minor=one.amount,
            )
            for one in plan.lines
        )
    )


def _lower(op: Operation, bill: Bill, row: Refund) -> None:
    bill.refunded_minor += row.amount_minor
    bill.earned_minor -= row.earned_minor
    bill.earned_points -= row.earned_points
    if bill.state == BillState.ON_ACCOUNT:
        end_if_settled(op, bill)
    changed(op, bill, "refunded_minor", "earned_minor", "earned_points", "state", "ended_at")
