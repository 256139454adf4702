"""Adding to where the house stands: tills. Rights are asked for by whoever calls."""

from django.utils.translation import gettext_lazy as _

from habitue.house.acting import Act
from habitue.house.models import Till, Venue
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
