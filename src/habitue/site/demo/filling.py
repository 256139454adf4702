"""From an empty installation to Chez Marthe, ninety days on."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from habitue.cards import actions as cards
from habitue.cards import proofs
from habitue.house.models import House
from habitue.housekeeping.opening import Plan, open_house
from habitue.kit.pins import PinTooCommon
from habitue.site import books
from habitue.site.demo import book, days, menu, papers, staff
from habitue.site.demo.book import Book
from habitue.site.demo.clerk import Clerk
from habitue.site.demo.days import Cafe
from habitue.staff import house_rules

NAME = "Chez Marthe"
SEED = 1998
DAYS = 90
WALLETS = 36  # regulars with a wallet and a PIN, beside the known
RULES: dict[str, Any] = {
    "address": "7 place de la Demonstration, 69001 Lyon",
    "points_per_unit": 5,
    "point_worth_minor": 1,
    "gift_days": 365,
    "default_limit_minor": 20_000,
    "receipt_footer": "Merci, à bientôt.",
    "tax_id": "FR 00 000 000 000",
    "invoice_footer": "À payer sous 30 jours, par virement : IBAN FR00 0000 0000 0000 (fictif).",
    "confirm_before_linking": False,
}

Told = Callable[[str], None]


def fill(told: Told, *, days_: int = DAYS, regulars: int = book.REGULARS) -> House:
    """Open the house and live its days; `told` hears how far it is."""
    plan = Plan(
        name=NAME,
        country="FR",
        currency="EUR",
        timezone="Europe/Paris",
        owner_email=staff.OWNER,
        owner_name="Marthe",
        language="en",
        password=staff.PASSWORD,
    )
    house, _ = open_house(plan)
    now = datetime.now(UTC)
    clerk = Clerk(house, Random(SEED))  # noqa: S311 a demo, not a secret
    began = (now.astimezone(house.zone) - timedelta(days=days_)).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    cafe = _furnish(clerk, began, regulars, told)
    told(f"{days_} days of bills")
    for number in range(days_ + 1):
        days.live(cafe, began + timedelta(days=number), until=now - timedelta(hours=1))
    clerk.together(lambda: papers.send_and_print(clerk, cafe.book, now))
    days.open_now(cafe, now)
    books.seal_pending(house)
    return house


def _furnish(clerk: Clerk, at: datetime, regulars: int, told: Told) -> Cafe:
    told("menu, tables and staff")
    laid, team = clerk.together(lambda: (_laid(clerk, at), staff.hire(clerk, at)))
    told(f"{regulars:,} regulars and three companies")
    people = book.fill(clerk, at, laid.regulars, regulars)
    cafe = Cafe(clerk, laid, team, people)
    clerk.together(lambda: _give_pins(clerk, people, at))
    days.first_top_ups(cafe, at + timedelta(hours=8))
    return cafe


def _laid(clerk: Clerk, at: datetime) -> menu.Laid:
    clerk.do(house_rules.change_rules, at=at, **RULES)
    clerk.house.refresh_from_db()
    return menu.lay(clerk, at)


def _give_pins(clerk: Clerk, people: Book, at: datetime) -> None:
    for someone in people.regulars[:WALLETS]:
        pin = f"{clerk.random.randint(3000, 8999)}"
        try:
            hashed = proofs.hash_pin(clerk.house, someone.id, pin)
        except PinTooCommon:
            continue
        clerk.do(cards.set_pin, at=at, customer=someone, pin_hash=hashed)
        people.tries[someone.id] = proofs.PinTry(someone.id, hashed, matched=True)
