"""The kinds of values that answers are made of."""

from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from habitue.house.models import House
from habitue.kit.money import Money

T = TypeVar("T")


class Out(BaseModel):
    """Something answered: exactly these fields."""

    model_config = ConfigDict(extra="forbid")

    def plain(self) -> dict[str, Any]:
        return self.model_dump(mode="json")


class MoneyOut(Out):
    """Whole minor units of a currency."""

    amount: int
    currency: str


class Page(Out, Generic[T]):
    """A part of a list; `next_cursor` null: that was all."""

    data: list[T]
    next_cursor: str | None


def minor(house: House, amount: int) -> MoneyOut:
    return MoneyOut.model_construct(amount=amount, currency=house.currency)


def minor_or_none(house: House, amount: int | None) -> MoneyOut | None:
    return None if amount is None else minor(house, amount)


def sum_of(amount: Money) -> MoneyOut:
    return MoneyOut.model_construct(amount=amount.amount, currency=amount.currency)
