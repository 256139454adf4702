"""Tags: cards that belong to nobody and stand for an open bill (which one: room bills)."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from habitue.audit import actions as audit
from habitue.cards.actions import CardInUse, CardUnknown, by_number, check_number, number_key
from habitue.cards.models import Card, CardKind
from habitue.house import rows
from habitue.house.models import House
from habitue.kit.bank_cards import is_bank_card
from habitue.operations.models import Operation
from habitue.operations.rights import right


class CardOfGuests(CardInUse):
    says = _("This is a card for a guest. Take another one for a tag.")


@right("cards.assign")
def add(op: Operation, *, number: str) -> Card:
    """A tag of the house; one it has already stays it. Raises CardOfGuests, BankCard, NotACard."""
    key = check_number(number)
    known = rows.first(Card, op.house, lock=True, number_key=key, released_at=None)
    if known is not None and known.kind != CardKind.TAG:
        raise CardOfGuests(field="number")
    if known is not None:
        return known
    tag = Card.objects.create(
        house=op.house,
        number=number.strip(),
        number_key=key,
        kind=CardKind.TAG,
        created_at=op.at,
    )
    audit.record(op, "cards.add_tag", on=tag)
    return tag


def held(op: Operation, number: str) -> Card:
    """The tag with this number, locked: it is bound to one bill at a time.

    Raises CardUnknown where it is none, CardBlocked, BankCard.
    """
    found = by_number(op.house, number, field="tag")
    tag = rows.first(Card, op.house, lock=True, id=found.id, released_at=None)
    if tag is None or tag.kind != CardKind.TAG:
        raise CardUnknown(field="tag")
    return tag


def find(house: House, number: str) -> Card | None:
    """The tag with this number; None where it is something else."""
    if not number.strip() or is_bank_card(number):
        return None
    return rows.first(
        Card, house, number_key=number_key(number), released_at=None, kind=CardKind.TAG
    )


def all_of(house: House) -> list[Card]:
    """Every tag of the house, the newest first."""
    return list(Card.objects.of(house).filter(kind=CardKind.TAG, released_at=None).order_by("-id"))


def by_id(house: House, ident: UUID) -> Card | None:
    """A tag of the house; None where it is none."""
    return rows.first(Card, house, id=ident, released_at=None, kind=CardKind.TAG)
