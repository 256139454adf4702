"""A trial says what taking will do, however long the file, and holds none of it in memory."""

from __future__ import annotations

import io
import tracemalloc
from pathlib import Path

import pytest

from habitue.exchange import actions
from habitue.exchange.deciding import Decided
from habitue.exchange.models import Fate
from habitue.house.acting import CONSOLE
from habitue.house.models import House
from habitue.house.scope import house_scope
from tests.exchange.takes import taken, tried, understood

HEAD = "user_id,first_name,last_name,email,phone,cards,personal_code,opening_paid,opening_points"
TRICKY = f"""{HEAD}
1,Ann,Blake,ann@example.org,0612345678,C1,,5,
,Ann,Blake,ann@example.org,,,,5,10
,Bob,Blake,,0612345678,,,,
,Bob,Blake,bob@example.org,0612345678,,,,3
2,Cleo,,ann@example.org,,C1,,,
1,Ann,Other,,,C2,,,
,,,,,C2,,,7
,Ann,Blake,,0712345678,C2,,,
,Dan,Bare,,,,,,
,Dan,Bare,,,,,,
,Eve,Coded,,0812345678,,482913,,
,Fay,Coded,,0812345678,,482914,,
,Gil,Coded,,,,482913,,
3,,,,,,,,
,Hal,Rich,hal@example.org,,,,1,
,Hal,Rich,hal@example.org,,,,2,
"""


def _told(decided: list[Decided]) -> list[tuple[int, str, str]]:
    return [(one.row, one.fate.value, one.reason) for one in decided]


def _trial(house: House, source: Path | str | bytes) -> list[tuple[int, str, str]]:
    found: list[Decided] = []
    actions.try_out(house, CONSOLE, understood(house, source), each=found.extend)
    return _told(found)


def _real(house: House, source: Path | str | bytes) -> list[tuple[int, str, str]]:
    taken(house, source, size=1)
    with house_scope(house):
        rows = Fate.objects.of(house).order_by("of__at", "of_id", "row")
        return list(rows.values_list("row", "fate", "reason"))


@pytest.mark.parametrize("size", [1, 3, 1_000])
def test_a_trial_in_pieces_decides_as_taking_does(
    house: House, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(actions, "TRIED", size)

    trial = _trial(house, TRICKY)

    assert trial == _real(house, TRICKY)
    assert {fate for _row, fate, _why in trial} >= {"created", "updated", "refused"}


def test_a_trial_of_changes_decides_as_taking_does(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Someone in the book gets another address by one row and is known by it in the next."""
    monkeypatch.setattr(actions, "TRIED", 1)
    taken(house, f"{HEAD}\n1,Ann,Blake,old@example.org,,,,,\n")
    more = f"{HEAD}\n1,,Blake,new@example.org,0612345678,C9,,4,\n,Ann,Blake,new@example.org,,,,4,\n,Ann,Blake,,,C9,,,1\n"  # noqa: E501

    trial = _trial(house, more)

    assert trial == _real(house, more)[1:]


def test_real_files_are_tried_in_pieces_as_they_are_taken(
    house: House, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "TRIED", 2)
    for path in sorted((shared / "data/customer-files").glob("*.[cv][sc][vf]")):
        whole = tried(house, path)
        told = taken(house, path, size=2)
        assert [whole[key] for key in ("created", "updated", "unchanged")] == [
            told[key] for key in ("created", "updated", "unchanged")
        ], path.name


def test_a_longer_trial_asks_no_more_memory(house: House) -> None:
    def peak(rows: int) -> int:
        text = "user_id,first_name,email,phone\n" + "".join(
            f"U{n},Anna,a{n}@example.org,06 12 {n // 10_000:02} {n // 100 % 100:02} {n % 100:02}\n"
            for n in range(rows)
        )
        file = actions.understand(house, io.BytesIO(text.encode()), at=house.created_at)
        tracemalloc.start()
        actions.try_out(house, CONSOLE, file, each=lambda _some: None)
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(100)  # what is loaded once
    assert peak(6_000) < 1.4 * peak(2_000)
