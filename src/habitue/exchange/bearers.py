"""Gift cards that come without a name: whoever bears the card has what is on it.

A bearer is a customer like any other, with nothing but a card: so the card is read, paid with,
blocked and looked at as every card is, and becomes someone's by a name, or by merging.
"""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from habitue.customers import catalogue
from habitue.exchange.opened import Opened
from habitue.exchange.picture import Keys
from habitue.exchange.reading.drafts import Draft
from habitue.exchange.reading.identity import Nameless

SHOWN = 4  # digits: who reads the whole number on a receipt could make such a card
BALANCES = frozenset({"opening_balance", "opening_paid", "opening_gift"})
PEOPLE = frozenset({"first_name", "last_name", "full_name", "company_name", "email", "phone"})
# of a person, and not of a card
THEIRS = frozenset({"user_id", "personal_code", "opening_points", "opening_owes"})
GIVEN = (  # what a heading says of a card that is given, and of whom it is given to
    "gift", "voucher", "certificate", "recipient", "initial", "cadeau", "destinataire",
    "beneficiaire", "gutschein", "geschenk", "empfanger", "сертификат", "подароч", "получател",
)  # fmt: skip


def are_listed(mapping: Mapping[str, str | None]) -> bool:
    """Whether a file lists gift cards, each with a balance of its own, and not people."""
    held = {key for key in mapping.values() if key}
    if "cards" not in held or not held & BALANCES or held & THEIRS:
        return False
    if not held & PEOPLE:
        return True
    said = (catalogue.header_key(name) for name in mapping)
    return any(word in name for name in said for word in GIVEN)


def its_card(keys: Keys, listed: bool) -> str:
    """The card whose own the balance of a row is; none where it is its owner's."""
    return next(iter(keys.cards)) if listed and len(keys.cards) == 1 else ""


def left_out(draft: Draft, keys: Keys, opened: Opened, listed: bool) -> str:
    """Why a card that is nobody's is left out; nothing where it is not."""
    is_all = listed or keys.is_nameless  # no row about a person who has a card too
    if keys.cards and draft.is_spent and is_all:
        return _("Nothing is on this card, and it is nobody’s.")
    card = its_card(keys, is_all)
    if card and draft.opening and draft.opening.kinds & opened.with_card(card):
        return _("What was on this card was brought before, and it is nobody’s since.")
    return ""


def called(draft: Draft, keys: Keys) -> str:
    """What the bearer of a card with value is called. Raises Nameless."""
    number = next(iter(keys.cards.values()), "")
    if not number or draft.opening is None or draft.opening.owes:
        raise Nameless()
    return _("Gift card …{digits}").format(digits=number.strip()[-SHOWN:])
