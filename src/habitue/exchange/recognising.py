"""Whose row it is: by user ID, card, e-mail, telephone; else it is someone new.

A weaker sign never outweighs a stronger one: whoever has another user ID is another person. Two
rows of one file that share an address or a telephone and have different names are two people.
"""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from habitue.exchange.picture import Keys, Person, Picture
from habitue.exchange.reading.cells import Stop

Claimed = Mapping[UUID, Collection[str]]  # whom earlier rows spoke of, and of what


def recognise(picture: Picture, keys: Keys, claimed: Claimed) -> Person | None:
    """The customer a row is about; None for someone new. Raises Stop."""
    known = picture.by_user_id.get(keys.user_id) if keys.user_id else None
    if known and keys.counts("user_id"):
        if known.customer.archived_at:
            raise Stop("user_id", _("The customer with this user ID was archived."))
        return known
    owner = _by_card(picture, keys) if keys.counts("cards") else None
    if owner:
        return owner
    coded = picture.by_code.get(keys.code) if keys.code and not keys.match else None
    if coded and not coded.customer.archived_at and _fits(coded, keys) and _same_name(coded, keys):
        return coded
    for sign, found in (
        (
            "email",
            picture.by_email.get(keys.email, {}) if keys.email and keys.counts("email") else {},
        ),
        ("phone", _by_phone(picture, keys) if keys.counts("phone") else {}),
    ):
        rivals = [one for one in found.values() if _fits(one, keys) and _still(one, keys)]
        if len(rivals) > 1 and keys.is_nameless:
            raise Stop(sign, _("Several customers have this, and the row has no name."))
        if person := _best(rivals, keys, claimed):
            return person
    return None


def only_debtor(called: list[Person]) -> Person | None:
    """Of those whose name alone a list of unpaid bills says: it names one account many times."""
    if len(called) > 1:
        text = _("Several customers are called this; say whose it is by user ID, phone or e-mail.")
        raise Stop("last_name", text)
    return called[0] if called else None


def _by_phone(picture: Picture, keys: Keys) -> dict[UUID, Person]:
    return {id_: p for key in keys.phones for id_, p in picture.by_phone.get(key, {}).items()}


def _by_card(picture: Picture, keys: Keys) -> Person | None:
    for key in keys.cards:
        card = picture.cards.get(key)
        if card is None or card.customer_id is None:
            continue
        owner = picture.people[card.customer_id]
        if not _fits(owner, keys):
            raise Stop("cards", _("This card belongs to someone else."))
        return owner
    return None


def _fits(person: Person, keys: Keys) -> bool:
    """Nobody with another user ID."""
    has = person.customer.user_id_key
    return not (keys.user_id and has and has != keys.user_id)


def _still(person: Person, keys: Keys) -> bool:
    """Whether they still have what they were found by; and nobody with another e-mail address."""
    customer = person.customer
    if customer.archived_at:
        return False
    if keys.email and customer.email_key == keys.email:
        return True
    return not (keys.email and customer.email_key)


def _same_name(person: Person, keys: Keys) -> bool:
    """Neither name says what the other denies: Ann is Ann Blake, and not Bob Blake."""
    if not person.name or not keys.name:
        return not keys.company or _within(person.company, keys.company)
    return _within(person.name, keys.name)


def _within(one: str, other: str) -> bool:
    mine, theirs = set(one.split()), set(other.split())
    return mine <= theirs or theirs <= mine


def _best(rivals: Iterable[Person], keys: Keys, claimed: Claimed) -> Person | None:
    """Who bears the same name; else the only one there is, if no other row is about them."""
    several = list(rivals)
    named = [one for one in several if _same_name(one, keys)]
    named = [one for one in named if not _other_code(one, keys, claimed)]
    if named:
        return min(named, key=lambda one: (one.name != keys.name, one.id))
    free = [one for one in several if one.id not in claimed]
    return free[0] if len(several) == 1 and free else None


def _other_code(person: Person, keys: Keys, claimed: Claimed) -> bool:
    """Two rows of one file with two personal codes are two people; a code we drew is no row's."""
    brought = "personal_code" in claimed.get(person.id, ())
    return bool(keys.code and person.code and person.code != keys.code and brought)
