"""What may be sent about shifts and days."""

from typing import Annotated, Literal

from pydantic import Field

from habitue.fronts.api.forms.kinds import Id, MoneyIn, Sent, Write


class ShiftIn(Write):
    """`till`: the token's own where none is named; `float`: what was counted into the drawer."""

    till: Id | None = None
    float_: Annotated[MoneyIn, Field(alias="float")]


class CashIn(Write):
    direction: Literal["in", "out"]
    amount: MoneyIn
    purpose: Literal["safe", "petty_cash"] = "safe"
    reason: Annotated[str, Field(min_length=1, max_length=300)]


class CountedIn(Sent):
    """What was counted by each tender; one that is left out is believed."""

    cash: MoneyIn
    card: MoneyIn | None = None
    bank_transfer: MoneyIn | None = None
    other: MoneyIn | None = None


class ShiftCloseIn(Write):
    """`left` stays in the till: as much as the shift began with, where nothing is said."""

    counted: CountedIn
    left: MoneyIn | None = None
    note: Annotated[str, Field(max_length=300)] = ""


class CloseDayIn(Write):
    """Nothing but, perhaps, an approval."""
