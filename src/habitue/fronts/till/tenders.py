"""The tenders of a payment: which there are, what each would take, which is in hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from habitue.bills import reading
from habitue.bills.models import Bill, BillTender, Payment
from habitue.bills.value_share import at_most, rooms
from habitue.cards import proofs
from habitue.fronts.till.sheets import Sheet
from habitue.fronts.ui import figures
from habitue.guests.reports import phones_of
from habitue.house.days import local_date
from habitue.house.models import House, ProofRule
from habitue.house_accounts import signatures
from habitue.kit.money import Money
from habitue.points import actions as points
from habitue.prepaid import reports as prepaid
from habitue.prepaid.models import ValueKind
from habitue.prepaid.reports import Spendable
from habitue.shifts.models import Tender

ICONS = {
    "wallet": "wallet",
    "card": "card",
    "cash": "cash",
    "house_account": "company",
    "points": "points",
    "bank_transfer": "link",
    "other": "more",
}
ORDER = ["wallet", "card", "cash", "house_account", "points", "bank_transfer", "other"]
VALUE = {"wallet", "points"}
UNLIKELY = {"points", "house_account", "bank_transfer"}


@dataclass(frozen=True, slots=True)
class Key:
    """A tender's key: what it is called, what it would take, why it cannot."""

    kind: str
    name: str
    says: str
    takes: Money
    why_not: str = ""

    @property
    def icon(self) -> str:
        return ICONS[self.kind]


@dataclass(frozen=True, slots=True)
class Hand:
    """The payment about to be taken."""

    keys: Sequence[Key]
    key: Key | None
    asked: Money  # the part of what is due that is paid now
    wallet: Spendable
    money: Any
    has_pin: bool
    on_phone: bool  # the guest's own phone may make a code
    proof_needed: bool
    one_purse: bool = False  # on account takes the wallet first
    sign_from: int | None = None  # a charge so large wants a signature

    @property
    def purse(self) -> Money | None:
        """What the wallet pays before the rest is charged; None: nothing of it."""
        if not self.one_purse or self.key is None or self.key.kind != "house_account":
            return None
        found: Money = self.money(self.wallet.minor)
        return found if found.amount else None

    @property
    def signs(self) -> bool:
        """Whether the guest signs for what goes on account."""
        if self.sign_from is None:
            return False
        return self.owed is not None and self.owed.amount >= self.sign_from

    @property
    def proves(self) -> bool:
        """Whether the guest must agree to it."""
        return self.purse is not None or (self.key is not None and self.key.kind in VALUE)

    @property
    def proves_for(self) -> Money:
        return self.purse or self.takes

    @property
    def takes(self) -> Money:
        return self.key.takes if self.key else self.asked

    @property
    def gift(self) -> Money:
        return self._of(ValueKind.GIFT)

    @property
    def earned(self) -> Money:
        return self._of(ValueKind.EARNED)

    @property
    def paid_in(self) -> Money:
        return self._of(ValueKind.PAID)

    @property
    def in_wallet(self) -> bool:
        return self.key is not None and self.key.kind == "wallet"

    @property
    def spends(self) -> bool:
        """Whether the wallet pays, all of it or first."""
        return self.in_wallet or self.purse is not None

    @property
    def owed(self) -> Money | None:
        """What would go on account; None where that is not in hand."""
        if self.key is None or self.key.kind != "house_account":
            return None
        return self.takes - self.purse if self.purse else self.takes

    def _of(self, kind: str) -> Money:
        minor: Money = self.money(self.wallet.of(kind) if self.spends else 0)
        return minor


def hand(
    house: House, sheet: Sheet, *, asked: Money, tender: str, at: datetime, purse: bool = True
) -> Hand:
    """The keys in order, and the one in hand: the one asked for, else the likeliest.

    `purse` false leaves the wallet alone where the bill goes on account.
    """
    person = sheet.bill.customer
    today = local_date(house, at)
    wallet = (
        _spendable(house, sheet, person.id, asked.amount, today) if person else Spendable(0, [])
    )
    has_pin = bool(person and proofs.has_pin(house, person.id))
    on_phone = bool(person and phones_of(house, person.id))
    provable = has_pin or on_phone or bool(sheet.guest and sheet.guest.number)
    one_purse = house.one_purse and purse and _spends(house, wallet, provable)
    keys = [*_of_guest(house, sheet, asked, wallet, provable), *_of_house(house, asked)]
    keys.sort(key=lambda one: ORDER.index(one.kind))
    return Hand(
        keys=keys,
        key=_in_hand(keys, tender, asked),
        asked=asked,
        wallet=wallet,
        money=house.money,
        has_pin=has_pin,
        on_phone=on_phone,
        proof_needed=_proof_needed(house, wallet.minor),
        one_purse=one_purse,
        sign_from=house.sign_from_minor,
    )


def _spends(house: House, wallet: Spendable, provable: bool) -> bool:
    return bool(wallet.minor) and (provable or not _proof_needed(house, wallet.minor))


def wants_purse(house: House, bill: Bill, at: datetime) -> bool:
    """Whether saving this bill would spend its guest's wallet first, so that they are asked."""
    if not house.one_purse or bill.customer_id is None:
        return False
    return prepaid.spendable(house, bill.customer_id, 1, local_date(house, at)).minor > 0


