"""What happened to someone's value, in words every front shows."""

import ast
from collections.abc import Iterator
from pathlib import Path

import habitue
from habitue.bills import actions as bills
from habitue.bills import movements
from habitue.bills.movements import WORDS
from tests.cast import Cast

OF_CUSTOMERS = ("prepaid", "points", "house_accounts")


def kinds_posted() -> Iterator[str]:
    """Every kind of entry the code writes: `kind="room.verb"` where it is spelled out."""
    for path in Path(habitue.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.keyword) and node.arg == "kind":
                for part in ast.walk(node.value):
                    if isinstance(part, ast.Constant) and "." in str(part.value):
                        yield str(part.value)


def test_every_kind_that_moves_a_customers_value_has_words() -> None:
    posted = {kind for kind in kinds_posted() if kind.partition(".")[0] in OF_CUSTOMERS}

    assert {"prepaid.top_up", "points.grant", "house_accounts.adjust"} <= posted
    assert not posted - WORDS.keys()


def test_the_parts_of_one_act_stand_in_one_line(cast: Cast) -> None:
    cast.top_up(cast.alice, 100, 120)

    [newest, _first] = movements.statement(cast.house, cast.alice).rows
    assert (newest.what, newest.of) == ("Topped up by cash", "paid in, gift")
    assert newest.money == cast.house.money(12_000)
    assert newest.gift == cast.house.money(2_000)
    assert newest.left == cast.house.money(14_000)


def test_a_refund_is_called_one(cast: Cast) -> None:
    bill = cast.bill(5, cast.alice)
    cast.pay(bill, "wallet")
    cast.act(bills.refund, bill=cast.close(bill))

    said = [row.what for row in movements.statement(cast.house, cast.alice).rows]
    assert said[0].startswith("Refund of bill")
    assert said[1].startswith("Paid bill")


def test_a_page_goes_on_where_the_one_before_ended(cast: Cast) -> None:
    for _number in range(5):
        cast.top_up(cast.alice, 1)

    first = movements.statement(cast.house, cast.alice, size=3)
    rest = movements.statement(cast.house, cast.alice, size=3, before=first.older)
    assert len(first.rows) == len(rest.rows) == 3
    assert rest.older is None
    assert first.rows[-1].then - rest.rows[0].then == 100
