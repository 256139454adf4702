"""What must always be true of the schema, and of the walls between houses."""

from django.db import connection, models

from habitue.house import schema, sql
from habitue.house.bank_card_check import no_bank_cards
from habitue.house.models import House
from habitue.house.tenancy import house_models, house_references
from habitue.kit.checks import Examined, Invariant

COLUMNS = {
    "sqlite": "SELECT t.name, c.name, c.type FROM sqlite_master t, pragma_table_info(t.name) c"
    " WHERE t.type = 'table'",
    "postgresql": "SELECT table_name, column_name, data_type FROM information_schema.columns"
    " WHERE table_schema = 'public'",
}
FLOATS = {"real", "double precision", "numeric", "decimal", "float", "double"}


def schema_is_whole(house: House) -> Examined:
    """Triggers, composite keys, row-level security and the serving role, as `schema` lays them."""
    del house
    return Examined(len(house_models()), schema.missing())


def keys_begin_with_house(house: House) -> Examined:
    """Every unique constraint but primary keys and hashes of secrets (decision 4)."""
    del house
    wrong = [
        f"{model._meta.db_table} {constraint.name}"
        for model in house_models()
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint) and constraint.fields[:1] != ("house",)
    ]
    return Examined(len(house_models()), wrong)


def no_floats(house: House) -> Examined:
    del house
    tables = {model._meta.db_table for model in house_models()}
    wrong = [
        f"{table}.{column}"
        for table, column, kind in sql.rows(COLUMNS[connection.vendor])
        if table in tables and kind.lower() in FLOATS
    ]
    return Examined(len(tables), wrong)


def references_stay_home(house: House) -> Examined:
    """No row points at another house's, or at nothing. On PostgreSQL composite keys hold it."""
    if connection.vendor == "postgresql":
        return Examined(0)
    count, wrong = 0, list[str]()
    for model in house_models():
        references = house_references(model)
        if references:
            table = model._meta.db_table
            found = sql.examined(house.id, counted=table, wrong=_strays(table, references))
            count += found.count * len(references)
            wrong += found.offenders
    return Examined(count, wrong)


def _strays(table: str, references: list[tuple[str, str]]) -> str:
    """One reading of the table for all its columns, each looked up in the other's index alone."""
    astray = {
        column: f'c."{column}" IS NOT NULL AND t{number}.id IS NULL'
        for number, (column, _) in enumerate(references)
    }
    joins = "".join(
        f' LEFT JOIN "{target}" t{number} ON t{number}.house_id = c.house_id'
        f' AND t{number}.id = c."{column}"'
        for number, (column, target) in enumerate(references)
    )
    which = " ".join(f"WHEN {said} THEN '{column}'" for column, said in astray.items())
    return (
        f"SELECT '{table}', c.id, CASE {which} END, 'points out of the house'"  # noqa: S608
        f' FROM "{table}" c{joins} WHERE c.house_id = %s AND ({" OR ".join(astray.values())})'
    )


INVARIANTS = [
    Invariant("I07", "No column can hold a float", no_floats),
    Invariant("I31", "Triggers, keys and policies are all there", schema_is_whole),
    Invariant("I31", "Every unique key begins with the house", keys_begin_with_house),
    Invariant("I32", "No row points into another house", references_stay_home),
    Invariant("I38", "No bank card is written down anywhere", no_bank_cards),
]
