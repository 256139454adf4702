"""Every movement of a customer's value, in the words of the house: said here for every front."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from habitue.bills.models import Bill
from habitue.customers import survivors
from habitue.customers.models import Customer
from habitue.house import rows, sql
from habitue.house.models import House, Till
from habitue.house_accounts import reports as house_accounts
from habitue.house_accounts.models import Charge, Settlement
from habitue.kit.money import Money
from habitue.ledger import actions as ledger
from habitue.ledger.actions import Movement
from habitue.prepaid import reports as prepaid
from habitue.prepaid.models import TopUp
from habitue.shifts.models import TenderKind
from habitue.staff.models import StaffMember

SIZE = 50
Act = tuple[UUID, str, bool]  # an entry, a side of the book, whether it came in
MOVES_OF_AN_ENTRY = 4  # an entry moves at most this many of one customer's accounts

WORDS: dict[str, str | Promise] = {
    "prepaid.top_up": gettext_lazy("Topped up by {tender}"),
    "prepaid.open": gettext_lazy("Opening balance"),
    "prepaid.unopen": gettext_lazy("Opening balance taken back"),
    "prepaid.earn": gettext_lazy("Earned on bill {bill}"),
    "prepaid.unearn": gettext_lazy("What bill {bill} earned, taken back"),
    "prepaid.spend": gettext_lazy("Paid bill {bill} from the wallet"),
    "prepaid.give_back": gettext_lazy("Payment of bill {bill} taken back"),
    "prepaid.refund": gettext_lazy("Refund of bill {bill}"),
    "prepaid.refund_top_up": gettext_lazy("Top-up given back by {tender}"),
    "prepaid.withdraw_gift": gettext_lazy("Gift of a top-up that was given back"),
    "prepaid.pay_out": gettext_lazy("Paid out"),
    "prepaid.expire": gettext_lazy("Expired"),
    "prepaid.adjust": gettext_lazy("Put right by hand"),
    "prepaid.write_off": gettext_lazy("Written off"),
    "prepaid.merge": gettext_lazy("Two records became one"),
    "prepaid.unmerge": gettext_lazy("Two records again"),
    "points.grant": gettext_lazy("Points for bill {bill}"),
    "points.withdraw": gettext_lazy("Points of bill {bill} taken back"),
    "points.spend": gettext_lazy("Paid bill {bill} with points"),
    "points.give_back": gettext_lazy("Points of bill {bill} given back"),
    "points.refund": gettext_lazy("Refund of bill {bill}"),
    "points.open": gettext_lazy("Opening points"),
    "points.unopen": gettext_lazy("Opening points taken back"),
    "points.adjust": gettext_lazy("Put right by hand"),
    "points.write_off": gettext_lazy("Points ended"),
    "points.merge": gettext_lazy("Two records became one"),
    "points.unmerge": gettext_lazy("Two records again"),
    "house_accounts.charge": gettext_lazy("Bill {bill} saved on account"),
    "house_accounts.uncharge": gettext_lazy("Bill {bill} taken off the account"),
    "house_accounts.from_hand": gettext_lazy("Met from what was in hand"),
    "house_accounts.to_hand": gettext_lazy("Back in hand"),
    "house_accounts.hand_back": gettext_lazy("Paid out from what was in hand"),
    "house_accounts.settle": gettext_lazy("Settled by {tender}"),
    "house_accounts.unsettle": gettext_lazy("Settling by {tender} taken back"),
    "house_accounts.refund": gettext_lazy("Refund of bill {bill}"),
    "house_accounts.open": gettext_lazy("Owed before, brought over"),
    "house_accounts.unopen": gettext_lazy("Owed before, taken back"),
    "house_accounts.adjust": gettext_lazy("Put right by hand"),
    "house_accounts.merge": gettext_lazy("Two records became one"),
    "house_accounts.unmerge": gettext_lazy("Two records again"),
    "house_accounts.write_off": gettext_lazy("Debt written off"),
    "bills.take_back": gettext_lazy("Payment of bill {bill} taken back"),
    **{f"bills.pay_{kind}": gettext_lazy("Bill {bill} paid by {tender}") for kind in TenderKind},
}
KINDS = ("all", "wallet", "account", "points")
OF = {
    "paid": gettext_lazy("paid in"),
    "gift": gettext_lazy("gift"),
    "earned": gettext_lazy("earned"),
    "points": gettext_lazy("points"),
    "receivable": gettext_lazy("on account"),
    "in_hand": gettext_lazy("in hand"),
}
COLOURS = {"gift": "gift", "earned": "earned", "points": "earned", "receivable": "owes"}


@dataclass(slots=True)
class Told:
    """One movement as a page shows it; amounts in minor units or points."""

    id: UUID
    at: datetime
    what: str
    of: str  # the kinds of value that moved, in words
    colour: str  # has, gift, earned, owes: of their meaning
    kind: str  # wallet, points, receivable, in_hand
    up: bool
    amount: int
    then: int
    money: Money | None  # `amount` as money; None for points
    left: Money | None  # `then` as money
    gift: Money | None  # how much of it was a gift, where only a part was
    bill: Bill | None
    pays: Money | None  # of a top-up
    receives: Money | None
    who: str
    top_up: TopUp | None = None
    settlement: Settlement | None = None

    @property
    def is_points(self) -> bool:
        return self.kind == "points"

    @property
    def is_debt(self) -> bool:
        return self.kind == "receivable"


@dataclass(frozen=True, slots=True)
class Statement:
    """A page of movements, newest first, and where the older ones begin."""

    rows: list[Told]
    older: UUID | None


def statement(
    house: House,
    customer: Customer,
    *,
    kind: str = "all",
    before: UUID | None = None,
    size: int = SIZE,
) -> Statement:
    """What happened to this customer's value; the parts of one act stand in one line."""
    return _statement(house, _codes(house, customer, kind), before, size)


