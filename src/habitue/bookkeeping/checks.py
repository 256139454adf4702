"""What must always be true of the reports: they are the ledger, told otherwise."""

from datetime import date

from habitue.bookkeeping.kinds import PARTS, Movement, movement_of
from habitue.bookkeeping.liability import units
from habitue.bookkeeping.proof_checks import (
    nobody_served_themselves,
    numbers_answer_for_one_thing,
)
from habitue.house.models import House
from habitue.kit.checks import Examined, Invariant
from habitue.ledger import flows as ledger

ALWAYS = date.min, date.max


def liability_is_what_moved(house: House) -> Examined:
    """What customers have now is what was issued less what was used, by kinds that have a name.

    From an empty book to today: nothing stood before the first day, and every step is classed.
    """
    told = ledger.standing(house, *ALWAYS)
    wrong = [
        f"{part} holds {left} that no entry explains"
        for part, unit in units(house)
        if (left := told.before.get((part, unit), 0))
    ]
    wrong += [
        f"{flow.kind} moved {flow.amount} of {part}, and no report says why"
        for flow in told.flows
        for part in (flow.credit, flow.debit)
        if part in PARTS and movement_of(flow.kind, part) in (None, Movement.OTHER)
    ]
    wrong += [
        f"{part} holds {amount} {unit}, a value no report knows"
        for (part, unit), amount in told.before.items()
        if (part, unit) not in units(house) and part != ledger.RECEIVABLE
    ]
    return Examined(sum(flow.moves for flow in told.flows), wrong)


INVARIANTS = [
    Invariant(
        "I08", "What is owed to customers is what was issued less used", liability_is_what_moved
    ),
    Invariant("I22", "A receipt number answers for one thing", numbers_answer_for_one_thing),
    Invariant("I35", "Nobody serves themselves alone", nobody_served_themselves),
]
