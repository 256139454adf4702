"""The database itself, asked: what belongs to a house, who may see it, what can never change.

Read from the catalogues of the database and not from the code that writes them, so that a new
room is judged without being listed here (decisions 4, 6 and 8).
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from habitue.house.checks import no_floats
from habitue.house.models import House, Till, Venue
from habitue.house.scope import house_scope
from habitue.house.tenancy import EXEMPT_TABLES, house_models, house_references
from habitue.site import books
from tests.cast import make_house
from tests.conftest import OF_THE_SCHEMA

pytestmark = pytest.mark.django_db

# secrets and their hashes are looked up before the house is known, and unique everywhere
SECRETS = {"digest", "public_token"}


def rows(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def all_tables() -> set[str]:
    with connection.cursor() as cursor:
        return {
            info.name
            for info in connection.introspection.get_table_list(cursor)
            if info.type in ("t", "p") and not info.name.startswith("sqlite_")
        }


def house_tables() -> list[str]:
    return sorted(all_tables() - EXEMPT_TABLES - search_shadows())


def search_shadows() -> set[str]:
    """The tables SQLite keeps behind a full-text index: not ours to shape."""
    if connection.vendor != "sqlite":
        return set()
    made = rows("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%%'")
    indexes = {name for (name,) in made}
    endings = ("", "_data", "_idx", "_content", "_docsize", "_config")
    return {index + ending for index in indexes for ending in endings}


@cache  # no test here alters one, and asking for all takes seconds
def constraints(table: str) -> dict[str, dict[str, Any]]:
    with connection.cursor() as cursor:
        return connection.introspection.get_constraints(cursor, table)


def columns(table: str) -> dict[str, bool]:
    """Column -> may it be empty."""
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table)
        return {column.name: bool(column.null_ok) for column in described}


# -- whose row it is -------------------------------------------------------------------------


def test_every_row_belongs_to_a_house() -> None:
    homeless = [table for table in house_tables() if columns(table).get("house_id", True)]

    assert homeless == []


def test_the_exempt_list_is_no_longer_than_it_must_be() -> None:
    belonging = {model._meta.db_table for model in house_models()}

    assert sorted(EXEMPT_TABLES - all_tables()) == []
    assert sorted(EXEMPT_TABLES & belonging) == []


def test_what_is_unique_is_unique_in_its_house() -> None:
    strays = [
        f"{table}.{name} {constraint['columns']}"
        for table in house_tables()
        for name, constraint in constraints(table).items()
        if constraint["unique"] and not constraint["primary_key"]
        if constraint["columns"][:1] != ["house_id"] and not SECRETS & set(constraint["columns"])
    ]

    assert strays == []


def test_every_row_can_be_named_with_its_house() -> None:
    lacking = [
        table
        for table in house_tables()
        if not any(
            constraint["unique"] and constraint["columns"] == ["house_id", "id"]
            for constraint in constraints(table).values()
        )
    ]

    assert lacking == []


def test_every_reference_is_held_by_the_database() -> None:
    loose = [
        f"{model._meta.db_table}.{column}"
        for model in house_models()
        for column, target in house_references(model)
        if not any(
            constraint["foreign_key"] and constraint["foreign_key"][0] == target
            for constraint in constraints(model._meta.db_table).values()
            if column in constraint["columns"]
        )
    ]

    assert loose == []


# -- what can never change -------------------------------------------------------------------


def test_append_only_tables_refuse_change() -> None:
    guarded = {
        (table, verb) for table, triggers in triggers_by_table().items() for verb in triggers
    }
    wanted = {
        (model._meta.db_table, verb)
        for model in house_models()
        if model.append_only
        for verb in ("UPDATE", "DELETE")
    }

    assert wanted
    assert sorted(wanted - guarded) == []


def test_entries_and_moves_are_append_only() -> None:
    guarded = triggers_by_table()

    assert {"ledger_entry", "ledger_move"} <= set(guarded)


def triggers_by_table() -> dict[str, set[str]]:
    """Table -> the verbs a trigger of ours refuses before they happen."""
    if connection.vendor == "sqlite":
        found = rows("SELECT tbl_name, upper(sql) FROM sqlite_master WHERE type = 'trigger'")
        said = [
            (table, verb)
            for table, sql in found
            for verb in ("UPDATE", "DELETE")
            if f"BEFORE {verb} O" in sql and "RAISE(ABORT" in sql  # ON all, or OF some columns
        ]
    else:
        said = rows(
            "SELECT event_object_table, event_manipulation FROM information_schema.triggers"
            " WHERE action_timing = 'BEFORE' AND action_statement LIKE '%%habitue_refuse%%'"
        )
    return {table: {verb for there, verb in said if there == table} for table, _ in said}


# -- what PostgreSQL holds besides -----------------------------------------------------------


@pytest.mark.postgresql
def test_references_between_house_rows_carry_the_house() -> None:
    narrow = rows(
        """
        SELECT child.relname, c.conname FROM pg_constraint c
        JOIN pg_class child ON child.oid = c.conrelid
        JOIN pg_class parent ON parent.oid = c.confrelid
        WHERE c.contype = 'f' AND child.relname = ANY(%s) AND parent.relname = ANY(%s)
        AND NOT (
            (SELECT attname FROM pg_attribute
             WHERE attrelid = c.conrelid AND attnum = c.conkey[1]) = 'house_id'
            AND (SELECT attname FROM pg_attribute
             WHERE attrelid = c.confrelid AND attnum = c.confkey[1]) = 'house_id'
            AND c.convalidated)
        """,
        house_tables(),
        house_tables(),
    )

    assert narrow == []


@pytest.mark.postgresql
def test_every_house_table_is_behind_a_forced_policy() -> None:
    open_tables = rows(
        """
        SELECT t.relname FROM pg_class t
        JOIN pg_namespace n ON n.oid = t.relnamespace AND n.nspname = current_schema()
        WHERE t.relname = ANY(%s) AND NOT (
            t.relrowsecurity AND t.relforcerowsecurity AND EXISTS (
                SELECT 1 FROM pg_policies p
                WHERE p.tablename = t.relname AND p.permissive = 'PERMISSIVE' AND p.cmd = 'ALL'
                AND %s = ANY(p.roles)
                AND p.qual LIKE '%%app.house%%' AND p.with_check LIKE '%%app.house%%'))
        """,
        house_tables(),
        settings.SERVING_ROLE,
    )

    assert open_tables == []


@pytest.mark.postgresql
def test_no_policy_lets_the_serving_role_past_the_house() -> None:
    wide = rows(
        "SELECT tablename, policyname FROM pg_policies WHERE qual NOT LIKE '%%app.house%%'"
        " AND (%s = ANY(roles) OR 'public' = ANY(roles))",
        settings.SERVING_ROLE,
    )

    assert wide == []


@pytest.mark.postgresql
def test_the_serving_role_owns_nothing_and_cannot_bypass() -> None:
    powers = rows(
        "SELECT rolsuper, rolbypassrls, rolcanlogin, rolcreaterole, rolcreatedb FROM pg_roles"
        " WHERE rolname = %s",
        settings.SERVING_ROLE,
    )
    owned = rows(
        "SELECT classid::regclass::text, objid FROM pg_shdepend"
        " WHERE refclassid = 'pg_authid'::regclass AND deptype = 'o'"
        " AND refobjid = %s::regrole AND dbid IN"
        " (0, (SELECT oid FROM pg_database WHERE datname = current_database()))",
        settings.SERVING_ROLE,
    )
    memberships = rows(
        "SELECT roleid::regrole::text FROM pg_auth_members WHERE member = %s::regrole",
        settings.SERVING_ROLE,
    )

    assert powers == [(False,) * 5]
    assert owned == []
    assert memberships == []


@pytest.mark.postgresql
def test_the_serving_role_cannot_rewrite_what_is_append_only() -> None:
    append_only = [model._meta.db_table for model in house_models() if model.append_only]
    may = [
        (table, verb)
        for table in append_only
        for verb in ("UPDATE", "DELETE", "TRUNCATE")
        if rows("SELECT has_table_privilege(%s, %s, %s)", settings.SERVING_ROLE, table, verb)
        == [(True,)]
    ]

    assert may == []


@pytest.mark.postgresql
def test_the_serving_role_truncates_nothing() -> None:
    may = rows(
        "SELECT relname FROM pg_class WHERE relname = ANY(%s)"
        " AND has_table_privilege(%s, oid, 'TRUNCATE')",
        house_tables(),
        settings.SERVING_ROLE,
    )

    assert may == []


@pytest.mark.postgresql
def test_a_scope_shows_one_house_and_takes_no_row_of_another(house: House) -> None:
    other = make_house(slug="elsewhere", name="Elsewhere")
    for owner in (house, other):
        Venue.objects.create(house=owner, name=owner.name)

    with house_scope(house):
        seen = set(Venue.objects.values_list("name", flat=True))
        changed = Venue.objects.filter(name=other.name).update(name="Ours now")
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Venue.objects.create(house=other, name="Smuggled")

    assert seen == {house.name}
    assert changed == 0


@pytest.mark.postgresql
def test_without_a_house_the_serving_role_sees_nothing(house: House) -> None:
    Venue.objects.create(house=house, name="Terrace")

    with connection.cursor() as cursor:
        cursor.execute(f'SET LOCAL ROLE "{settings.SERVING_ROLE}"')
        seen = Venue.objects.count()
        cursor.execute("RESET ROLE")

    assert seen == 0


@pytest.mark.postgresql
def test_a_row_cannot_point_into_another_house(house: House) -> None:
    other = make_house(slug="elsewhere", name="Elsewhere")
    theirs = Venue.objects.create(house=other, name="Theirs")

    with pytest.raises(DatabaseError, match="same_house"), transaction.atomic():
        Till.objects.create(house=house, venue=theirs, name="Front")
        connection.check_constraints()


@pytest.mark.sqlite
def test_what_points_at_a_row_is_found_without_reading_the_house() -> None:
    """SQLite keeps no statistics here: only an index on both columns leads it there."""
    slow = []
    for model in house_models():
        table = model._meta.db_table
        for column, _target in house_references(model):
            [(*_numbers, plan)] = rows(
                f'EXPLAIN QUERY PLAN SELECT * FROM "{table}"'
                f' WHERE house_id = %s AND "{column}" IN (%s, %s)',
                *("a", "b", "c"),
            )
            if f"{column}=?" not in plan:
                slow.append(f"{table}.{column}: {plan}")

    assert slow == []


def test_what_verify_asks_of_the_schema_holds(house: House) -> None:
    asked = [one for one in books.invariants() if one.code in OF_THE_SCHEMA]

    assert {one.code for one in asked} == OF_THE_SCHEMA
    assert books.offenders(house, asked) == []


def test_a_column_that_holds_a_float_is_seen(house: House) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE prepaid_lot ADD COLUMN worth double precision")

    assert no_floats(house).offenders == ["prepaid_lot.worth"]
