"""When the pepper is another one: what was kept under the old one is made anew."""

from habitue.cards import actions as cards
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
        return Answer(amounts={"pins": cards.forget_pins(op)})

    what = "keys made anew"
    answer = operations.run(Request(house, by, f"{what} {new_id()}", what), work)
    return int(answer.amounts["pins"])
