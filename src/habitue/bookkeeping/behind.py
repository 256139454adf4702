"""The transactions behind a figure of a report, newest first, by page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from habitue.bills.models import Bill
from habitue.bills.movements import WORDS
from habitue.bookkeeping.kinds import kinds_of
from habitue.bookkeeping.liability import tender_of
from habitue.bookkeeping.liability_file import tender_words
from habitue.bookkeeping.people import actors
from habitue.customers.models import Customer
from habitue.house.models import House, Venue
from habitue.house_accounts.models import HouseAccount
from habitue.ledger import flows as ledger
from habitue.ledger.flows import Moved, part_of
from habitue.prepaid.models import Wallet

SIZE = 50
ANY = "any"  # of the site: all of them


@dataclass(frozen=True, slots=True)
class Figure:
    """Which figure of the liability report; `venue` ANY, an id, or None for no site."""

    movement: str
    part: str
    venue: UUID | str | None = ANY


@dataclass(frozen=True, slots=True)
class Transaction:
    """One move behind it; `amount` with the sign it has in the figure."""

    id: UUID
    what: str
    bill: UUID | None
    at: datetime
    day: date
    amount: int
    after: int | None
    customer: Customer | None
    who: str
    venue: str
    cursor: str


def behind(
    house: House, first: date, last: date, figure: Figure, *, after: str = "", size: int = SIZE
) -> tuple[list[Transaction], str]:
    """A page of what made up the figure, and where the next begins; a handful of statements."""
    kinds = kinds_of(figure.movement, figure.part)
    if not kinds:
        return [], ""
    moves = ledger.moved(
        house,
        first,
        last,
        kinds=kinds,
        part=figure.part,
        limit=size + 1,
        venue=figure.venue if isinstance(figure.venue, UUID) else None,
        anywhere=figure.venue == ANY,
        before=_place(after),
    )
    told = _told(house, figure.part, moves[:size])
    return told, told[-1].cursor if len(moves) > size else ""


def _place(cursor: str) -> tuple[date, UUID, int] | None:
    """Where a page begins; what is no cursor begins at the newest."""
    try:
        day, entry, number = cursor.split("_")
        return date.fromisoformat(day), UUID(entry), int(number)
    except ValueError:
        return None


def _told(house: House, part: str, moves: Sequence[Moved]) -> list[Transaction]:
    owners = owners_of(house, [code for move in moves for code in (move.debit, move.credit)])
    names = actors(house, {move.actor for move in moves})
    venues = dict(Venue.objects.of(house).values_list("id", "name"))
    numbers = _bills(house, moves)
    return [
        Transaction(
            id=move.id,
            what=_what(move, grew, numbers),
            bill=bill if (bill := _bill(move.reference)) in numbers else None,
            at=move.at,
            day=move.business_day,
            amount=move.amount if grew else -move.amount,
            after=move.credit_after if grew else move.debit_after,
            customer=owners.get(move.credit if grew else move.debit),
            who=names.get(move.actor, ""),
            venue=venues.get(move.venue_id, "") if move.venue_id else "",
            cursor=f"{move.business_day}_{move.entry}_{move.number}",
        )
        for move in moves
        for grew in [_is_of(move.credit, part)]
    ]


def _what(move: Moved, grew: bool, numbers: dict[UUID, int]) -> str:
    """The words of the house for this kind of movement."""
    tender = tender_words(tender_of(part_of(move.debit if grew else move.credit))).lower()
    words = str(WORDS.get(move.kind, move.kind))
    bill = _bill(move.reference)
    return words.format(bill=numbers.get(bill, "") if bill else "", tender=tender).strip()


def _bill(reference: str) -> UUID | None:
    thing, _colon, id_ = reference.partition(":")
    return UUID(id_) if thing == "bill" else None


def _bills(house: House, moves: Sequence[Moved]) -> dict[UUID, int]:
    """The number of each bill that a move speaks of."""
    ids = {bill for move in moves if (bill := _bill(move.reference))}
    return dict(Bill.objects.of(house).filter(pk__in=ids).values_list("id", "number"))


def _is_of(code: str, part: str) -> bool:
    """Whether an account belongs to a part: `wallet:<id>:paid` to `wallet:paid`."""
    head, _, kind = part.partition(":")
    return code.startswith(f"{head}:") and code.endswith(f":{kind}" if kind else "")


def owners_of(house: House, codes: Iterable[str]) -> dict[str, Customer]:
    """Whose each account is; the house's own are nobody's. A statement for each sort."""
    ids: dict[str, dict[UUID, list[str]]] = {}
    for code in set(codes):
        head, _, rest = code.partition(":")
        if head in _OWNED:
            ids.setdefault(head, {}).setdefault(UUID(rest[:36]), []).append(code)
    found: dict[str, Customer] = {}
    for head, named in ids.items():
        for id_, customer in _OWNED[head](house, list(named)):
            found.update(dict.fromkeys(named[id_], customer))
    return found


def _of_wallets(house: House, ids: list[UUID]) -> list[tuple[UUID, Any]]:
    rows = Wallet.objects.of(house).filter(pk__in=ids, holder__isnull=False)
    return [(row.id, row.holder) for row in rows.select_related("holder")]


def _of_accounts(house: House, ids: list[UUID]) -> list[tuple[UUID, Any]]:
    rows = HouseAccount.objects.of(house).filter(pk__in=ids).select_related("customer")
    return [(row.id, row.customer) for row in rows]


def _of_points(house: House, ids: list[UUID]) -> list[tuple[UUID, Any]]:
    return [(row.id, row) for row in Customer.objects.of(house).filter(pk__in=ids)]


_OWNED = {
    "wallet": _of_wallets,
    "in_hand": _of_accounts,
    "receivable": _of_accounts,
    "points": _of_points,
}
