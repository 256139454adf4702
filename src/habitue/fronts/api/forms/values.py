"""What may be sent about value: top-ups, payments, payouts, adjustments, openings."""

from typing import Annotated, Literal

from pydantic import Field

from habitue.fronts.api.forms.bills import RefundAsked
from habitue.fronts.api.forms.kinds import (
    MOST,
    Booked,
    Day,
    Id,
    MoneyIn,
    Sent,
    Tender,
    Write,
)


class TopUpIn(Booked):
    pays: MoneyIn
    receives: MoneyIn | None = None
    tender: Tender
    venue: Id | None = None


class TopUpAsked(Sent):
    customer: Id
    pays: MoneyIn
    receives: MoneyIn | None = None


class QuoteIn(Write, RefundAsked):
    """A top-up, or a refund of a bill: `amount`, `lines` and `tender` as that would say."""

    top_up: TopUpAsked | None = None
    refund_of: Id | None = None


class PaymentIn(Booked):
    amount: MoneyIn
    tender: Tender
    bills: Annotated[list[Id], Field(max_length=500)] | None = None
    venue: Id | None = None


class PayoutIn(Booked):
    amount: MoneyIn | None = None
    tender: Tender
    venue: Id | None = None


class AdjustmentIn(Write):
    unit: Literal["paid", "gift", "earned", "points", "owes"]
    direction: Literal["up", "down"]
    amount: MoneyIn | Annotated[int, Field(ge=1, le=MOST)]
    reason: Annotated[str, Field(min_length=1, max_length=300)]


class OpeningIn(Write):
    paid: MoneyIn | None = None
    points: Annotated[int, Field(ge=1, le=MOST)] | None = None
    owes: MoneyIn | None = None
    on: Day
