"""The book in PostgreSQL: every table by COPY in one snapshot; none of its programs is needed."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from habitue.backups import manifest
from habitue.backups.container import Reading
from habitue.backups.manifest import Manifest
from habitue.backups.refusals import NotEmpty
from habitue.house import sql
from habitue.kit.packing import Packing

ENDING = ".copy"
COLUMNS = (
    "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public'"
    " AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position"
)


def take(out: Packing, at: datetime) -> Manifest:
    """Write the book into `out`: one snapshot, nobody waits for it.

    As the owner, whom the policies let see every house.
    """
    with transaction.atomic():
        sql.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        there = set(connection.introspection.table_names())
        for table in manifest.tables():
            if table in there:
                out.add(f"{table}{ENDING}", _copied(table))
        return manifest.told("postgresql", there, sql.rows, at)


def _copied(table: str) -> Iterator[bytes]:
    """The columns stand in the first line."""
    columns = [name for (name,) in sql.rows(COLUMNS, [table])]
    yield f"{' '.join(columns)}\n".encode()
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {_named(table, columns)} TO STDOUT") as rows,
    ):
        gathered = bytearray()
        for row in rows:
            gathered += row
            if len(gathered) > 1 << 18:
                yield bytes(gathered)
                gathered.clear()
        yield bytes(gathered)


def _named(table: str, columns: list[str]) -> str:
    return f'"{table}" ({_listed(columns)})'


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{one}"' for one in names)


def must_be_empty() -> None:
    there = set(connection.introspection.table_names())
    for table in {"house", "staff_login", "guests_guest"} & there:
        if sql.rows(f'SELECT 1 FROM "{table}" LIMIT 1'):  # noqa: S608
            raise NotEmpty(what=str(connection.settings_dict["NAME"]))


def put(file: Reading) -> None:
    """Lay the schema that the backup had, then all rows in one transaction."""
    must_be_empty()
    _drop()
    _lay(file.manifest)
    with transaction.atomic():
        tables = [one.removesuffix(ENDING) for one in file.manifest.parts]
        sql.execute(f"TRUNCATE {_listed(tables)}")
        for table in tables:
            _filled(table, file)
        for statement in _sequences():
            sql.execute(statement)
    sql.execute("ANALYZE")


def _drop() -> None:
    """The empty tables of this version: the backup may be of an earlier one."""
    there = set(connection.introspection.table_names())
    models = apps.get_models(include_auto_created=True)
    ours = {model._meta.db_table for model in models} | {manifest.MIGRATIONS}
    if ours & there:
        sql.execute(f"DROP TABLE {_listed(sorted(ours & there))} CASCADE")
    sql.execute("DROP FUNCTION IF EXISTS habitue_search")


def _lay(told: Manifest) -> None:
    """Tables alone: triggers, policies and composite keys come when it migrates on."""
    executor = MigrationExecutor(connection)
    everything = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    had = told.migrations
    plan = [step for step in everything if (step[0].app_label, step[0].name) in had]
    executor.migrate(targets=None, plan=plan)


def _filled(table: str, file: Reading) -> None:
    pieces = file.pieces(f"{table}{ENDING}")
    first = b""
    while b"\n" not in first and (piece := next(pieces, b"")):
        first += piece
    columns, _, rest = first.partition(b"\n")
    into = _named(table, columns.decode().split())
    with connection.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN") as rows:
        rows.write(rest)
        for piece in pieces:
            rows.write(piece)


def _sequences() -> list[str]:
    models: list[Any] = list(apps.get_models(include_auto_created=True))
    there = set(connection.introspection.table_names())
    ours = [model for model in models if model._meta.db_table in there]
    return [
        *connection.ops.sequence_reset_sql(no_style(), ours),
        "SELECT setval(pg_get_serial_sequence('django_migrations', 'id'), max(id))"
        " FROM django_migrations",
    ]
