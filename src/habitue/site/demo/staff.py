"""Who works at Chez Marthe."""

from dataclasses import dataclass, replace
from datetime import datetime

from habitue.house.acting import Actor
from habitue.house.models import Till, Venue
from habitue.operations.writer import in_write_transaction
from habitue.site.demo.clerk import Clerk
from habitue.staff import actions as staff
from habitue.staff.entry import actor_for
from habitue.staff.models import Login, StaffMember

PASSWORD = "la-clef-du-bistro"  # noqa: S105 the demo's, printed for whoever tries it
OWNER = "marthe@example.com"


@dataclass(frozen=True, slots=True)
class Hand:
    """Someone who works here, and how they get in."""

    name: str
    role: str
    email: str
    pin: str


HANDS = (
    Hand("Marthe", "owner", OWNER, "2718"),
    Hand("Idris", "manager", "idris@example.com", "5029"),
    Hand("Karim", "cashier", "karim@example.com", "8361"),
    Hand("Zoé", "waiter", "zoe@example.com", "7391"),
    Hand("Odile", "bookkeeper", "odile@example.com", "6147"),
)


@dataclass(frozen=True, slots=True)
class Team:
    """The actors of the demo, each at the bar's till."""

    manager: Actor
    cashier: Actor
    waiter: Actor
    till: Till


def hire(clerk: Clerk, at: datetime) -> Team:
    """Everyone with a password and a till PIN; a till that waits to be enrolled."""
    venue = Venue.objects.of(clerk.house).get()
    till = clerk.do(staff.add_till, at=at, venue=venue, name="Bar")
    actors = {}
    for hand in HANDS:
        member = _member(clerk, hand, at)
        clerk.do(staff.set_pin, at=at, member=member, pin_hash=staff.hash_pin(member, hand.pin))
        actor = actor_for(member)
        actors[hand.role] = replace(actor, till_id=till.id, venue_id=till.venue_id)
    return Team(actors["manager"], actors["cashier"], actors["waiter"], till)


def _member(clerk: Clerk, hand: Hand, at: datetime) -> StaffMember:
    if hand.email == OWNER:
        owner = staff.find_member(clerk.house, OWNER)
        assert owner is not None
        clerk.do(staff.change, at=at, member=owner, name=hand.name)
        return owner
    login: Login = in_write_transaction(
        lambda: Login.objects.create_user(hand.email, PASSWORD, language="")
    )
    member: StaffMember = clerk.do(
        staff.hire, at=at, name=hand.name, role=hand.role, email=hand.email, login=login
    )
    return member
