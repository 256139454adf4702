"""A way on to the guest's phone: an invitation for Élodie, the same until somebody took it."""

from datetime import UTC, datetime

from habitue.cards import actions as cards
from habitue.guests import actions as guests
from habitue.guests import entry
from habitue.guests.models import Invitation
from habitue.house.acting import CONSOLE
from habitue.house.models import House
from habitue.kit.ids import new_id
from habitue.kit.refusals import Refusal
from habitue.operations import actions as operations
from habitue.operations.models import Operation
from habitue.site.demo.book import KNOWN

ELODIE = KNOWN[1]


def invitation_path(house: House) -> str:
    """Where Élodie's card is opened on a phone; empty where the house no longer knows her."""
    try:
        found = _standing(house) or _made(house)
    except Refusal:
        return ""
    return entry.invitation_path(found)


def _standing(house: House) -> Invitation | None:
    """The one printed before, while nobody took it."""
    found: Invitation | None = (
        Invitation.objects.of(house)
        .filter(
            customer=cards.whose(house, ELODIE.card),
            used_at=None,
            ended_at=None,
            expires_at__gt=datetime.now(UTC),
        )
        .first()
    )
    return found


def _made(house: House) -> Invitation:
    made: list[Invitation] = []

    def work(op: Operation) -> operations.Answer:
        made.append(guests.invite(op, customer=cards.whose(op.house, ELODIE.card)))
        return operations.Answer(made[-1].id)

    operations.run(operations.Request(house, CONSOLE, f"demo:{new_id()}", "invite"), work)
    return made[-1]
