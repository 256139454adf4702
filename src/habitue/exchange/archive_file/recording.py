"""Who took a whole house along: asked before, written down after: it is not in the file."""

from habitue.audit import actions as audit
from habitue.house.acting import Actor
from habitue.house.models import House
from habitue.kit.ids import new_id
from habitue.operations import actions as operations
from habitue.operations.actions import Answer, Request
from habitue.operations.models import Operation
from habitue.operations.rights import RightMissing, right

NEEDED = ("house.edit", "customers.export")


def must_be_allowed(by: Actor) -> None:
    """Raises RightMissing."""
    for needed in NEEDED:
        if not by.may(needed):
            raise RightMissing(right=needed)


def written_down(house: House, by: Actor) -> None:
    """A line of the audit."""

    def work(op: Operation) -> Answer:
        _record(op)
        return Answer()

    key = f"archive export {new_id()}"
    operations.run(Request(house, by, key, key), work)


@right("house.edit")
def _record(op: Operation) -> None:
    audit.record(op, "house.archive_export", on=op.house)
