"""A top-up that goes back, line by line: what a person reads before it is posted."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from habitue.house.models import GiftRefund, House
from habitue.kit.money import Money
from habitue.paper import figures
from habitue.prepaid.returning import Plan


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the sum; `key` names it for a program."""

    key: str
    words: str
    sum: Money
    note: str = ""


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """How it came to what goes back, and what goes where now."""

    so_far: Sequence[Step]
    now: Sequence[Step]
    most: Money
    amount: Money
    withdrawn: Money | None
    left: Money


def arithmetic(house: House, plan: Plan) -> Arithmetic:
    """Every figure of a planned return, in the order it is read aloud."""
    sums = plan.sums
    left = sums.paid_left + sums.gift_left - plan.amount - plan.withdrawn
    spent = _("{paid} of it counts as paid").format(paid=_words(house, sums.spent_of_paid))
    so_far = [
        ("paid", _("Paid for it"), sums.paid, ""),
        ("gift", _("Gift of the house"), sums.gift, ""),
        ("spent", _("Spent of it"), sums.spent, spent if sums.gift and sums.spent else ""),
        ("refunded", _("Given back before"), sums.refunded, ""),
    ]
    now = [
        ("amount", _("Goes back"), plan.amount, ""),
        ("withdrawn", _("Gift that ends"), plan.withdrawn, _made_good(house, plan)),
        ("left", _("Stays in the wallet of it"), left, ""),
    ]
    always = {"paid", "amount"}
    return Arithmetic(
        so_far=[_step(house, *one) for one in so_far if one[2] or one[0] in always],
        now=[_step(house, *one) for one in now if one[2] or one[0] in always],
        most=house.money(sums.most),
        amount=house.money(plan.amount),
        withdrawn=house.money(plan.withdrawn) if plan.withdrawn else None,
        left=house.money(left),
    )


def _made_good(house: House, plan: Plan) -> str:
    """Where the gift was spent already, what was paid makes it good."""
    if not plan.from_paid:
        return ""
    says = _("{sum} of it was spent already and comes off what was paid")
    return says.format(sum=_words(house, plan.from_paid))


def _words(house: House, minor: int) -> str:
    """As a sentence says it, in the language of the moment."""
    return figures.here().money(minor, house.currency)


def _step(house: House, key: str, words: str, minor: int, note: str) -> Step:
    return Step(key, words, house.money(minor), note)


def rule_words(rule: str) -> str:
    """How the house counts what was spent."""
    return str(GiftRefund(rule).label)
