"""What may be sent about bills and their payments."""

from typing import Annotated, Literal

from pydantic import Field

from habitue.fronts.api.forms.kinds import (
    BasisPoints,
    Booked,
    Id,
    MoneyIn,
    Pin,
    Quantity,
    Sent,
    Tender,
    Write,
)

Name = Annotated[str, Field(min_length=1, max_length=120)]
Label = Annotated[str, Field(max_length=60)]


class LineIn(Sent):
    """An item of the menu, or a name with a price."""

    item: Id | None = None
    name: Name | None = None
    quantity: Quantity = 1_000
    unit_price: MoneyIn | None = None
    vat_rate: BasisPoints | None = None
    category: Label = ""
    note: Annotated[str, Field(max_length=200)] = ""


Lines = Annotated[list[LineIn], Field(max_length=500)]


class BillIn(Booked):
    table: Label | None = None
    lines: Lines | None = None
    amount: MoneyIn | None = None
    venue: Id | None = None
    customer: Id | None = None


class ChangedBill(Write):
    version: int
    table: Label | None = None
    amount: MoneyIn | None = None


class LinesIn(Write):
    """One line, or several under `lines`."""

    lines: Lines | None = None
    item: Id | None = None
    name: Name | None = None
    quantity: Quantity = 1_000
    unit_price: MoneyIn | None = None
    vat_rate: BasisPoints | None = None
    category: Label = ""
    note: Annotated[str, Field(max_length=200)] = ""

    def all(self) -> list[LineIn]:
        if self.lines is not None:
            return self.lines
        single = self.model_dump(include=set(LineIn.model_fields))
        return [LineIn(**(single | {"unit_price": self.unit_price}))]


class LinkIn(Write):
    """Exactly one of these."""

    customer: Id | None = None
    card: Annotated[str, Field(max_length=300)] | None = None
    code: Annotated[str, Field(max_length=40)] | None = None
    guest_token: Annotated[str, Field(max_length=300)] | None = None


class BillPaymentIn(Booked):
    tender: Literal["cash", "card", "wallet", "points", "house_account", "bank_transfer", "other"]
    amount: MoneyIn | None = None
    tip: MoneyIn | None = None
    given: MoneyIn | None = None
    pin: Pin | None = None
    card_read: Id | None = None
    one_time_code: Annotated[str, Field(max_length=40)] | None = None
    purse: bool = True


class SaveIn(Write):
    """Where the house wants one purse the wallet pays first, with one proof; `purse` false leaves
    it alone."""

    pin: Pin | None = None
    card_read: Id | None = None
    one_time_code: Annotated[str, Field(max_length=40)] | None = None
    purse: bool = True


class VoidIn(Write):
    reason: Annotated[str, Field(max_length=300)] = ""


class RefundLineIn(Sent):
    """A line, or so many thousandths of it."""

    line: Id
    quantity: Quantity | None = None


SomeLines = Annotated[list[Id | RefundLineIn], Field(min_length=1, max_length=500)]
Amounts = Annotated[list[MoneyIn], Field(min_length=1, max_length=50)]


class SplitIn(Write):
    """One of these. `amounts` and `lines` (for each share, lines or so many thousandths of
    them): what they leave stays on this bill; where they leave nothing, the first of them."""

    parts: Annotated[int, Field(strict=True)] | None = None
    amounts: Amounts | None = None
    lines: Annotated[list[SomeLines], Field(min_length=1, max_length=50)] | None = None
    version: int | None = None


class JoinIn(Write):
    """`customer`: whose the one bill becomes, where they are several guests'; null: nobody's."""

    bills: Annotated[list[Id], Field(min_length=1, max_length=49)]
    customer: Id | None = None


class TransferIn(Write):
    """`table` is a free label, or the name of a table of the venue. A bill saved on account goes
    to another `customer`, or onto another `payer`'s account; nothing else at the same time."""

    table: Label | None = None
    staff: Id | None = None
    customer: Id | None = None
    payer: Id | None = None


class RefundAsked(Sent):
    """An amount, some lines (ids, or with quantities), or neither: all that is left."""

    amount: MoneyIn | None = None
    lines: SomeLines | None = None
    tender: Tender | None = None


class RefundIn(RefundAsked, Booked):
    reason: Annotated[str, Field(max_length=300)] = ""
