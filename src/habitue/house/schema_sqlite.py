"""The part of the schema that only SQLite's dialect says."""

from django.db.backends.utils import CursorWrapper

from habitue.house.models import HouseRow
from habitue.house.tenancy import fixed_columns, house_models, house_references


def lay(cursor: CursorWrapper) -> None:
    for name, sql in wanted().items():
        if name not in existing(cursor):
            cursor.execute(sql)


def missing(cursor: CursorWrapper) -> list[str]:
    there = existing(cursor)
    return [f"{name} is missing from the database." for name in wanted() if name not in there]


def wanted() -> dict[str, str]:
    """Name -> statement, of every index and trigger."""
    statements = {}
    for model in house_models():
        table = model._meta.db_table
        statements[f"{table}_of_house"] = (
            f'CREATE UNIQUE INDEX "{table}_of_house" ON "{table}" (house_id, id)'
        )
        for column in _unled(model):
            name = f"{table}_{column}_in_house"
            statements[name] = f'CREATE INDEX "{name}" ON "{table}" (house_id, "{column}")'
        if model.append_only:
            statements |= _triggers(model)
    return statements


def _triggers(model: type[HouseRow]) -> dict[str, str]:
    table = model._meta.db_table
    refuse = f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    update = "UPDATE"
    if model.may_forget:
        update += f" OF {fixed_columns(model)}"
    wanted = {f"{table}_no_update": update, f"{table}_no_delete": "DELETE"}
    found = {
        name: f'CREATE TRIGGER "{name}" BEFORE {verb} ON "{table}"{refuse}'
        for name, verb in wanted.items()
    }
    for column in model.may_forget:
        name = f"{table}_{column}_forgets"
        found[name] = (
            f'CREATE TRIGGER "{name}" BEFORE UPDATE OF "{column}" ON "{table}"'
            f" WHEN NEW.\"{column}\" <> ''{refuse}"
        )
    return found


def _unled(model: type[HouseRow]) -> list[str]:
    """References that no index of the model's own leads to within a house.

    SQLite keeps no statistics here: between a plain index on the reference and the unique one
    that begins with the house it takes the latter, and reads the whole house.
    """
    meta = model._meta
    led = {
        tuple(one.fields[:2])
        for one in (*meta.indexes, *meta.constraints)
        if hasattr(one, "fields") and getattr(one, "condition", None) is None
    }
    return [
        column
        for column, _table in house_references(model)
        if ("house", column.removesuffix("_id")) not in led
    ]


def existing(cursor: CursorWrapper) -> set[str]:
    cursor.execute("SELECT name FROM sqlite_master WHERE type IN ('index', 'trigger')")
    return {row[0] for row in cursor.fetchall()}
