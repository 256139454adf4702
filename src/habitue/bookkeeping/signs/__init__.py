"""Signs of abuse: what in some days looks like value taken by those who serve.

A sign is a sentence with its facts and a place to look, never a judgement. Each rule is one
function of a few set-based statements; `RULES` is what the report asks, in its order.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from habitue.bookkeeping.signs.cards import busy_cards, own_cards
from habitue.bookkeeping.signs.hands import (
    generous,
    late_links,
    often_by_hand,
    often_undone,
    refunded_otherwise,
)
from habitue.bookkeeping.signs.proofs import unmatched_top_ups, wrong_pins
from habitue.bookkeeping.signs.sign import Seen, Sign
from habitue.house.models import House

__all__ = ["RULES", "RULE_WORDS", "Seen", "Sign", "signs"]

RULES: Sequence[Callable[[Seen], list[Sign]]] = (
    *(busy_cards, own_cards, unmatched_top_ups, generous, often_by_hand),
    *(often_undone, refunded_otherwise, late_links, wrong_pins),
)
RULE_WORDS: Mapping[str, str | Promise] = {
    "busy_card": _("One card on many bills"),
    "own_card": _("Their own card"),
    "unmatched": _("Top-ups without a receipt number"),
    "generous": _("More given than paid"),
    "by_hand": _("Often put up by hand"),
    "undone": _("Often taken back"),
    "otherwise": _("Refunded another way than paid"),
    "late_link": _("Linked late"),
    "wrong_pin": _("Wrong PINs"),
}


def signs(house: House, first: date, last: date) -> list[Sign]:
    """What stands out on these days, the strongest first."""
    seen = Seen(house, first, last)
    found = [sign for rule in RULES for sign in rule(seen)]
    return sorted(found, key=lambda sign: -sign.weight)
