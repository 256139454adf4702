"""Every operation holds the house's row: whoever changes it must not wait for the others."""

from __future__ import annotations

import threading

import pytest
from django.db import connections

from habitue.house.models import House
from habitue.kit.refusals import Refusal
from habitue.staff import house_rules
from tests.cast import act_in, opened_house


@pytest.mark.django_db(transaction=True)
def test_six_who_change_rules_at_once() -> None:
    house = opened_house("Chez Tous", publish_on_send=False)
    said: list[str] = []

    def press(number: int) -> None:
        mine = House.objects.get(pk=house.pk)
        try:
            act_in(mine, house_rules.change_rules, gift_days=number)
            said.append("changed")
        except Refusal as no:
            said.append(no.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=(30 + n,)) for n in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert said == ["changed"] * 6
    house.refresh_from_db()
    assert house.gift_days in range(30, 36)
