"""A wallet and its lots are entered by whose they are, however many the house has."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from habitue.fronts.office import listing
from habitue.house import rows
from habitue.prepaid.models import Lot, WalletMember
from habitue.prepaid.reports import wallets_of
from tests.cast import Cast

pytestmark = pytest.mark.sqlite


def plan_of(act: Callable[[], Any], table: str) -> str:
    """How SQLite goes about the last statement of `act` that reads `table`."""
    with CaptureQueriesContext(connection) as asked:
        act()
    statement = [one["sql"] for one in asked if table in one["sql"]][-1]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
        return " ".join(row[3] for row in cursor.fetchall())


def test_a_wallet_is_found_by_its_customer(cast: Cast) -> None:
    one = cast.alice.id

    paying = plan_of(
        lambda: rows.first(WalletMember, cast.house, customer=one, order="id"), "prepaid_member"
    )
    seeing = plan_of(lambda: wallets_of(cast.house, [one]), "prepaid_member")

    assert "(house_id=? AND customer_id=?)" in paying
    assert "(house_id=? AND customer_id=?)" in seeing


def test_lots_are_found_by_their_wallet(cast: Cast) -> None:
    wallet = wallets_of(cast.house, [cast.alice.id])[cast.alice.id]

    plan = plan_of(
        lambda: rows.find(Lot, cast.house, wallet=wallet, remaining_minor__gt=0, order="id"),
        "prepaid_lot",
    )

    assert "(house_id=? AND wallet_id=?)" in plan


@pytest.mark.parametrize(("sort", "table"), [("-has", "prepaid_lot"), ("-owes", "_charge")])
def test_what_each_has_is_added_up_by_their_own(cast: Cast, sort: str, table: str) -> None:
    asked = listing.Wanted(sort=sort)

    plan = plan_of(lambda: listing.page(cast.house, asked, datetime.now(UTC)), table)

    assert "AND wallet_id=?)" in plan or "AND account_id=?)" in plan
