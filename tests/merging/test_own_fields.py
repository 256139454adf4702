"""Fields of the house's own in a merge: chosen like any other, and back when it is undone."""

from __future__ import annotations

from habitue.audit.models import AuditText
from habitue.customers import actions as customers
from habitue.customers import free
from habitue.customers.models import FreeField
from tests.cast import Cast, refused
from tests.merging.test_merging import merged, undone

OWN = {"table": "window", "vip": False, "since": "2019-05-01"}


def _own_fields(cast: Cast) -> None:
    """The house's own; alice and carol differ in the first two, alice alone has the third."""
    for name, kind in (("Table", "text"), ("VIP", "flag"), ("Since", "date")):
        cast.act(free.define, name=name, kind=kind)
    for who, values in ((cast.alice, OWN), (cast.carol, {"table": "bar", "vip": True})):
        cast.act(customers.edit, customer=who, fields={"free": values}, front="office")


def test_the_houses_own_fields_are_chosen_and_come_back(cast: Cast) -> None:
    _own_fields(cast)
    before = cast.again(cast.carol).free

    merge = merged(cast, cast.alice, cast.carol, **{"free.table": "other"})

    assert cast.again(cast.carol).free == {"table": "window", "vip": True, "since": "2019-05-01"}
    changes = AuditText.objects.of(cast.house).get(line__verb="customers.merge").changes
    assert changes["free.table"] == ["bar", "window"] and "free" not in changes
    undone(cast, merge)
    assert cast.again(cast.carol).free == before
    assert cast.again(cast.alice).free == OWN


def test_an_own_field_changed_since_stays_the_others_come_back(cast: Cast) -> None:
    _own_fields(cast)
    merge = merged(cast, cast.alice, cast.carol, **{"free.table": "other"})
    since = {"free": {"since": "2020-01-01"}}
    cast.act(customers.edit, customer=cast.again(cast.carol), fields=since, front="office")

    undone(cast, merge)

    assert cast.again(cast.carol).free == {"table": "bar", "vip": True, "since": "2020-01-01"}


def test_an_own_field_that_was_put_away_keeps_its_value_and_is_not_chosen(cast: Cast) -> None:
    _own_fields(cast)
    cast.act(free.retire, field=FreeField.objects.of(cast.house).get(key="table"))

    with refused("malformed", field="fields.free.table"):
        merged(cast, cast.alice, cast.carol, **{"free.table": "other"})
    merged(cast, cast.alice, cast.carol)

    assert cast.again(cast.carol).free["table"] == "bar"
