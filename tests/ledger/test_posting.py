"""The one door: balanced, guarded, written for ever."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from habitue.audit import actions as audit
from habitue.house.models import House
from habitue.kit.money import LARGEST
from habitue.ledger import actions as ledger
from habitue.ledger.accounts import Holding
from habitue.ledger.actions import Account, Move
from habitue.ledger.models import AccountRow, Entry, MoveRow
from habitue.site import books
from tests.cast import act_in, refused
from tests.ledger.recomputing import balances, wrong

CASH = Account("chest:1", "EUR", Holding.DEBIT)
WALLET = Account("held:1", "EUR", Holding.CREDIT, guarded=True)
OTHER = Account("held:2", "EUR", Holding.CREDIT, guarded=True)
OWED = Account("due:1", "EUR", Holding.DEBIT, guarded=True)
SALES = Account("sales", "EUR", Holding.CREDIT)
POINTS = Account("stars:1", "stars", Holding.CREDIT, guarded=True)


pytestmark = pytest.mark.unbalanced  # accounts and kinds are invented here (I02, I27, I34)
OF_ANY_LEDGER = ("I01", "I03", "I07", "I10", "I11", "I12", "I13", "I26")


@pytest.fixture(autouse=True)
def entries_hold(house: House) -> Iterator[None]:
    """What is true of entries whatever the accounts are called."""
    yield
    among = [one for one in books.invariants() if one.code in OF_ANY_LEDGER]
    assert books.offenders(house, among) == []


def post(house: House, *moves: Move, **terms: Any) -> UUID:
    entry: UUID = act_in(house, ledger.post, kind="test", moves=moves, **terms)
    return entry


def test_a_move_grows_one_side_and_lowers_the_other(house: House) -> None:
    post(house, Move(CASH, WALLET, 500))
    post(house, Move(WALLET, SALES, 200))

    assert ledger.balances(house, [WALLET.code]) == {WALLET.code: 300}
    assert balances(house) == {"chest:1": 500, "held:1": 300, "sales": 200}


def test_only_guarded_accounts_keep_a_balance(house: House) -> None:
    post(house, Move(CASH, WALLET, 500))

    kept = dict(AccountRow.objects.of(house).values_list("code", "balance"))
    assert kept == {"chest:1": None, "held:1": 500}


@pytest.mark.parametrize("account", [WALLET, OWED])
def test_a_guarded_balance_never_passes_zero(house: House, account: Account) -> None:
    up = Move(CASH, account, 500) if account is WALLET else Move(account, SALES, 500)
    down = Move(account, SALES, 501) if account is WALLET else Move(CASH, account, 501)
    post(house, up)

    with refused("insufficient_value"):
        post(house, down)
    assert ledger.balances(house, [account.code]) == {account.code: 500}
    assert Entry.objects.of(house).count() == 1


def test_only_a_clawback_may_pass_zero(house: House) -> None:
    post(house, Move(WALLET, SALES, 100), may_pass_zero=frozenset({WALLET.code}))

    assert ledger.balances(house, [WALLET.code]) == {WALLET.code: -100}
    with refused("insufficient_value"):
        post(house, Move(WALLET, SALES, 1))
    post(house, Move(CASH, WALLET, 60))
    assert ledger.balances(house, [WALLET.code]) == {WALLET.code: -40}
    post(house, Move(CASH, WALLET, 40))


def test_nothing_passes_what_can_be_written(house: House) -> None:
    post(house, Move(CASH, WALLET, LARGEST))

    with refused("malformed"):
        post(house, Move(CASH, WALLET, 1))


def test_between_two_wallets_both_balances_move(house: House) -> None:
    post(house, Move(CASH, WALLET, 500))
    post(house, Move(WALLET, OTHER, 500))

    assert ledger.balances(house, [WALLET.code, OTHER.code]) == {WALLET.code: 0, OTHER.code: 500}


def test_balances_after_tell_the_story(house: House) -> None:
    post(house, Move(CASH, WALLET, 500), Move(WALLET, SALES, 120), Move(WALLET, OTHER, 80))

    moves = MoveRow.objects.of(house).order_by("number")
    assert [(move.debit_after, move.credit_after) for move in moves] == [
        (None, 500),
        (380, None),
        (300, 80),
    ]


def test_movements_newest_first_and_onward(house: House) -> None:
    for amount in (100, 200, 300):
        post(house, Move(CASH, WALLET, amount))
    post(house, Move(WALLET, SALES, 50))

    first = ledger.movements(house, [WALLET.code], limit=3)
    rest = ledger.movements(house, [WALLET.code], limit=3, before=first[-1].id)

    assert [(one.incoming, one.amount, one.balance_after) for one in first + rest] == [
        (False, 50, 550),
        (True, 300, 600),
        (True, 200, 300),
        (True, 100, 100),
    ]


def test_moves_of_nothing_are_left_out(house: House) -> None:
    post(house, Move(CASH, WALLET, 500), Move(CASH, OTHER, 0))

    assert MoveRow.objects.of(house).count() == 1


@pytest.mark.parametrize(
    "moves",
    [[], [Move(CASH, WALLET, 0)], [Move(CASH, WALLET, -5)], [Move(CASH, WALLET, LARGEST + 1)]],
    ids=["none", "nothing", "less", "too much"],
)
def test_amounts_that_are_none_are_refused(house: House, moves: list[Move]) -> None:
    with refused("malformed", field="amount"):
        post(house, *moves)
    assert Entry.objects.of(house).count() == 0


@pytest.mark.parametrize(
    "moves",
    [
        [Move(CASH, WALLET, 2.0)],  # type: ignore[arg-type]
        [Move(CASH, WALLET, True)],
        [Move(CASH, CASH, 5)],
        [Move(CASH, POINTS, 5)],
    ],
)
def test_mistakes_of_ours_are_not_written(house: House, moves: list[Move]) -> None:
    with pytest.raises(AssertionError):
        post(house, *moves)
    assert Entry.objects.of(house).count() == 0


def test_an_entry_is_reversed_once(house: House) -> None:
    entry = post(house, Move(CASH, WALLET, 500), Move(CASH, OTHER, 100))

    back = act_in(house, ledger.reverse, entry=entry, kind="undo")

    assert ledger.balances(house, [WALLET.code, OTHER.code]) == {WALLET.code: 0, OTHER.code: 0}
    for one in (entry, back):
        with refused("already_reversed"):
            act_in(house, ledger.reverse, entry=one, kind="undo")
    assert wrong(house) == []


def test_what_was_spent_is_not_reversed(house: House) -> None:
    entry = post(house, Move(CASH, WALLET, 500))
    post(house, Move(WALLET, SALES, 1))

    with refused("insufficient_value"):
        act_in(house, ledger.reverse, entry=entry, kind="undo")


@pytest.mark.parametrize("table", ["ledger_entry", "ledger_move", "audit_line"])
@pytest.mark.parametrize("verb", ["UPDATE", "DELETE"])
def test_what_is_written_stays(house: House, table: str, verb: str) -> None:
    post(house, Move(CASH, WALLET, 500))
    if table == "audit_line":
        act_in(house, audit.record, verb="test")
    column = {"ledger_entry": "kind", "ledger_move": "unit", "audit_line": "verb"}[table]
    statement = {"UPDATE": f"UPDATE {table} SET {column} = 'x'", "DELETE": f"DELETE FROM {table}"}

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement[verb])


def test_turnover_per_account_and_day(house: House, noon: Any) -> None:
    post(house, Move(CASH, WALLET, 500))
    post(house, Move(SALES, CASH, 100))
    noon.move_to("2026-03-16T12:00:00+00:00", tick=False)
    post(house, Move(CASH, WALLET, 7))

    assert ledger.turnover(house, "chest:") == {"chest:1": (507, 100)}
    assert ledger.turnover(house, "chest:", business_day="2026-03-16") == {"chest:1": (7, 0)}
