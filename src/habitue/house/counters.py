"""Running numbers of a house."""

from habitue.house import sql
from habitue.house.models import Counter, House


def next_number(house: House, name: str) -> int:
    """The next number called `name`, starting from 1; call it inside an operation."""
    taken = _next(house, name)
    if not taken:
        Counter.objects.bulk_create([Counter(house=house, name=name)], ignore_conflicts=True)
        taken = _next(house, name)
    return int(taken[0][0])


def _next(house: House, name: str) -> list[tuple[int]]:
    return sql.rows(
        "UPDATE house_counter SET value = value + 1 WHERE house_id = %s AND name = %s"
        " RETURNING value",
        [house.id, name],
    )
