"""What was done lately."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from habitue.house.models import House
from habitue.kit.ids import first_id
from habitue.operations.models import Operation


def done_lately(house: House, ago: timedelta) -> dict[UUID, UUID | None]:
    """Operations begun no longer `ago`, each with what it is about where it says so.

    Refusals and what is under way are not among them.
    """
    first = first_id(datetime.now(UTC) - ago)
    rows = Operation.objects.of(house).filter(id__gte=first, code="").exclude(status=0)
    return {
        id_: UUID(answer["id"]) if answer.get("id") else None
        for id_, answer in rows.values_list("id", "answer")
    }
