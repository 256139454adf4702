"""What others did reaches whoever looks on: from the book itself, and only of their own house."""

from __future__ import annotations

from uuid import uuid4

import pytest

from habitue.fronts.ui import news
from habitue.fronts.ui.news import News, Watch, told


def test_an_operation_says_what_it_was_about() -> None:
    operation, bill, line = uuid4(), uuid4(), uuid4()

    said = told({operation: bill}, {operation}, {operation: [("bills.line", line)]})

    assert said == News({str(bill), str(line)}, {"bills.line"}, False)


def test_what_says_nothing_may_be_anything() -> None:
    operation = uuid4()

    assert told({operation: None}, {operation}, {}).unknown


def test_what_was_told_is_not_told_again() -> None:
    operation = uuid4()

    assert not told({operation: uuid4()}, set(), {})


def test_news_gather_until_they_are_taken() -> None:
    listener = news.Listener()
    listener.tell(News({"a"}))
    listener.tell(News({"b"}, {"bills.bill"}))

    assert listener.wait(0) == News({"a", "b"}, {"bills.bill"})
    assert listener.wait(0) == News()


def test_whoever_waits_is_let_go_at_the_end() -> None:
    listener = news.Listener()
    listener.end()

    assert listener.wait(60) is None


@pytest.mark.django_db
def test_a_house_nobody_looks_at_is_not_watched(cast: object) -> None:
    watch = Watch()
    house = cast.house  # type: ignore[attr-defined]
    one, other = watch.listen(house), watch.listen(house)
    assert watch.count == 2

    watch.leave(house, one)
    watch.leave(house, other)

    assert watch.count == 0
