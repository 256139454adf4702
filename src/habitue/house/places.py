"""Where the house stands and by which rules: sites, tills, columns of the house.

Rights are asked for, and the audit written, by whoever calls.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

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


class VenueNameTaken(Refusal):
    code = "name_taken"
    status = 422
    says = _("There is a site of this name already.")


def change_rules(op: Act, columns: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Change columns of the house itself; what was before and is after."""
    house = House.objects.select_for_update().get(pk=op.house.pk)
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
    """Whether changes wait for Send here; whoever changes, or sends, then takes turns."""
    if not op.house.publish_on_send:
        return False
    house = House.objects.select_for_update(no_key=True).get(pk=op.house.pk)
    return house.publish_on_send


def next_edition(op: Act) -> int:
    """The number of the next edition, from 1; for whoever has the turn."""
    House.objects.filter(pk=op.house.pk).update(edition=F("edition") + 1)
    return int(House.objects.values_list("edition", flat=True).get(pk=op.house.pk))


def add_venue(op: Act, *, name: str) -> Venue:
    """One more site. Raises VenueNameTaken."""
    _name_is_free(op, name)
    venue: Venue = Venue.objects.create(house=op.house, name=name)
    return venue


def change_venue(op: Act, *, venue: Venue, columns: Mapping[str, Any]) -> None:
    """Name, price level (by id), or closed for good. Raises VenueNameTaken."""
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
