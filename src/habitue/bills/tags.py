"""A tag that is the bill: bound while the bill is open, free by itself when it ends (ADR 0038)."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from habitue.audit import actions as audit
from habitue.bills.locking import changed, lock_open
from habitue.bills.models import Bill
from habitue.cards import actions as cards
from habitue.cards import tags
from habitue.cards.models import Card
from habitue.house import rows
from habitue.house.models import House
from habitue.kit.refusals import Refusal
from habitue.operations.models import Operation
from habitue.operations.rights import right


class TagTaken(Refusal):
    code = "card_in_use"
    says = _("This tag stands for bill {number}, which is open.")


@right("bills.open")
def bind(op: Operation, *, bill: Bill | UUID, tag: str) -> Bill:
    """The tag with this number stands for an open bill; another one it had is free.

    Raises TagTaken, CardUnknown (no tag), CardBlocked, BillClosed, BillVoid.
    """
    bill = lock_open(op, bill)
    card = tags.held(op, tag)
    if bill.tag_id == card.id:
        return bill
    _refuse_taken(op, card)
    bill.tag = card
    audit.record(op, "bills.tag", on=bill)
    return changed(op, bill, "tag")


@right("bills.open")
def unbind(op: Operation, *, bill: Bill | UUID) -> Bill:
    """The bill goes on without its tag, which is free."""
    bill = lock_open(op, bill)
    if bill.tag_id is None:
        return bill
    bill.tag = None
    audit.record(op, "bills.untag", on=bill)
    return changed(op, bill, "tag")


@right("cards.assign")
def put_away(op: Operation, *, tag: Card) -> None:
    """The house uses this tag no longer; its number is free. Raises TagTaken."""
    _refuse_taken(op, tag)
    cards.release(op, card=tag)


def _refuse_taken(op: Operation, tag: Card) -> None:
    taken = bill_of(op.house, tag)
    if taken is not None:
        raise TagTaken(field="tag", number=taken.number)


def bill_of(house: House, tag: Card) -> Bill | None:
    """The open bill `tag` stands for; None where it is free."""
    return rows.first(Bill, house, tag=tag.id, state="open")


def bills_of(house: House, cards: Iterable[Card]) -> dict[UUID, Bill]:
    """The open bill of each tag that is not free, by the id of the tag; one query."""
    found = Bill.objects.of(house).open().filter(tag__in=[card.id for card in cards])
    return {bill.tag_id: bill for bill in found.select_related("table")}
