"""When the pepper is another one: what was kept under the old one is made anew."""

from collections.abc import Callable

from habitue.cards import actions as cards
from habitue.customers import consents
from habitue.house.acting import Actor
from habitue.house.models import House
from habitue.kit.ids import new_id
from habitue.operations import actions as operations
from habitue.operations.actions import Answer, Request
from habitue.operations.models import Operation
from habitue.staff import actions as staff


def made_anew(house: House, by: Actor) -> int:
    """No PIN, token or till of before works any more; how many customers need a new PIN."""

    def work(op: Operation) -> Answer:
        staff.forget_secrets(op)
        consents.objections_anew(op)
        return Answer(amounts={"pins": cards.forget_pins(op)})

    return int(_run(house, by, work).amounts["pins"])


def objections_anew(house: House, by: Actor) -> None:
    """A house that came from elsewhere: its secrets stayed there, its objections go on here."""

    def work(op: Operation) -> Answer:
        consents.objections_anew(op)
        return Answer()

    _run(house, by, work)


def _run(house: House, by: Actor, work: Callable[[Operation], Answer]) -> Answer:
    what = "keys made anew"
    return operations.run(Request(house, by, f"{what} {new_id()}", what), work)
