"""What must always be true of print jobs: where they stand is known, what ended says nothing."""

from habitue.house import sql
from habitue.house.models import House
from habitue.kit.checks import Examined, Invariant


def jobs_stand_somewhere(house: House) -> Examined:
    """What ended says nothing any more; what waits has a printer to wait for."""
    return sql.examined(
        house.id,
        counted="printing_job",
        wrong="SELECT id, 'ended, and still holds what it said' FROM printing_job"
        " WHERE house_id = %s AND state IN ('printed', 'given_up') AND texts IS NOT NULL"
        " UNION ALL SELECT id, 'waits, and its printer is gone' FROM printing_job"
        " WHERE house_id = %s AND state = 'waiting' AND printer_id IN"
        " (SELECT id FROM printing_printer WHERE house_id = %s AND retired_at IS NOT NULL)",
    )


INVARIANTS = [
    Invariant("I55", "A print job stands somewhere", jobs_stand_somewhere),
]
