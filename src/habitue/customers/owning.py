"""Who has what written in a field of the house's own: the list and the API ask it here."""

import re

from django.db import connection
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from habitue.house import sql
from habitue.house.models import House

KEY = re.compile(r"[a-z0-9_]{1,40}")  # of a field of the house's own
ANY, NONE = "", "\x1f"  # anything is written, nothing is
MOST = 5  # fields in one question


def has(key: str, value: str) -> RawSQL:
    """Who has this written in an own field, ANY thing at all, or NONE."""
    yes: BooleanField[bool, bool] = BooleanField()
    if value in (ANY, NONE):
        there = f"({_written(key)} IS {'NOT ' if value == ANY else ''}NULL)"
        return RawSQL(there, [], output_field=yes)  # noqa: S611
    return RawSQL(f"({_written(key)} IS NOT NULL AND {_written(key)} = %s)", [value], yes)  # noqa: S611


def values(house: House, key: str, most: int) -> list[tuple[str, int]]:
    """What is written there, the commonest first: (value, customers)."""
    value = _written(key)
    found = sql.rows(
        f"SELECT {value} AS value, count(*) AS n FROM customers_customer"  # noqa: S608
        f" WHERE house_id = %s AND archived_at IS NULL AND {value} IS NOT NULL"
        f" GROUP BY {value} ORDER BY n DESC, value LIMIT %s",
        [house.id, most],
    )
    return [(str(one), number) for one, number in found]


def _written(key: str) -> str:
    """An expression for what stands in an own field, null where nothing does; yes is `true`."""
    assert KEY.fullmatch(key)
    column = "customers_customer.free"
    if connection.vendor == "postgresql":
        return f"({column} ->> '{key}')"
    path = f"{column}, '$.\"{key}\"'"
    return (
        f"(CASE json_type({path}) WHEN 'true' THEN 'true' WHEN 'false' THEN 'false'"
        f" ELSE json_extract({path}) END)"
    )
