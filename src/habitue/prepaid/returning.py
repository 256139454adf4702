"""Giving a top-up back: what was paid for it and not spent; what is left of its gift ends.

The arithmetic is here once, for the screen before it is posted, the act and the check after it.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from habitue.audit import actions as audit
from habitue.customers import actions as customers
from habitue.customers import own, survivors
from habitue.house import rows
from habitue.house.days import local_date
from habitue.house.models import GiftRefund, House
from habitue.kit.money import Money
from habitue.kit.refusals import NotFound, Refusal
from habitue.kit.text import storable
from habitue.ledger import actions as ledger
from habitue.ledger.actions import Account, Move
from habitue.operations.models import Operation
from habitue.operations.rights import right
from habitue.prepaid import accounts, lots
from habitue.prepaid.expiring import end_rest
from habitue.prepaid.models import Lot, LotUse, TopUp, TopUpRefund, ValueKind
from habitue.shifts import actions as shifts
from habitue.shifts import receipts

EXPIRED = "prepaid.expire"


class NothingLeft(Refusal):
    code = "insufficient_value"
    says = _("Nothing that was paid for this top-up is left: it was spent.")


class GivenBack(Refusal):
    code = "already_reversed"
    says = _("This top-up was given back already.")


class MoreThanLeft(Refusal):
    code = "insufficient_value"
    says = _("At most {most} of this top-up can be given back.")


class AmountNeeded(Refusal):
    code = "malformed"
    status = 422
    says = _("What is given back must be more than nothing.")


@dataclass(frozen=True, slots=True)
class Sums:
    """A top-up as it stands, in minor units; `spent` is all that was drawn for anything else."""

    rule: str
    paid: int
    gift: int
    spent: int
    refunded: int
    withdrawn: int
    paid_left: int
    gift_left: int

    @property
    def spent_of_paid(self) -> int:
        """How much of what was spent the house counts as paid."""
        if self.rule == GiftRefund.PAID_FIRST:
            return min(self.spent, self.paid)
        if self.rule == GiftRefund.PROPORTIONAL:
            whole = self.paid + self.gift
            return (2 * self.spent * self.paid + whole) // (2 * whole)
        return max(self.spent - self.gift, 0)

    @property
    def most(self) -> int:
        """What can still be given back: never more than is unspent of what was paid."""
        return max(min(self.paid_left, self.paid - self.refunded - self.spent_of_paid), 0)

    @property
    def ends(self) -> int:
        """What ends once all that can be is given back: nothing of the top-up is left then."""
        return self.paid_left + self.gift_left - self.most

    def withdrawn_with(self, amount: int) -> int:
        """What ends when `amount` is given back: the gift before it, after it, or in step.

        A part takes no more than there is of the gift: what was spent of it may come back with a
        bill, and what was paid must not have ended meanwhile. The last part takes the rest.
        """
        if amount >= self.most:
            return self.ends
        if self.rule == GiftRefund.PAID_FIRST:
            return 0
        in_step = -(-self.ends * amount // self.most)  # up: what is left is never more
        return min(self.ends if self.rule == GiftRefund.GIFT_FIRST else in_step, self.gift_left)


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be posted. Of `withdrawn`, `from_paid` makes good what was spent of the gift."""

    top_up: TopUp
    sums: Sums
    amount: int
    withdrawn: int

    @property
    def from_gift(self) -> int:
        return min(self.withdrawn, self.sums.gift_left)

    @property
    def from_paid(self) -> int:
        return self.withdrawn - self.from_gift


@dataclass(frozen=True, slots=True)
class Told:
    """What was said with it."""

    reason: str = ""
    venue: UUID | None = None
    fiscal_ref: str = ""
    external_id: str = ""
    occurred_at: datetime | None = None


def find(house: House, top_up: UUID) -> TopUp:
    found = rows.first(TopUp, house, id=top_up, related=("customer",))
    if found is None:
        raise NotFound("top-up")
    return found


def planned(house: House, top_up: TopUp, amount: Money | None, at: datetime) -> Plan:
    """What giving `amount` of it back would come to, or all that can be; posts nothing.

    Raises NothingLeft, GivenBack, MoreThanLeft, AmountNeeded.
    """
    today = local_date(house, at)
    left = [
        lot
        for lot in rows.find(Lot, house, source=f"top_up:{top_up.id}")
        if lot.expires_on is None or lot.expires_on >= today
    ]
    return _plan(house, top_up, left, amount)


@right("prepaid.refund_top_up")
def refund_top_up(
    op: Operation, *, top_up: UUID, amount: Money | None = None, told: Told | None = None
) -> TopUpRefund:
    """Give back `amount` of a top-up, or all that can be, by the tender it was paid with.

    Raises NotFound, CustomerArchived, TenderUnknown, RightMissing where the actor may give back
    less, and as `planned` does.
    """
    told = told or Told()
    row = find(op.house, top_up)
    customer = customers.lock(op, survivors.survivor(op.house, row.customer_id))
    if customer.archived_at:
        raise customers.CustomerArchived()
    own.not_alone(op, customer)
    held = rows.find(Lot, op.house, lock=True, source=f"top_up:{row.id}", order="id")
    end_rest(op, held)
    plan = _plan(op.house, row, held, amount)
    # parts count together: ten times ten is a hundred
    op.require("prepaid.refund_top_up", plan.sums.refunded + plan.amount)
    made = _post(op, plan, held, told)
    audit.record(op, "prepaid.refund_top_up", on=row, reason=told.reason)
    return made


