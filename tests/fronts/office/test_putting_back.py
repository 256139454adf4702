"""What is taken off a shelf in the office is said with Undo, whatever it is."""

from __future__ import annotations

from typing import Any

import pytest

from habitue.menu import actions as menu
from habitue.menu.models import CustomerGroup, GroupTerm, Item, Table
from habitue.publishing import reports
from tests.cast import Cast, make_item
from tests.fronts.office.conftest import Desk

SHELVES = ["items", "tables", "groups", "group-terms"]


@pytest.fixture
def rows(cast: Cast) -> dict[str, Any]:
    area = cast.act(menu.add_area, venue=cast.venue, name="Terrace")
    group = cast.act(menu.add_group, name="Neighbours")
    wine = cast.act(menu.add_category, name="Wine")
    return {
        "items": make_item(cast.house, "Perry"),
        "tables": cast.act(menu.add_table, area=area, name="T1"),
        "groups": group,
        "group-terms": cast.act(menu.add_group_term, group=group, category=wine, earn_bp=1),
    }


def standing() -> tuple[int, ...]:
    return (
        Item.objects.filter(name="Perry", retired_at=None).count(),
        Table.objects.count(),
        CustomerGroup.objects.filter(retired_at=None).count(),
        GroupTerm.objects.count(),
    )


@pytest.mark.parametrize("shelf", SHELVES)
def test_it_is_gone_with_undo(office: Desk, rows: dict[str, Any], shelf: str) -> None:
    where = f"settings/{shelf}/{rows[shelf].pk}"

    office.leave(where)
    listed = office.see(f"settings/{shelf}/").content.decode()
    gone = standing()
    answer = office.client.post(f"/office/{where}/back")

    assert "is gone" in listed and f'action="/office/{where}/back"' in listed
    assert sum(gone) == 3
    assert answer.status_code == 302 and standing() == (1, 1, 1, 1)
    assert "is back" in office.see(f"settings/{shelf}/").content.decode()


@pytest.mark.parametrize("shelf", SHELVES)
def test_where_it_waits_for_send_it_waits_no_longer(
    office: Desk, cast: Cast, rows: dict[str, Any], shelf: str
) -> None:
    cast.rule(publish_on_send=True)
    where = f"settings/{shelf}/{rows[shelf].pk}"

    office.leave(where)
    assert reports.count(cast.house) == 1
    office.client.post(f"/office/{where}/back")

    assert reports.count(cast.house) == 0


def test_what_has_no_way_out_has_no_way_back(office: Desk, cast: Cast) -> None:
    wine = cast.act(menu.add_category, name="Wine")

    assert office.send(f"settings/categories/{wine.pk}/back").status_code == 404


def test_a_waiter_has_no_undo(as_role: Any, cast: Cast, rows: dict[str, Any]) -> None:
    cast.act(menu.remove_table, table=rows["tables"])

    answer = as_role("waiter").send(f"settings/tables/{rows['tables'].pk}/back")

    assert answer.status_code == 403 and not Table.objects.exists()