def asks_first(house: House, bill: Bill, at: datetime) -> bool:
    """Whether the guest is asked before this bill is saved: to spend, or to sign."""
    if wants_purse(house, bill, at):
        return True
    return house.sign_from_minor is not None and signatures.wanted(
        house, reading.stand(house, bill).due
    )


def _in_hand(keys: Sequence[Key], tender: str, asked: Money) -> Key | None:
    """The one asked for; else the wallet where it pays half or more; else money."""
    able = [key for key in keys if not key.why_not]
    likely = [key for key in able if key.kind not in UNLIKELY and _counts(key, asked)]
    chosen = next((key for key in able if key.kind == tender), None)
    return chosen or next(iter(likely), None) or next(iter(able), None)


def _counts(key: Key, asked: Money) -> bool:
    return key.kind != "wallet" or key.takes.amount * 2 >= asked.amount


def _of_guest(
    house: House, sheet: Sheet, asked: Money, wallet: Spendable, provable: bool
) -> list[Key]:
    guest = sheet.guest
    if guest is None:
        return []
    keys = []
    if wallet.total:
        takes = house.money(wallet.minor)
        all_ = wallet.minor == wallet.total
        says = _("takes all {sum}") if all_ else _("takes {sum}")
        why = "" if provable or not _proof_needed(house, wallet.minor) else _("no PIN, no card")
        keys.append(Key("wallet", _("Wallet"), says.format(sum=figures.plain(takes)), takes, why))
    most = at_most(house, sheet.standing, BillTender.POINTS, asked.amount)
    worth = points.worth(house, min(guest.points or 0, points.needed(house, most)))
    if worth and house.points_per_unit:
        takes = house.money(worth)
        why = "" if provable else _("no PIN, no card")
        says = _("worth {sum}").format(sum=figures.plain(takes))
        keys.append(Key("points", _("Points"), says, takes, why))
    account = sheet.on_account
    if account is not None and sheet.bill.is_open:
        later = _("pays later") if account.payer == guest.name else account.payer
        if house.one_purse and _spends(house, wallet, provable):
            first = figures.plain(house.money(wallet.minor))
            later = _("{sum} of it from the wallet").format(sum=first)
        says = account.why_not or later
        why = "" if account.allowed else account.why_not
        keys.append(Key("house_account", _("On account"), says, asked, why))
    return keys


def _of_house(house: House, asked: Money) -> list[Key]:
    rows = Tender.objects.of(house).filter(active=True)
    says = _("takes {sum}").format(sum=figures.plain(asked))
    return [Key(row.kind, str(row), says, asked) for row in rows]


def _spendable(house: House, sheet: Sheet, person: UUID, asked: int, today: date) -> Spendable:
    """What the wallet may pay: as the house lets it, and single-purpose value its own rate."""
    most = at_most(house, sheet.standing, BillTender.WALLET, asked)
    return prepaid.spendable(house, person, most, today, rooms(sheet.standing))


def _proof_needed(house: House, minor: int) -> bool:
    return not (house.proof_rule == ProofRule.ABOVE and minor <= house.proof_above_minor)


@dataclass(frozen=True, slots=True)
class Taken:
    """A payment that stands, as the bar and the list show it."""

    payment: Payment
    name: str
    kind: str  # of the bar
    sum: Money
    tip: Money | None
    change: Money | None


BAR = {"wallet": "has", "points": "earned", "house_account": "owes"}


def taken(house: House, payments: Sequence[Payment]) -> list[Taken]:
    """What was paid so far, in the words of the house."""
    names = {row.kind: str(row) for row in Tender.objects.of(house)} if payments else {}
    return [
        Taken(
            payment=one,
            name=names.get(one.tender, str(BillTender(one.tender).label)),
            kind=BAR.get(one.tender, "other"),
            sum=house.money(one.amount_minor),
            tip=house.money(one.tip_minor) if one.tip_minor else None,
            change=_change(house, one),
        )
        for one in payments
    ]


def _change(house: House, payment: Payment) -> Money | None:
    if payment.given_minor is None:
        return None
    back = payment.given_minor - payment.amount_minor - payment.tip_minor
    return house.money(back) if back > 0 else None


def parts(house: House, sheet: Sheet, hand_: Hand | None) -> list[tuple[str, int]]:
    """The measure: gift, paid in, earned and other money so far, then what is in hand."""
    found: list[tuple[str, int]] = []
    for one in sheet.payments:
        if one.tender == "wallet":
            rest = one.amount_minor + one.tip_minor - one.gift_minor - one.earned_minor
            found += [("gift", one.gift_minor), ("earned", one.earned_minor), ("has", rest)]
        else:
            found.append((BAR.get(one.tender, "other"), one.amount_minor))
    if hand_ is not None:
        found += [
            ("gift", hand_.gift.amount),
            ("earned", hand_.earned.amount),
            ("has", hand_.paid_in.amount),
            ("owes", hand_.owed.amount if hand_.owed else 0),
        ]
    return [(kind, minor) for kind, minor in found if minor > 0]
