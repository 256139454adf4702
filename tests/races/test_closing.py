"""Closing a drawer and a day while money is taken: nothing lands in what is closed."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.races.conftest import Till, at_once, eur, verified
from tests.serving import Served

pytestmark = pytest.mark.races


@pytest.fixture
def size(request: pytest.FixtureRequest) -> int:
    return 400 if request.config.getoption("--faults") else 48


def bills(till: Till, many: int) -> list[Any]:
    return [till.made("POST", "/bills", {"amount": eur(100)}) for _ in range(many)]


def test_nothing_lands_in_a_drawer_that_closes(served: Served, till: Till, size: int) -> None:
    """Implicit shifts are counted under everybody's hands, and the next payment opens another."""
    opened = bills(till, size)
    till.made("POST", f"/bills/{opened[0]['id']}/payments", {"tender": "cash"})

    def close() -> Any:
        rows = till("GET", "/shifts?open=true").json()["data"]
        path = f"/shifts/{rows[0]['id']}/close" if rows else "/shifts/none/close"
        return till("POST", path, {"counted": {"cash": eur(0)}})

    work: list[Any] = []
    for number, bill in enumerate(opened[1:], 1):
        path = f"/bills/{bill['id']}/payments"
        work.append(lambda p=path: till("POST", p, {"tender": "cash"}))  # type: ignore[misc]
        if number % 6 == 0:
            work.append(close)

    answers = at_once(work, 8)

    said = Counter(one.status_code for one in answers)
    print(f"{len(work)} acts: {dict(said)}")
    assert said[201] == len(opened) - 1
    assert not {500, 503} & said.keys()
    shifts = till.made("GET", "/shifts?limit=200")["data"]
    closed = [one for one in shifts if one["closed_at"]]
    assert closed  # the fault really happened
    booked = sum(one["expected"]["amount"] for row in shifts for one in row["tenders"])
    assert booked == 100 * len(opened)
    assert verified(served)


def test_two_who_close_the_same_shift_count_once(served: Served, till: Till) -> None:
    [bill] = bills(till, 1)
    till.made("POST", f"/bills/{bill['id']}/payments", {"tender": "cash"})
    [row] = till.made("GET", "/shifts?open=true")["data"]

    answers = at_once(
        [
            lambda n=number: till(  # type: ignore[misc]
                "POST", f"/shifts/{row['id']}/close", {"counted": {"cash": eur(n)}}
            )
            for number in range(6)
        ],
        6,
    )

    codes = [one.json().get("code") for one in answers if one.status_code == 409]
    assert Counter(one.status_code for one in answers) == {200: 1, 409: 5}
    assert set(codes) == {"shift_closed"}
    assert verified(served)


def test_nothing_is_dated_into_a_day_that_closes(served: Served, till: Till, size: int) -> None:
    opened = bills(till, size)
    day = opened[0]["business_day"]
    work: list[Any] = [
        lambda p=f"/bills/{bill['id']}/payments": till(  # type: ignore[misc]
            "POST", p, {"tender": "card"}
        )
        for bill in opened
    ]
    for place in (len(work) // 3, len(work) // 2):
        work.insert(place, lambda: till("POST", f"/days/{day}/close"))

    answers = at_once(work, 8)

    said = Counter(one.status_code for one in answers)
    assert said == {201: size, 200: 1, 409: 1}
    [closing] = till.made("GET", "/days")["data"]
    assert closing["day"] == day
    assert closing["paid_on_open_bills"]["amount"] < 100 * size  # some came after it
    assert verified(served)
