"""The kinds of values that forms are made of."""

from datetime import UTC, date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

MOST = 10**13  # minor units: sums of many stay countable in 2^53
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)


class Sent(BaseModel):
    """Something sent: unknown fields and loose types are refused."""

    model_config = ConfigDict(extra="forbid", strict=True)


class MoneyIn(Sent):
    """Whole minor units of a currency."""

    amount: int = Field(ge=0, le=MOST, examples=[12000])
    currency: str = Field(pattern=r"^[A-Z]{3}$", examples=["EUR"])


class ApprovalIn(Sent):
    """A manager on the spot."""

    staff: str = Field(max_length=64)
    pin: str = Field(max_length=64)
    reason: str = Field(min_length=1, max_length=300)


class Write(Sent):
    """Any write may be approved on the spot."""

    approval: ApprovalIn | None = None


def _moment(value: Any) -> Any:
    if not isinstance(value, str):
        raise ValueError("a time such as 2026-03-14T12:00:00+01:00")
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        raise ValueError("a time such as 2026-03-14T12:00:00+01:00") from None


def _reasonable(value: datetime) -> datetime:
    if value < EARLIEST:
        raise ValueError("a time after the year 2000")
    return value


def _day(value: Any) -> Any:
    if not isinstance(value, str) or len(value) != 10:
        raise ValueError("a date such as 2026-03-14")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError("a date such as 2026-03-14") from None


Moment = Annotated[AwareDatetime, BeforeValidator(_moment), AfterValidator(_reasonable)]
Day = Annotated[date, BeforeValidator(_day)]
Id = Annotated[str, Field(max_length=64)]
Ref = Annotated[str, Field(max_length=120)]
Pin = Annotated[str, Field(pattern=r"^[0-9]{4,8}$", examples=["4711"])]
BasisPoints = Annotated[int, Field(ge=0, le=10_000)]
Quantity = Annotated[int, Field(ge=1, le=1_000_000_000)]
Tender = Annotated[str, Field(pattern=r"^(cash|card|bank_transfer|other)$")]


class Booked(Write):
    """What another system knows of a write."""

    fiscal_ref: Ref = ""
    external_id: Ref = ""
    occurred_at: Moment | None = None
