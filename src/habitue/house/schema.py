"""What Django's migrations cannot say, laid after every migrate and checked at every start.

On both databases: `UNIQUE (house_id, id)` on each house table, and triggers that make
append-only tables refuse UPDATE and DELETE (Django's rebuild of a SQLite table drops triggers
silently). On PostgreSQL also composite foreign keys, forced row-level security, and the
serving role that owns nothing. Every statement can be run again.
"""

from django.conf import settings
from django.db import connection
from django.db.backends.utils import CursorWrapper

from habitue.house import schema_postgresql, schema_sqlite
from habitue.house.tenancy import house_models


def lay() -> None:
    """Bring the database up to what `missing` asks for; waits while tables are still to come."""
    with connection.cursor() as cursor:
        if _tables(cursor):
            return
        if connection.vendor == "postgresql":
            schema_postgresql.lay(cursor, settings.SERVING_ROLE)
        else:
            schema_sqlite.lay(cursor)


def missing() -> list[str]:
    """Sentences about what the schema lacks; empty when it is whole."""
    with connection.cursor() as cursor:
        lacking = _tables(cursor)
        if lacking:
            return lacking
        if connection.vendor == "postgresql":
            return schema_postgresql.missing(cursor, settings.SERVING_ROLE)
        return schema_sqlite.missing(cursor)


def _tables(cursor: CursorWrapper) -> list[str]:
    there = set(connection.introspection.table_names(cursor))
    return [
        f"Table {model._meta.db_table} is missing: migrate first."
        for model in house_models()
        if model._meta.db_table not in there
    ]
