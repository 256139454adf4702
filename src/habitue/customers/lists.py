"""How each person keeps the list of customers: which columns, which questions by which name."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from habitue.customers.models import OwnList
from habitue.house import rows
from habitue.house.models import House
from habitue.kit.refusals import NotFound, Refusal
from habitue.kit.text import normalise, storable
from habitue.operations.models import Operation
from habitue.operations.rights import right

MOST_VIEWS = 12
MOST_COLUMNS = 24
LONGEST = 1_000  # of a question, as it stands in an address


class ViewRefused(Refusal):
    """A list cannot be kept by this name."""

    code = "malformed"
    status = 422
    says = _("{reason}")


def of(house: House, member: UUID | None) -> OwnList | None:
    """The list of this person, where they changed anything of it."""
    return rows.first(OwnList, house, member_id=member) if member else None


@right("customers.see")
def keep_columns(op: Operation, *, columns: Sequence[str] | None) -> OwnList:
    """These columns, in this order, for whoever acts; None: as the house shows them."""
    own = _mine(op)
    own.columns = None if columns is None else list(dict.fromkeys(columns))[:MOST_COLUMNS]
    own.save()
    return own


@right("customers.see")
def save_view(op: Operation, *, name: str, asked: str) -> OwnList:
    """Keep a question by a name; one of that name is replaced. Raises ViewRefused."""
    own, called = _mine(op), " ".join(storable(name).split())[:60]
    if not called or len(asked) > LONGEST:
        raise ViewRefused(field="name", reason=_("A list needs a name."))
    others = [view for view in own.views if normalise(view[0]) != normalise(called)]
    if len(others) >= MOST_VIEWS:
        raise ViewRefused(field="name", reason=_("Twelve lists are enough; take one away first."))
    own.views = [*others, [called, asked]]
    own.save()
    return own


@right("customers.see")
def forget_view(op: Operation, *, name: str) -> OwnList:
    """Take a list away; whoever stands on it stays in the book. Raises NotFound."""
    own = _mine(op)
    left = [view for view in own.views if view[0] != name]
    if len(left) == len(own.views):
        raise NotFound("view", field="name")
    own.views = left
    own.save()
    return own


def _mine(op: Operation) -> OwnList:
    """The list of whoever acts. Raises NotFound: a program has none."""
    if op.by.staff_id is None:
        raise NotFound("staff")
    there = rows.first(OwnList, op.house, lock=True, member_id=op.by.staff_id)
    return there or OwnList(house=op.house, member_id=op.by.staff_id)
