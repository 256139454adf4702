"""Where the house stands and by which rules: sites, tills, columns of the house.

Rights are asked for, and the audit written, by whoever calls.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from habitue.house import closed
from habitue.house.acting import Act
from habitue.house.models import House, Till, Venue
from habitue.kit.refusals import Refusal


class TillNameTaken(Refusal):
    code = "malformed"
    status = 422
    says = _("There is a till of this name already.")


def add_till(op: Act, *, venue: Venue, name: str) -> Till:
    """A till of `venue`, not yet bound to a browser. Raises TillNameTaken."""
    name = name.strip()[:60]
    if not name or Till.objects.of(op.house).filter(name=name).exists():
        raise TillNameTaken(field="name")
    till: Till = Till.objects.create(house=op.house, venue=venue, name=name)
    return till


def set_reader(op: Act, *, till: Till, columns: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Change how the reader at `till` types; what was before and is after."""
    before = {key: getattr(till, key) for key in columns}
    for key, value in columns.items():
        setattr(till, key, value)
    Till.objects.of(op.house).filter(pk=till.pk).update(**columns)
    return {key: (before[key], columns[key]) for key in columns if before[key] != columns[key]}


class VenueNameTaken(Refusal):
    code = "name_taken"
    status = 422
    says = _("There is a site of this name already.")


def change_rules(op: Act, columns: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Change columns of the house itself, alone; what was before and is after."""
    closed.alone(op)
    house = House.objects.get(pk=op.house.pk)
    changes = {
        key: (getattr(house, key), value)
        for key, value in columns.items()
        if getattr(house, key) != value
    }
    for key, (_before, after) in changes.items():
        setattr(house, key, after)
    if changes:
        house.save(update_fields=list(changes))
    return changes


def publishes_on_send(op: Act) -> bool:
    """Whether changes wait for Send here; whoever changes then takes turns."""
    if not op.house.publish_on_send:
        return False
    closed.take_turn(op.house, "publishing")
    return House.objects.values_list("publish_on_send", flat=True).get(pk=op.house.pk)


def next_edition(op: Act) -> int:
    """The number of the next edition, from 1; nobody books while it is sent."""
    closed.alone(op)
    House.objects.filter(pk=op.house.pk).update(edition=F("edition") + 1)
    return int(House.objects.values_list("edition", flat=True).get(pk=op.house.pk))


def add_venue(op: Act, *, name: str) -> Venue:
    """One more site. Raises VenueNameTaken."""
    _name_is_free(op, name)
    by_hour = Venue.objects.of(op.house).filter(prices_by_hour=True).exists()
    venue: Venue = Venue.objects.create(house=op.house, name=name, prices_by_hour=by_hour)
    return venue


def change_venue(op: Act, *, venue: Venue, columns: Mapping[str, Any]) -> None:
    """Name, price level (by id), tables or none, closed for good. Raises VenueNameTaken."""
    if columns.get("name", venue.name) != venue.name:
        _name_is_free(op, columns["name"])
    for key, value in columns.items():
        setattr(venue, key, value)
    venue.save(update_fields=list(columns))


def retire_till(op: Act, *, till: Till) -> None:
    """The till takes no more money; twice changes nothing."""
    Till.objects.of(op.house).filter(pk=till.pk, retired_at=None).update(retired_at=op.at)


def _name_is_free(op: Act, name: str) -> None:
    if Venue.objects.of(op.house).filter(name=name).exists():
        raise VenueNameTaken(field="name")


def price_by_hour(house: House, by_hour: bool) -> None:
    """Whether any price of the house holds by the hour: its venues know, for whoever sells."""
    Venue.objects.of(house).update(prices_by_hour=by_hour)
