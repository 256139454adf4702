"""Looks in the background: one at a time, taken up where they were, no half-truth meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from habitue.merging import actions as merging
from habitue.merging import looking, reports
from habitue.merging.keys import Record
from habitue.merging.matching import pairs
from habitue.merging.models import Look, Suggestion
from tests.cast import Cast, make_customer
from tests.looks import look, work_off

SAME = {"first_name": "Ana", "last_name": "Weber", "phone": "0612345678"}


class Killed(BaseException):
    """As a process that is killed: nothing of ours catches it."""


def shown(cast: Cast, *, weak: bool = False) -> set[frozenset[object]]:
    found, _more = reports.suggestions(cast.house, limit=100, weak=weak)
    return {frozenset((one.first_id, one.second_id)) for one in found}


def asked(cast: Cast) -> Look:
    cast.act(looking.ask, by=cast.manager)
    row: Look = Look.objects.of(cast.house).select_related("house").get(ended_at=None)
    return row


def at(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


def batches(*sizes: int) -> Callable[[], int]:
    left = list(sizes)

    def pace() -> int:
        if not left:
            raise Killed
        return left.pop(0)

    return pace


@pytest.fixture(autouse=True)
def _noted_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "NOTED_AT_LEAST", 0.0)


def test_two_presses_are_one_look(cast: Cast) -> None:
    first = cast.act(looking.ask, by=cast.manager)
    second = cast.act(looking.ask, by=cast.manager)

    assert first.id == second.id
    work_off(cast)
    assert cast.act(looking.ask, by=cast.manager).id != first.id


def test_killed_half_way_it_shows_what_was_and_goes_on_from_there(cast: Cast) -> None:
    twins = [make_customer(cast.house, **SAME) for _ in range(3)]
    look(cast)
    before = shown(cast)
    twins += [make_customer(cast.house, **SAME) for _ in range(2)]
    row, now = asked(cast), datetime.now(UTC)

    with pytest.raises(Killed):
        looking.work_off(row, at(now), batches(3, 1))
    half = Look.objects.get(pk=row.pk)
    assert 0 < half.compared < half.records and half.ended_at is None
    assert len(before) == 3 and shown(cast) == before

    later = at(now + looking.SILENT + timedelta(seconds=1))
    assert looking.waiting(later()) and not looking.waiting(now)
    assert looking.work_off(row, later, lambda: 500)
    assert len(shown(cast)) == 10
    assert Suggestion.objects.of(cast.house).count() == 10, "nothing of before, nothing twice"


def test_only_one_works_on_a_look(cast: Cast) -> None:
    make_customer(cast.house, **SAME)
    row, now = asked(cast), datetime.now(UTC)
    again: list[bool] = []

    def pace() -> int:
        again.append(looking.work_off(asked_anew(row), at(now), lambda: 500))
        return 500

    assert looking.work_off(row, at(now), pace)
    assert again and not any(again)


def asked_anew(row: Look) -> Look:
    return Look.objects.select_related("house").get(pk=row.pk)


def test_who_was_thought_dead_writes_nothing_more(cast: Cast) -> None:
    for _ in range(4):
        make_customer(cast.house, **SAME)
    row, now = asked(cast), datetime.now(UTC)
    took: list[bool] = []

    def pace() -> int:
        if not took:
            later = at(now + looking.SILENT * 2)
            took.append(looking.work_off(asked_anew(row), later, lambda: 500))
        return 1

    assert not looking.work_off(row, at(now), pace)
    assert took == [True]
    assert Suggestion.objects.of(cast.house).count() == len(shown(cast)) == 6


def test_what_breaks_off_again_and_again_is_given_up(cast: Cast) -> None:
    twins = [make_customer(cast.house, **SAME) for _ in range(2)]
    look(cast)
    row, now = asked(cast), datetime.now(UTC)

    for number in range(looking.MOST_TRIES):
        with pytest.raises(Killed):
            looking.work_off(row, at(now + looking.SILENT * 2 * number), batches())
    assert not looking.work_off(row, at(now + timedelta(days=1)), lambda: 500)

    given_up = Look.objects.get(pk=row.pk)
    assert given_up.failed and given_up.ended_at
    assert shown(cast) == {frozenset(one.id for one in twins)}
    assert look(cast).suggested == 1


def test_said_meanwhile_to_be_two_they_are_not_suggested(cast: Cast) -> None:
    one, other = (make_customer(cast.house, **SAME) for _ in range(2))
    row = asked(cast)

    def pace() -> int:
        cast.act(merging.not_the_same, one=one.id, other=other.id)
        return 500

    looking.work_off(row, at(datetime.now(UTC)), pace)

    assert shown(cast) == set()
    assert Look.objects.get(pk=row.pk).suggested == 0


def test_no_more_are_kept_than_the_most(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "MOST", 4)
    monkeypatch.setattr(looking, "SWEPT", 2)
    for _ in range(4):
        make_customer(cast.house, **SAME)

    assert look(cast).suggested == len(shown(cast)) == 4


def test_an_address_made_of_the_name_is_weak() -> None:
    """Two Ana Webers of a large book, each with the number her provider gave her."""
    anas = [Record(first="ana", last=f"other{number}") for number in range(40)]
    webers = [Record(first=f"another{number}", last="weber") for number in range(40)]
    many = [Record(first=f"guest{number}", last=f"nobody{number}") for number in range(4_000)]
    two = [
        Record(first="ana", last="weber", emails=(email,), birthday=day)
        for email, day in (("ana.weber12@x.example", "19700311"), ("ana.weber47@x.example", ""))
    ]
    alone = [Record(first="zoltan", last="quirke")] * 2

    found = {(pair.one, pair.other): pair for pair in pairs([*two, *alone, *anas, *webers, *many])}

    assert found[0, 1].weak and "email_like" in found[0, 1].reasons
    assert found[2, 3].weak, "a name alone"
    assert not next(pairs([*alone])).weak, "in a small book it says something"


def test_weak_ones_stand_apart(cast: Cast) -> None:
    one, other = (make_customer(cast.house, **SAME) for _ in range(2))
    look(cast)
    Suggestion.objects.of(cast.house).update(weak=True)

    assert shown(cast) == set() and reports.count(cast.house) == 0
    assert shown(cast, weak=True) == {frozenset((one.id, other.id))}


def test_the_night_asks_where_someone_changed(cast: Cast) -> None:
    make_customer(cast.house, **SAME)

    assert cast.act(looking.ask_if_changed) is not None
    work_off(cast)
    Look.objects.of(cast.house).update(at=datetime.now(UTC) + timedelta(hours=1))
    assert cast.act(looking.ask_if_changed) is None
