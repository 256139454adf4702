"""The part of the schema that only PostgreSQL's dialect says: decisions 4, 6 and 8."""

from collections.abc import Iterator

from django.db import models
from django.db.backends.utils import CursorWrapper

from habitue.house.models import HouseRow
from habitue.house.tenancy import (
    EXEMPT_TABLES,
    fixed_columns,
    house_models,
    house_references,
)

HOUSE = "nullif(current_setting('app.house', true), '')::uuid"
KEPT_FROM_SERVING = {"house", "django_migrations"}
REFUSE = """
CREATE OR REPLACE FUNCTION habitue_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'HB001'; END $$
"""


class RoleNeeded(SystemExit):
    """The URL's role may not create roles: say what its administrator must run."""


def lay(cursor: CursorWrapper, role: str) -> None:
    _role(cursor, role)
    cursor.execute(REFUSE)
    there = existing(cursor)
    for name, sql in wanted(role):
        if name not in there:
            cursor.execute(sql)
    _drop_single_keys(cursor)
    cursor.execute(f'GRANT USAGE ON SCHEMA public TO "{role}"')
    for model in house_models():
        rights = "SELECT, INSERT" if model.append_only else "SELECT, INSERT, UPDATE, DELETE"
        cursor.execute(f'GRANT {rights} ON "{model._meta.db_table}" TO "{role}"')
        for column in model.may_forget:
            cursor.execute(f'GRANT UPDATE ("{column}") ON "{model._meta.db_table}" TO "{role}"')
    cursor.execute(f'GRANT SELECT, UPDATE ON "house" TO "{role}"')
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    for table in sorted({row[0] for row in cursor.fetchall()} & EXEMPT_TABLES - KEPT_FROM_SERVING):
        cursor.execute(f'GRANT SELECT, INSERT, UPDATE, DELETE ON "{table}" TO "{role}"')


def missing(cursor: CursorWrapper, role: str) -> list[str]:
    there = existing(cursor)
    lacking = [
        f"{name} is missing from the database." for name, _ in wanted(role) if name not in there
    ]
    cursor.execute(
        "SELECT rolsuper OR rolbypassrls OR rolcanlogin FROM pg_roles WHERE rolname = %s", [role]
    )
    row = cursor.fetchone()
    if row is None or row[0]:
        lacking.append(f"The role {role} must exist, without login and without bypassing.")
    return lacking


def wanted(role: str) -> Iterator[tuple[str, str]]:
    """(name, statement) of every index, key, trigger and policy, parents before children."""
    for model in house_models():
        table = model._meta.db_table
        yield (
            f"{table}_of_house",
            f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_of_house" UNIQUE (house_id, id)',
        )
    for model in house_models():
        yield from _foreign_keys(model)
        yield from _triggers(model)
        yield from _policies(model._meta.db_table, role)


def _foreign_keys(model: type[models.Model]) -> Iterator[tuple[str, str]]:
    table = model._meta.db_table
    for column, target in house_references(model):
        name = f"{table}_{column}_same_house"[:63]
        yield (
            name,
            (
                f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" FOREIGN KEY (house_id, "{column}")'
                f' REFERENCES "{target}" (house_id, id) DEFERRABLE INITIALLY DEFERRED'
            ),
        )


def _triggers(model: type[HouseRow]) -> Iterator[tuple[str, str]]:
    table = model._meta.db_table
    if model.append_only:
        update = f"UPDATE OF {fixed_columns(model)}" if model.may_forget else "UPDATE"
        yield (
            f"{table}_append_only",
            (
                f'CREATE TRIGGER "{table}_append_only" BEFORE {update} OR DELETE ON "{table}"'
                " FOR EACH ROW EXECUTE FUNCTION habitue_refuse()"
            ),
        )
    for column in model.may_forget:
        yield (
            f"{table}_{column}_forgets",
            (
                f'CREATE TRIGGER "{table}_{column}_forgets" BEFORE UPDATE OF "{column}"'
                f' ON "{table}" FOR EACH ROW WHEN (NEW."{column}" <> \'\')'
                " EXECUTE FUNCTION habitue_refuse()"
            ),
        )


def _policies(table: str, role: str) -> Iterator[tuple[str, str]]:
    yield (
        f"{table}_rls",
        (f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY'),
    )
    yield (
        f"{table}_house_only",
        (
            f'CREATE POLICY "{table}_house_only" ON "{table}" TO "{role}"'
            f" USING (house_id = {HOUSE}) WITH CHECK (house_id = {HOUSE})"
        ),
    )
    yield (
        f"{table}_owner",
        (
            f'CREATE POLICY "{table}_owner" ON "{table}" TO CURRENT_USER'
            " USING (true) WITH CHECK (true)"
        ),
    )


def existing(cursor: CursorWrapper) -> set[str]:
    cursor.execute(
        "SELECT conname FROM pg_constraint"
        " UNION ALL SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        " UNION ALL SELECT policyname FROM pg_policies"
        " UNION ALL SELECT relname || '_rls' FROM pg_class"
        " WHERE relrowsecurity AND relforcerowsecurity"
    )
    return {row[0] for row in cursor.fetchall()}


def _drop_single_keys(cursor: CursorWrapper) -> None:
    """The composite key says all that Django's single one does: one check an insert, not two."""
    cursor.execute(
        "SELECT c.conrelid::regclass::text, c.conname FROM pg_constraint c"
        " JOIN pg_constraint h ON h.conrelid = c.conrelid AND h.contype = 'f'"
        " AND h.confrelid = c.confrelid AND array_length(h.conkey, 1) = 2"
        " AND c.conkey[1] = ANY (h.conkey)"
        " WHERE c.contype = 'f' AND array_length(c.conkey, 1) = 1"
        " AND c.confrelid <> '\"house\"'::regclass"
    )
    for table, name in cursor.fetchall():
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')


def _role(cursor: CursorWrapper, role: str) -> None:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    if not cursor.fetchone():
        cursor.execute(
            "SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = CURRENT_USER"
        )
        if not cursor.fetchone()[0]:
            raise RoleNeeded(
                "This database role may not create roles. Have its administrator run:\n"
                f'  CREATE ROLE "{role}" NOLOGIN NOBYPASSRLS;\n  GRANT "{role}" TO CURRENT_USER;'
            )
        cursor.execute(
            f'DO $$ BEGIN CREATE ROLE "{role}" NOLOGIN NOBYPASSRLS;'
            " EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
        )
    cursor.execute("SELECT pg_has_role(CURRENT_USER, %s, 'MEMBER')", [role])
    if not cursor.fetchone()[0]:
        cursor.execute(f'GRANT "{role}" TO CURRENT_USER')
