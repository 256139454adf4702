"""Whose rows may be seen: on PostgreSQL the database itself holds houses apart."""

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from habitue.customers.models import Customer
from habitue.house.scope import AnotherHouse, house_scope, scoped_house
from habitue.ledger.models import Entry
from tests.cast import Cast, make_customer


def two(cast: Cast) -> tuple[Customer, Customer]:
    return cast.carol, cast.charlie


def test_a_scope_may_be_nested_but_not_changed(cast: Cast) -> None:
    other = cast.other

    with house_scope(cast.house):
        with house_scope(cast.house.id):
            assert scoped_house() == cast.house.id
        with pytest.raises(AnotherHouse), house_scope(other):
            pass
        assert scoped_house() == cast.house.id
    assert scoped_house() is None


@pytest.mark.postgresql
def test_another_houses_rows_are_not_there(cast: Cast) -> None:
    mine, theirs = two(cast)

    with house_scope(cast.house):
        assert set(Customer.objects.values_list("pk", flat=True)) == {mine.pk}
        assert not Customer.objects.filter(pk=theirs.pk).exists()
    with house_scope(cast.other):
        assert set(Customer.objects.values_list("pk", flat=True)) == {theirs.pk}


@pytest.mark.postgresql
def test_another_houses_rows_cannot_be_changed(cast: Cast) -> None:
    _mine, theirs = two(cast)

    with house_scope(cast.house):
        assert Customer.objects.filter(pk=theirs.pk).update(first_name="Mallory") == 0
        assert Customer.objects.filter(pk=theirs.pk).delete()[0] == 0
    theirs.refresh_from_db()
    assert theirs.first_name == "Charlie"


@pytest.mark.postgresql
def test_nothing_is_written_into_another_house(cast: Cast) -> None:
    two(cast)

    with (
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
        house_scope(cast.house),
    ):
        Customer.objects.create(
            house=cast.other,
            first_name="Eve",
            created_at=cast.house.created_at,
            updated_at=cast.house.created_at,
        )


@pytest.mark.postgresql
def test_no_row_points_into_another_house(cast: Cast) -> None:
    mine, theirs = two(cast)

    with pytest.raises(DatabaseError), transaction.atomic(), house_scope(cast.house):
        Customer.objects.filter(pk=mine.pk).update(payer=theirs)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.postgresql
def test_the_serving_role_may_neither_bypass_nor_rewrite(cast: Cast) -> None:
    cast.top_up(cast.carol, 5)

    for statement in (
        "UPDATE ledger_entry SET kind = 'x'",
        "DELETE FROM ledger_move",
        "ALTER TABLE customers_customer DISABLE ROW LEVEL SECURITY",
        "TRUNCATE ledger_seal",
    ):
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            house_scope(cast.house),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert Entry.objects.of(cast.house).exists()


@pytest.mark.postgresql
def test_outside_a_scope_the_serving_role_sees_nothing(cast: Cast) -> None:
    two(cast)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'SET LOCAL ROLE "{settings.SERVING_ROLE}"')
        cursor.execute("SELECT count(*) FROM customers_customer")
        seen = cursor.fetchone()
        cursor.execute("RESET ROLE")

    assert seen == (0,)


def test_loading_starts_at_the_house(cast: Cast) -> None:
    two(cast)
    make_customer(cast.house, first_name="Dan")

    assert Customer.objects.of(cast.house).count() == 2
    assert Customer.objects.of(cast.other.id).count() == 1
