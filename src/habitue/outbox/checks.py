"""What must always be true of letters: one is waiting, taken, or given up."""

from habitue.house import sql
from habitue.house.models import House
from habitue.kit.checks import Examined, Invariant


def letters_are_somewhere(house: House) -> Examined:
    """What was taken is not sent again; what nobody tries any more says why."""
    return sql.examined(
        house.id,
        counted="outbox_letter",
        wrong="SELECT id, 'is neither waiting, nor sent, nor given up' FROM outbox_letter"
        " WHERE house_id = %s AND (sent_at IS NOT NULL AND next_try_at IS NOT NULL"
        " OR sent_at IS NULL AND next_try_at IS NULL AND last_problem = ''"
        " OR sent_at < posted_at)",
    )


INVARIANTS = [
    Invariant("I54", "A letter is waiting, sent or given up", letters_are_somewhere),
]