def last(house: House, codes: Sequence[str]) -> Told | None:
    """What happened last on these accounts."""
    return next(iter(_statement(house, codes, None, 1).rows), None)


def _statement(house: House, codes: Sequence[str], before: UUID | None, size: int) -> Statement:
    moves = ledger.movements(house, codes, limit=size * MOVES_OF_AN_ENTRY + 1, before=before)
    acts = _acts(moves)
    shown = acts[:size]
    more = len(acts) > size or len(moves) > size * MOVES_OF_AN_ENTRY
    older = shown[-1][-1].id if more and shown else None
    facts = _Facts(house, [move for act in shown for move in act])
    held = _held(house, codes, before)
    return Statement([_told(facts, act, held) for act in shown], older)


def _codes(house: House, customer: Customer, kind: str) -> list[str]:
    people = survivors.family(house, customer.id)
    wallets = prepaid.wallets_of(house, people).values()
    parts = {
        "wallet": [code for wallet in wallets for code in prepaid.codes_of(wallet)],
        "account": house_accounts.codes_of(house, people),
        "points": [f"points:{one}" for one in people],
    }
    return parts.get(kind) or [code for codes in parts.values() for code in codes if kind == "all"]


def _acts(moves: Sequence[Movement]) -> list[list[Movement]]:
    """Movements of one entry on one side of the book, together; newest first."""
    acts: dict[Act, list[Movement]] = {}
    for move in moves:
        acts.setdefault((move.entry, _side(move.code), move.incoming), []).append(move)
    return [act for key, act in acts.items() if not _within(acts, key, act[0].kind)]


def _within(acts: Mapping[Act, object], key: Act, kind: str) -> bool:
    """What went from one record to another that are shown together moved nothing."""
    entry, side, incoming = key
    return kind.endswith("merge") and (entry, side, not incoming) in acts


def _held(house: House, codes: Sequence[str], before: UUID | None) -> dict[str, int]:
    """What each side (wallet, receivable, points) held when the page begins: its newest line."""
    at_head = (
        ledger.balances_before(house, codes, before) if before else ledger.balances(house, codes)
    )
    held: dict[str, int] = {}
    for code, balance in at_head.items():
        held[_side(code)] = held.get(_side(code), 0) + balance
    return held


def _side(code: str) -> str:
    return code.partition(":")[0]


class _Facts:
    """What the words need of bills, tenders and people: one query, whatever the number."""

    def __init__(self, house: House, moves: Sequence[Movement]) -> None:
        self.house = house
        self.top_ups: dict[UUID, TopUp] = {}
        self.settlements: dict[UUID, Settlement] = {}
        self.charges: dict[UUID, Charge] = {}
        self.bills: dict[UUID, Bill] = {}
        self.staff: dict[UUID, StaffMember] = {}
        self.tills: dict[UUID, Till] = {}
        known: list[dict[UUID, Any]] = [self.top_ups, self.settlements, self.charges]
        known += [self.bills, self.staff, self.tills]
        for found in _named(house, list(dict.fromkeys(_names(move) for move in moves))):
            for there, row in zip(known, found, strict=True):
                if row is not None:
                    there[row.pk] = row

    def bill_of(self, reference: str) -> Bill | None:
        thing, _colon, id_ = reference.partition(":")
        if thing == "charge" and UUID(id_) in self.charges:
            of = self.charges[UUID(id_)].bill_id
            return self.bills.get(of) if of else None
        return self.bills.get(UUID(id_)) if thing == "bill" else None

    def top_up_of(self, reference: str) -> TopUp | None:
        thing, _colon, id_ = reference.partition(":")
        return self.top_ups.get(UUID(id_)) if thing == "top_up" else None

    def settlement_of(self, reference: str) -> Settlement | None:
        thing, _colon, id_ = reference.partition(":")
        return self.settlements.get(UUID(id_)) if thing == "settlement" else None

    def tender(self, move: Movement) -> str:
        """How money came, in small letters; empty where none did."""
        thing, _colon, id_ = move.reference.partition(":")
        if settlement := self.settlement_of(move.reference):
            kinds = [TenderKind(kind).label for kind, _minor in settlement.taken]
            return ", ".join(str(kind).lower() for kind in kinds)
        if thing == "top_up" and (row := self.top_ups.get(UUID(id_))):
            return str(TenderKind(row.tender).label).lower()
        kind = move.kind.removeprefix("bills.pay_")
        return str(TenderKind(kind).label).lower() if kind in TenderKind.values else ""

    def who(self, move: Movement) -> str:
        member = self.staff.get(UUID(move.actor[6:])) if move.actor.startswith("staff:") else None
        till = self.tills.get(move.till_id) if move.till_id else None
        guest = _("the guest") if move.actor.startswith("guest:") else None
        return ", ".join(str(one) for one in (guest, member, till) if one)


