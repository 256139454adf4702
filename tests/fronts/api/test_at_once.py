"""Two programs at once: real threads, real commits, both databases."""

from __future__ import annotations

import pytest

from habitue.menu import actions as menu
from habitue.menu.models import Table
from habitue.menu.putting_back import put_back
from habitue.publishing import reports
from tests.bills.test_races import at_once, chez
from tests.cast import Cast
from tests.fronts.api.conftest import Api, eur, token_of

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]
__all__ = ["chez"]


def test_what_waits_new_is_changed_by_one_who_read_it(chez: Cast) -> None:
    chez.rule(publish_on_send=True)
    api = Api(token_of(chez.house, chez.hire("Ann", "owner")))
    item = api.post("/items", {"name": "Spritz", "price": eur(900)})
    answers: list[int] = []

    def rename(name: str) -> None:
        said = {"version": item["version"], "name": name}
        answers.append(api.patch(f"/items/{item['id']}", said).status)

    at_once([lambda name=name: rename(name) for name in ("A", "B", "C", "D")])

    assert sorted(answers) == [200, 409, 409, 409]
    assert reports.count(chez.house) == 1


def test_undo_pressed_by_several_puts_back_one(chez: Cast) -> None:
    area = chez.act(menu.add_area, venue=chez.venue, name="Terrace")
    table = chez.act(menu.add_table, area=area, name="T1")
    chez.act(menu.remove_table, table=table)

    told = at_once([lambda: chez.act(put_back, model=Table, id=table.pk) for _each in range(4)])

    assert told == {"done": 4}
    assert [one.name for one in Table.objects.of(chez.house)] == ["T1"]
