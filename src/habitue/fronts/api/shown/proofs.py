"""Phones, cards, codes, PINs and consents of a page of customers, in one statement.

Written by hand: a keystroke of search waits for it, and building it anew each time took longer
than all the rest of the answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from habitue.house import sql
from habitue.house.models import House

PARTS = (
    "SELECT 'phone' AS what, customer_id, id, typed, '', position, 0, NULL AS at"
    " FROM customers_phone WHERE {mine}",
    "SELECT 'card', c.customer_id, c.id, c.number, c.kind, 0,"
    " CASE WHEN b.id IS NULL THEN 0 ELSE 1 END, c.created_at"
    " FROM cards_card c LEFT JOIN cards_block b ON b.house_id = c.house_id AND b.card_id = c.id"
    " WHERE c.released_at IS NULL AND {cards}",
    "SELECT 'code', customer_id, id, code, '', 0, 0, NULL FROM cards_personal_code WHERE {mine}",
    "SELECT 'pin', customer_id, id, '', '', 0, 0, NULL FROM cards_pin WHERE {mine}",
    "SELECT 'consent', customer_id, id, channel, wording, 0, 0, at"
    " FROM customers_consent WHERE {mine}",
)


@dataclass(slots=True)
class Facts:
    """What stands about a customer in rows of their own."""

    phones: list[str] = field(default_factory=list)
    cards: list[dict[str, Any]] = field(default_factory=list)
    code: str | None = None
    has_pin: bool = False
    consent: dict[str, Any] | None = None


def facts_of(house: House, ids: Iterable[UUID]) -> dict[UUID, Facts]:
    """The facts of each customer of `ids`; one statement whatever their number."""
    found = {id_: Facts() for id_ in ids}
    if not found:
        return found
    among = ", ".join(["%s"] * len(found))
    mine = f"house_id = %s AND customer_id IN ({among})"
    cards = f"c.house_id = %s AND c.customer_id IN ({among})"
    rows = sql.rows(
        " UNION ALL ".join(part.format(mine=mine, cards=cards) for part in PARTS)
        + " ORDER BY 8, 6, 3",
        [house.id, *found] * len(PARTS),
    )
    for row in rows:
        _take(found[sql.as_id(row[1])], row)
    return found


def _take(facts: Facts, row: tuple[Any, ...]) -> None:
    what, _whose, id_, first, second, _position, blocked, at = row
    if what == "phone":
        facts.phones.append(first)
    elif what == "card":
        card = {"id": sql.as_id(id_), "number": first, "kind": second, "blocked": bool(blocked)}
        facts.cards.append(card)
    elif what == "code":
        facts.code = first
    elif what == "pin":
        facts.has_pin = True
    else:
        facts.consent = {"at": sql.as_time(at), "how": first, "wording": second}
