"""Every movement of a customer's value, in the words of the house."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from habitue.bills.models import Bill
from habitue.customers.models import Customer
from habitue.fronts.ui import figures
from habitue.house.models import House, Till
from habitue.house_accounts import reports as house_accounts
from habitue.house_accounts.models import Charge, Settlement
from habitue.ledger import actions as ledger
from habitue.ledger.actions import Movement
from habitue.prepaid import reports as prepaid
from habitue.prepaid.models import TopUp
from habitue.shifts.models import TenderKind
from habitue.staff.actions import member_ids
from habitue.staff.models import StaffMember

SIZE = 50
MOVES_OF_AN_ENTRY = 4  # an entry moves at most this many of one customer's accounts

WORDS: dict[str, str | Promise] = {
    "prepaid.top_up": gettext_lazy("Topped up by {tender}"),
    "prepaid.open": gettext_lazy("Opening balance"),
    "prepaid.earn": gettext_lazy("Earned on bill {bill}"),
    "prepaid.unearn": gettext_lazy("Bill {bill} reopened, what it earned taken back"),
    "prepaid.spend": gettext_lazy("Paid bill {bill} from the wallet"),
    "prepaid.give_back": gettext_lazy("Payment of bill {bill} taken back"),
    "prepaid.pay_out": gettext_lazy("Paid out"),
    "prepaid.write_off": gettext_lazy("Written off"),
    "points.grant": gettext_lazy("Points for bill {bill}"),
    "points.withdraw": gettext_lazy("Bill {bill} reopened, its points taken back"),
    "points.spend": gettext_lazy("Paid bill {bill} with points"),
    "points.give_back": gettext_lazy("Points of bill {bill} given back"),
    "points.open": gettext_lazy("Opening points"),
    "points.write_off": gettext_lazy("Points ended"),
    "house_accounts.charge": gettext_lazy("Bill {bill} saved on account"),
    "house_accounts.uncharge": gettext_lazy("Bill {bill} taken off the account"),
    "house_accounts.from_hand": gettext_lazy("Met from what was in hand"),
    "house_accounts.to_hand": gettext_lazy("Back in hand"),
    "house_accounts.settle": gettext_lazy("Settled by {tender}"),
    "house_accounts.open": gettext_lazy("Owed before, brought over"),
    "house_accounts.write_off": gettext_lazy("Debt written off"),
}
KINDS = ("all", "wallet", "account", "points")


@dataclass(slots=True)
class Told:
    """One movement as the page shows it; amounts in minor units or points."""

    id: UUID
    at: datetime
    what: str
    more: str
    kind: str  # wallet, account, points
    up: bool
    amount: int
    then: int
    bill: Bill | None
    who: str

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
    codes = _codes(house, customer, kind)
    moves = ledger.movements(house, codes, limit=size * MOVES_OF_AN_ENTRY + 1, before=before)
    acts = _acts(moves)
    shown = acts[:size]
    more = len(acts) > size or len(moves) > size * MOVES_OF_AN_ENTRY
    older = shown[-1][-1].id if more and shown else None
    facts = _Facts(house, [move for act in shown for move in act])
    held = _held(house, codes, moves, before)
    return Statement([_told(facts, act, held) for act in shown], older)


def _codes(house: House, customer: Customer, kind: str) -> list[str]:
    wallet = prepaid.wallets_of(house, [customer.id]).get(customer.id)
    parts = {
        "wallet": prepaid.codes_of(wallet) if wallet else [],
        "account": house_accounts.codes_of(house, customer),
        "points": [f"points:{customer.id}"],
    }
    return parts.get(kind) or [code for codes in parts.values() for code in codes if kind == "all"]


def _acts(moves: Sequence[Movement]) -> list[list[Movement]]:
    """Movements of one entry on one side of the book, together; newest first."""
    acts: dict[tuple[UUID, str, bool], list[Movement]] = {}
    for move in moves:
        acts.setdefault((move.entry, _side(move.code), move.incoming), []).append(move)
    return list(acts.values())


def _held(
    house: House, codes: Sequence[str], moves: Sequence[Movement], before: UUID | None
) -> dict[str, int]:
    """What each side (wallet, receivable, points) held when the page begins: its newest line."""
    at_head: dict[str, int] = {} if before else ledger.balances(house, codes)
    for move in moves:
        at_head.setdefault(move.code, move.balance_after)
    for code in codes:
        if code not in at_head:
            last = ledger.movements(house, [code], limit=1, before=before)
            at_head[code] = last[0].balance_after if last else 0
    held: dict[str, int] = {}
    for code, balance in at_head.items():
        held[_side(code)] = held.get(_side(code), 0) + balance
    return held


def _side(code: str) -> str:
    return code.partition(":")[0]


class _Facts:
    """What the words need of bills, tenders and people: a query for each, whatever the number."""

    def __init__(self, house: House, moves: Sequence[Movement]) -> None:
        named = {move.reference for move in moves}
        ids: dict[str, list[UUID]] = {}
        for reference in named:
            thing, _colon, id_ = reference.partition(":")
            if id_:
                ids.setdefault(thing, []).append(UUID(id_))
        self.house = house
        self.top_ups = _by_id(TopUp, house, ids.get("top_up"))
        self.settlements = _by_id(Settlement, house, ids.get("settlement"))
        charges = _by_id(Charge, house, ids.get("charge"))
        self.charges = charges
        of_charges = [one.bill_id for one in charges.values() if one.bill_id]
        self.bills = _by_id(Bill, house, [*ids.get("bill", []), *of_charges])
        self.staff = _by_id(StaffMember, house, member_ids(*{move.actor for move in moves}))
        self.tills = _by_id(Till, house, [move.till_id for move in moves if move.till_id])

    def bill_of(self, reference: str) -> Bill | None:
        thing, _colon, id_ = reference.partition(":")
        if thing == "charge" and UUID(id_) in self.charges:
            return self.bills.get(self.charges[UUID(id_)].bill_id)
        return self.bills.get(UUID(id_)) if thing == "bill" else None

    def who(self, move: Movement) -> str:
        member = self.staff.get(UUID(move.actor[6:])) if move.actor.startswith("staff:") else None
        till = self.tills.get(move.till_id) if move.till_id else None
        guest = _("the guest") if move.actor.startswith("guest:") else None
        return ", ".join(str(one) for one in (guest, member, till) if one)


def _by_id(model: Any, house: House, ids: Iterable[UUID] | None) -> dict[Any, Any]:
    wanted = set(ids or ())
    if not wanted:
        return {}
    return {row.id: row for row in model.objects.of(house).filter(pk__in=wanted)}


def _told(facts: _Facts, act: list[Movement], held: dict[str, int]) -> Told:
    """An act as a line; `held` goes back in time with it."""
    move, side = act[0], _side(act[0].code)
    amount = sum(one.amount for one in act)
    then = held.get(side, 0)
    held[side] = then - amount if move.incoming else then + amount
    bill = facts.bill_of(move.reference)
    tender, more = _particulars(facts, move, act)
    words = str(WORDS.get(move.kind) or _paid_by(move.kind))
    return Told(
        id=move.id,
        at=move.at,
        what=words.format(bill=bill.number if bill else "", tender=tender).strip(),
        more=more,
        kind=side,
        up=move.incoming,
        amount=amount,
        then=then,
        bill=bill,
        who=facts.who(move),
    )


def _paid_by(kind: str) -> str:
    tender = kind.removeprefix("bills.pay_")
    if tender in TenderKind.values:
        return _("Bill {{bill}} paid by {tender}").format(tender=TenderKind(tender).label)
    return _("Bill {bill}")


def _particulars(facts: _Facts, move: Movement, act: list[Movement]) -> tuple[str, str]:
    """The tender's words, and the small print beside the line."""
    thing, _colon, id_ = move.reference.partition(":")
    if thing == "top_up" and (row := facts.top_ups.get(UUID(id_))):
        pays, receives = facts.house.money(row.pays_minor), facts.house.money(row.receives_minor)
        says = _("pays {pays}, gets {receives}")
        more = says.format(pays=figures.plain(pays), receives=figures.plain(receives))
        return str(TenderKind(row.tender).label).lower(), more
    if thing == "settlement" and (row := facts.settlements.get(UUID(id_))):
        return str(TenderKind(row.tender).label).lower(), ""
    gift = sum(one.amount for one in act if one.code.endswith(":gift"))
    if gift and gift < sum(one.amount for one in act):
        return "", _("{amount} of it a gift").format(amount=figures.plain(facts.house.money(gift)))
    return "", ""
