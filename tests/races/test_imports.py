"""Files that come in at once: people once, balances once, and nobody is left half done."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import httpx
import pytest

from tests.races.conftest import Till, at_once, verified
from tests.serving import Served

pytestmark = pytest.mark.races

HEAD = "user_id,first_name,email,opening_paid,opening_points\n"
ROWS = "".join(f"U{n},Guest {n},g{n}@example.org,1.00,2\n" for n in range(600))


def brings(till: Till, text: str, key: str = "") -> Callable[[], httpx.Response]:
    return lambda: till.http.post(
        "/api/v1/imports/customers",
        files={"file": ("people.csv", text.encode(), "text/csv")},
        headers={"Idempotency-Key": key or uuid4().hex},
    )


def held(served: Served) -> tuple[int, ...]:
    """People, what stands in wallets, how many points."""
    [[people]] = served.installation.asked(
        "SELECT count(*) FROM customers_customer WHERE user_id LIKE 'U%'"
    )
    [[value]] = served.installation.asked("SELECT sum(remaining_minor) FROM prepaid_lot")
    [[points]] = served.installation.asked(
        "SELECT count(*) FROM ledger_entry WHERE kind = 'points.open'"
    )
    return int(people), int(value), int(points)


def test_the_same_file_by_two_at_once_comes_in_once(served: Served, till: Till) -> None:
    answers = at_once([brings(till, HEAD + ROWS) for _which in range(3)], 3)

    assert {one.status_code for one in answers} == {201}, [one.text[:300] for one in answers]
    assert {one.json()["refused"].__len__() for one in answers} == {0}
    assert sum(one.json()["created"] for one in answers) == 600
    assert held(served) == (600, 60_000, 600)
    assert verified(served)


def test_two_files_about_the_same_people_at_once(served: Served, till: Till) -> None:
    """Their bytes differ, their people and balances do not."""
    backwards = "\n".join(reversed(ROWS.splitlines())) + "\n"

    answers = at_once([brings(till, HEAD + rows) for rows in (ROWS, backwards)], 2)

    assert {one.status_code for one in answers} == {201}, [one.text[:300] for one in answers]
    assert sum(one.json()["created"] for one in answers) == 600
    assert held(served) == (600, 60_000, 600)
    assert verified(served)


def test_asked_twice_by_one_press_it_is_one_import(served: Served, till: Till) -> None:
    key = uuid4().hex

    answers = at_once([brings(till, HEAD + ROWS, key) for _which in range(2)], 2)

    assert {one.status_code for one in answers} == {201}, [one.text[:300] for one in answers]
    assert len({one.json()["id"] for one in answers}) == 1
    assert held(served) == (600, 60_000, 600)


def test_balances_of_people_in_the_book_are_brought_once(served: Served, till: Till) -> None:
    """No row is written twice that a constraint would hold: only taking turns does."""
    people = "".join(f"U{n},Guest {n}\n" for n in range(600))
    assert brings(till, "user_id,first_name\n" + people)().status_code == 201
    files = [
        HEAD + "".join(f"U{n},Guest {n},,1.00,2\n" for n in range(start, 600, step))
        for start, step in ((0, 1), (0, 2))
    ]

    answers = at_once([brings(till, file) for file in files], 2)

    assert {one.status_code for one in answers} == {201}, [one.text[:300] for one in answers]
    assert held(served) == (600, 60_000, 600)
    assert verified(served)
