"""A price level that holds by itself, as the owner keeps it; and while it waits for Send."""

from __future__ import annotations

from habitue.house.models import House
from habitue.menu import actions as menu
from habitue.menu.models import PriceLevel
from tests.cast import Cast
from tests.fronts.office.conftest import Desk

HAPPY = {"name": "Happy hour", "from": "17:00", "to": "19:30"} | {f"day{n}": "on" for n in "1235"}


def test_an_owner_says_on_which_days_and_when(office: Desk, cast: Cast) -> None:
    office.send("settings/levels/add", **HAPPY)

    level = PriceLevel.objects.of(cast.house).get()
    assert (level.days, level.from_minute, level.to_minute) == ("1235", 1020, 1170)
    listed = office.see("settings/levels/").content.decode()
    assert "Mon–Wed, Fri 17:00–19:30" in listed
    form = office.see(f"settings/levels/{level.id}").content.decode()
    assert 'value="17:00"' in form


def test_a_level_without_days_never_holds_by_itself(office: Desk, cast: Cast) -> None:
    office.send("settings/levels/add", name="Staff")

    assert PriceLevel.objects.of(cast.house).get().days == ""


def test_days_without_hours_are_refused(office: Desk, cast: Cast) -> None:
    office.send("settings/levels/add", **HAPPY | {"from": "", "to": ""})

    assert not PriceLevel.objects.of(cast.house).exists()


def test_hours_that_wait_for_send_are_told(office: Desk, cast: Cast) -> None:
    level = cast.act(
        menu.add_level, name="Happy hour", days="12", from_minute=1020, to_minute=1140
    )
    House.objects.filter(pk=cast.house.pk).update(publish_on_send=True)

    office.send(f"settings/levels/{level.id}/change", **HAPPY)

    told = office.see("send").content.decode()
    assert "Mon–Wed, Fri" in told and "19:30" in told