Names = tuple[UUID | None, ...]  # of a top-up, a settlement, a charge, a bill, a person, a till
THINGS = ("top_up", "settlement", "charge", "bill", "staff")


def _names(move: Movement) -> Names:
    """The rows a movement speaks of."""
    named = dict(one.partition(":")[::2] for one in (move.reference, move.actor))
    return (*(UUID(named[one]) if named.get(one) else None for one in THINGS), move.till_id)


def _named(house: House, names: Sequence[Names]) -> Iterator[list[Any]]:
    """Those rows, beside each other; a charge brings the bill it is of."""
    if not names:
        return
    tables = (
        (TopUp, "t", "w.top_up"),
        (Settlement, "s", "w.settlement"),
        (Charge, "c", "w.charge"),
        (Bill, "b", "coalesce(w.bill, c.bill_id)"),
        (StaffMember, "m", "w.staff"),
        (Till, "k", "w.till"),
    )
    joins = " ".join(
        f'LEFT JOIN "{model._meta.db_table}" {alias}'
        f" ON {alias}.house_id = %s AND {alias}.id = {on}"
        for model, alias, on in tables
    )
    columns = ", ".join(rows.columns(model, alias) for model, alias, _on in tables)
    mark = f"({', '.join([sql.id_mark()] * (len(THINGS) + 1))})"
    found = sql.rows(
        f"WITH w({', '.join(THINGS)}, till) AS (VALUES {', '.join([mark] * len(names))})"  # noqa: S608
        f" SELECT {columns} FROM w {joins}",
        [*(id_ for some in names for id_ in some), *[house.id] * len(tables)],
    )
    for row in found:
        values = iter(row)
        yield [rows.built(model, values) for model, _alias, _on in tables]


def _told(facts: _Facts, act: list[Movement], held: dict[str, int]) -> Told:
    """An act as a line; `held` goes back in time with it."""
    move, side = act[0], _side(act[0].code)
    amount = sum(one.amount for one in act)
    then = held.get(side, 0)
    held[side] = then - amount if move.incoming else then + amount
    bill = facts.bill_of(move.reference)
    top_up = facts.top_up_of(move.reference) if move.kind == "prepaid.top_up" else None
    values = {_value(one.code): None for one in reversed(act)}
    gift = sum(one.amount for one in act if _value(one.code) == "gift")
    return Told(
        id=move.id,
        at=move.at.astimezone(facts.house.zone),
        what=_what(facts, move, bill),
        of=", ".join(str(OF.get(value, value)) for value in values),
        colour=COLOURS.get(next(iter(values)), "has") if len(values) == 1 else "has",
        kind=side,
        up=move.incoming,
        amount=amount,
        then=then,
        money=None if side == "points" else facts.house.money(amount),
        left=None if side == "points" else facts.house.money(then),
        gift=facts.house.money(gift) if 0 < gift < amount else None,
        bill=bill,
        pays=facts.house.money(top_up.pays_minor) if top_up else None,
        receives=facts.house.money(top_up.receives_minor) if top_up else None,
        who=facts.who(move),
        top_up=top_up,
        settlement=facts.settlement_of(move.reference),
    )


def _value(code: str) -> str:
    """What kind of value an account of a customer holds."""
    head, _colon, tail = code.partition(":")
    return tail.rpartition(":")[2] if head == "wallet" else head


def _what(facts: _Facts, move: Movement, bill: Bill | None) -> str:
    words = str(WORDS.get(move.kind) or _("Bill {bill}"))
    return words.format(bill=bill.number if bill else "", tender=facts.tender(move)).strip()
