"""Two thousand rows, as a house brings them from another system."""

from __future__ import annotations

import time

from habitue.customers.reports import found
from habitue.customers.search import Asked
from habitue.house.models import House
from habitue.house.scope import house_scope
from tests.exchange.takes import counts, taken

HEAD = "user_id,first_name,last_name,email,phone,cards,city,birthday\n"


def test_two_thousand_rows_take_seconds_of_the_processor(house: House) -> None:
    rows = "".join(
        f"U{n},Anna,Blanc{n},a{n}@example.org,06 12 34 {n // 100:02} {n % 100:02},C{n:06},Lyon,"
        "1984-05-31\n"
        for n in range(2_000)
    )

    began = time.process_time()
    told = taken(house, HEAD + rows)

    assert counts(told) == (2_000, 0, 0, 0)
    assert time.process_time() - began < 20
    with house_scope(house):
        assert [one.user_id for one in found(house, Asked("blanc1234"))[0]] == ["U1234"]
        assert [one.user_id for one in found(house, Asked("c000077"))[0]] == ["U77"]