def _plan(house: House, top_up: TopUp, left: list[Lot], amount: Money | None) -> Plan:
    sums = stand(house, top_up, left)
    if sums.most == 0:
        raise GivenBack() if sums.refunded else NothingLeft()
    wanted = sums.most if amount is None else house.minor(amount)
    if wanted <= 0:
        raise AmountNeeded(field="amount")
    if wanted > sums.most:
        raise MoreThanLeft(most=house.money(sums.most))
    return Plan(top_up, sums, wanted, sums.withdrawn_with(wanted))


def stand(house: House, top_up: TopUp, left: list[Lot]) -> Sums:
    """How much of a top-up was spent, given back and withdrawn; `left` are its lots."""
    before = rows.find(TopUpRefund, house, top_up=top_up.id)
    refunded = sum(one.amount_minor for one in before)
    withdrawn = sum(one.withdrawn_minor for one in before)
    remains = dict.fromkeys(ValueKind.values, 0)
    for lot in left:
        remains[lot.kind] += lot.remaining_minor
    still = remains[ValueKind.PAID] + remains[ValueKind.GIFT]
    gone = top_up.receives_minor - still - refunded - withdrawn
    return Sums(
        rule=house.gift_refund,
        paid=top_up.pays_minor,
        gift=top_up.receives_minor - top_up.pays_minor,
        spent=gone - _expired(house, top_up, left),
        refunded=refunded,
        withdrawn=withdrawn,
        paid_left=remains[ValueKind.PAID],
        gift_left=remains[ValueKind.GIFT],
    )


def _expired(house: House, top_up: TopUp, left: list[Lot]) -> int:
    """What of a top-up ended by its day, booked or not yet: nobody spent it."""
    every = rows.find(Lot, house, source=f"top_up:{top_up.id}")
    known = {lot.id for lot in left}
    unbooked = sum(lot.remaining_minor for lot in every if lot.id not in known)
    ending = [lot.id for lot in every if lot.expires_on is not None]
    if not ending:
        return 0
    uses = rows.find(LotUse, house, lot=ending)
    kinds = ledger.kinds(house, [use.entry_id for use in uses])
    booked = sum(use.amount_minor for use in uses if kinds[use.entry_id][0] == EXPIRED)
    return unbooked + booked


def _post(op: Operation, plan: Plan, held: list[Lot], told: Told) -> TopUpRefund:
    """What goes back to the guest, and in an entry of its own what ends of the gift."""
    row, sums = plan.top_up, plan.sums
    money = shifts.account(op, row.tender, _venue(op, row, told))
    paid = _takes(held, ValueKind.PAID, plan.amount)
    made = TopUpRefund(
        house=op.house,
        top_up=row,
        rule=sums.rule,
        amount_minor=plan.amount,
        withdrawn_minor=plan.withdrawn,
        spent_minor=sums.spent,
        paid_left_minor=sums.paid_left,
        gift_left_minor=sums.gift_left,
        tender=row.tender,
        reason=storable(told.reason).strip()[:300],
        at=op.at,
        business_day=op.business_day,
        actor=op.by.label,
        fiscal_ref=told.fiscal_ref,
        external_id=told.external_id,
        occurred_at=told.occurred_at,
    )
    receipts.claim(op, told.fiscal_ref, row.id)
    made.entry_id = ledger.post(
        op,
        kind="prepaid.refund_top_up",
        reference=f"top_up:{row.id}",
        moves=_moves(op, paid, money),
    )
    lots.draw(op, made.entry_id, paid)
    if plan.withdrawn:
        made.withdrawal_id = _withdraw(op, plan, lots.after(held, paid))
    rows.insert(made)
    return made


def _withdraw(op: Operation, plan: Plan, held: list[Lot]) -> UUID:
    takes = [
        *_takes(held, ValueKind.GIFT, plan.from_gift),
        *_takes(held, ValueKind.PAID, plan.from_paid),
    ]
    entry = ledger.post(
        op,
        kind="prepaid.withdraw_gift",
        reference=f"top_up:{plan.top_up.id}",
        moves=_moves(op, takes, accounts.promotions(op.house)),
    )
    lots.draw(op, entry, takes)
    return entry


def _takes(held: list[Lot], kind: str, minor: int) -> list[lots.Take]:
    """From which lots: what came back after a merge stands in one of its own."""
    return lots.plan([lot for lot in held if lot.kind == kind], minor)


def _moves(op: Operation, takes: list[lots.Take], to: Account) -> list[Move]:
    return [
        Move(accounts.wallet(op.house, take.lot.wallet_id, take.lot.kind), to, take.minor)
        for take in takes
    ]


def _venue(op: Operation, row: TopUp, told: Told) -> UUID:
    """Where it is given back: as asked, at this till, else where it was paid."""
    wanted = told.venue or op.by.venue_id or ledger.venue_of(op.house, row.entry_id)
    return shifts.venue_of(op, wanted).id
