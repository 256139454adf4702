"""How to reach the customer: telephones, e-mail, website, address; and the cards they carry."""

import re

from django.utils.translation import gettext as _

from habitue.exchange.reading import flags, places, separators
from habitue.exchange.reading.cells import Notes, Stop, first
from habitue.exchange.reading.evidence import Customs
from habitue.exchange.reading.identity import Cells, Fields
from habitue.kit import bank_cards, emails, phones
from habitue.kit.phones import Phone

_NOT_A_PHONE = re.compile("fax|pager|telex|факс|пейджер|telecop", re.IGNORECASE)
_SCHEME = re.compile(r"([a-z][a-z0-9+.\-]*):(?!\d)", re.IGNORECASE)
_OWNERS = frozenset({
    "user_id", "email", "phone", "phones", "first_name", "last_name", "full_name", "company_name",
})  # fmt: skip
_LONGEST_PHONE = _LONGEST_CARD = 64


def read(cells: Cells, customs: Customs, notes: Notes, fields: Fields) -> tuple[Phone, ...]:
    """Fill in every way to reach them; returns the telephones as they were understood."""
    _address(cells, customs, notes, fields)
    _website(cells, notes, fields)
    country = str(fields.get("address.country", ""))
    found = _phones(cells, customs, country, notes)
    if found:
        fields["phone"] = found[0].typed
    if len(found) > 1 or "phones" in cells:
        fields["phones"] = tuple(phone.typed for phone in found)
    _email(cells, customs, found, notes, fields)
    return found


def check_cards(cells: Cells, is_spent: bool) -> None:
    """Raises Stop for a card that is not in use: nobody pays with it here either.

    One that is spent and nobody's is left out for that, as others are.
    """
    if is_spent and cells.keys().isdisjoint(_OWNERS):
        return
    off = [cell for cell in cells.get("card_active", []) if not flags.card_in_use(cell.text)]
    off += [cell for cell in cells.get("card_blocked", []) if not flags.plainly_no(cell.text)]
    for cell in off:
        text = _("The card is not active (“{column}”: “{said}”); it was not brought.")
        raise Stop(cell.key, text, column=cell.column, said=cell.text)


def cards(cells: Cells, notes: Notes) -> tuple[str, ...]:
    """The numbers of the house's own cards; a bank card is never one."""
    found: dict[str, None] = {}
    for cell in cells.get("cards", []):
        for number in separators.split(cell.text, separators.CARDS):
            if bank_cards.is_bank_card(number):
                notes.add("cards", _("A bank card number was left out."))
            elif len(number) > _LONGEST_CARD:
                notes.add("cards", _("A card number is too long; it was left out."))
            else:
                found[number] = None
    return tuple(found)


def _phones(cells: Cells, customs: Customs, country: str, notes: Notes) -> tuple[Phone, ...]:
    area = first(cells, "phone_area")
    found: dict[str, Phone] = {}
    seen: set[str] = set()
    for cell in (*cells.get("phone", []), *cells.get("phones", [])):
        if _NOT_A_PHONE.search(cell.said):
            continue
        typed = f"{area} {cell.text}" if area and cell.key == "phone" else cell.text
        for one in separators.split(typed, separators.PHONES):
            if one not in seen and (phone := _phone(one, customs, country, notes)):
                found.setdefault(phone.e164 or phone.digits or phone.typed, phone)
            seen.add(one)
    return tuple(found.values())


def _phone(typed: str, customs: Customs, country: str, notes: Notes) -> Phone | None:
    phone = phones.read(typed, customs.country)
    if phone.warning and country not in ("", customs.country):
        there = phones.read(typed, country)
        phone = there if not there.warning else phone
    if phone.warning and bank_cards.is_bank_card(typed):
        notes.add("phone", _("A bank card number was left out."))
        return None
    if len(typed) > _LONGEST_PHONE:
        notes.add("phone", _("A telephone number is too long; it was left out."))
        return None
    if phone.warning:
        notes.add("phone", "{typed}: {why}", typed=typed, why=phone.warning)
    return phone


def _email(
    cells: Cells, customs: Customs, known: tuple[Phone, ...], notes: Notes, fields: Fields
) -> None:
    written = [
        address
        for cell in (*cells.get("email", []), *cells.get("email_other", []))
        for address in separators.split(cell.text, separators.EMAILS)
    ]
    for typed in written:
        email = emails.read(typed)
        if email.address is None:
            notes.add("email", email.reason or "")
        elif "email" in fields:
            if emails.key(email.address) != emails.key(str(fields["email"])):
                text = _("{email} is a further address; it was left out.")
                notes.add("email", text, email=email.address)
        elif _is_invented(email.address, known, customs):
            text = _("{email} was made of a telephone number; it was left out.")
            notes.add("email", text, email=email.address)
        else:
            fields["email"] = email.address


def _is_invented(address: str, known: tuple[Phone, ...], customs: Customs) -> bool:
    return any(
        emails.is_made_from_phone(address, phone, customs.country) for phone in (*known, None)
    )


def _website(cells: Cells, notes: Notes, fields: Fields) -> None:
    website = first(cells, "website")
    scheme = _SCHEME.match(website)
    if scheme and scheme[1].lower() not in ("http", "https"):
        notes.add("website", _("This is not the address of a website; it was left out."))
    elif website:
        fields["website"] = website


def _address(cells: Cells, customs: Customs, notes: Notes, fields: Fields) -> None:
    if named := first(cells, "address.country"):
        code = places.country(named)
        if code:
            fields["address.country"] = code
        else:
            text = _("There is no country called “{name}”; it was left out.")
            notes.add("address.country", text, name=named)
    where = str(fields.get("address.country", customs.country))
    code_, town = first(cells, "address.postal_code"), first(cells, "address.city")
    if both := first(cells, "postal_code_city"):
        split = places.split_town(both)
        code_, town = (code_ or split[0], town or split[1]) if split else (code_, town or both)
    found = {
        "address.street": _street(cells, where),
        "address.postal_code": places.postal_code(code_, where),
        "address.city": town,
        "address.region": first(cells, "address.region"),
    }
    fields.update({key: value for key, value in found.items() if value})


def _street(cells: Cells, where: str) -> str:
    street, number = first(cells, "address.street"), first(cells, "street_number")
    if not street:
        street = ", ".join(first(cells, "address_whole").split("\n"))
    if street and number:
        parts = (number, street) if places.number_first(where) else (street, number)
        street = " ".join(parts)
    more = first(cells, "street_more")
    return ", ".join(part for part in (street, more) if part)
