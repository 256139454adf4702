"""What may be sent about value: top-ups, payments, payouts, adjustments, openings."""

from typing import Annotated, Literal

from pydantic import Field

from habitue.fronts.api.forms.bills import RefundAsked
from habitue.fronts.api.forms.kinds import (
    MOST,
    BasisPoints,
    Booked,
    Day,
    Id,
    MoneyIn,
    Sent,
    Tender,
    Write,
)

Name = Annotated[str, Field(min_length=1, max_length=60, pattern=r"\S")]
Place = Annotated[int, Field(ge=0, le=1_000_000)]


class TopUpIn(Booked):
    """`product` says what the value may pay; none: anything (multi-purpose)."""

    pays: MoneyIn
    receives: MoneyIn | None = None
    tender: Tender
    venue: Id | None = None
    product: Id | None = None


class ProductIn(Write):
    name: Name
    purpose: Literal["single", "multi"] = "multi"
    vat_rate: BasisPoints | None = None
    pays: MoneyIn | None = None
    receives: MoneyIn | None = None
    position: Place = 0


class TopUpAsked(Sent):
    customer: Id
    pays: MoneyIn
    receives: MoneyIn | None = None


class TopUpRefundIn(Booked):
    """Nothing said: all that can be given back."""

    amount: MoneyIn | None = None
    reason: Annotated[str, Field(max_length=300)] = ""
    venue: Id | None = None


class ExtensionIn(Write):
    """`until` null: it never ends."""

    until: Day | None
    reason: Annotated[str, Field(min_length=1, max_length=300)]


class QuoteIn(Write, RefundAsked):
    """A top-up, or the refund of a bill or a top-up: with what that would say."""

    top_up: TopUpAsked | None = None
    refund_of: Id | None = None


class TakenIn(Sent):
    """A part of one payment, and its tender."""

    tender: Tender
    amount: MoneyIn


class PaymentIn(Booked):
    """`amount` and `tender`, or `tenders` where several paid at once. `bills` and `invoices` name
    what is paid; without either the oldest first."""

    amount: MoneyIn | None = None
    tender: Tender | None = None
    tenders: Annotated[list[TakenIn], Field(min_length=1, max_length=10)] | None = None
    bills: Annotated[list[Id], Field(max_length=500)] | None = None
    invoices: Annotated[list[Id], Field(max_length=100)] | None = None
    venue: Id | None = None


class UndoIn(Write):
    reason: Annotated[str, Field(min_length=1, max_length=300)]


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
