"""Names on the menu: what is called alike may not stand side by side."""

from django.utils.translation import gettext_lazy as _

from habitue.house.models import HouseRow
from habitue.kit.refusals import Refusal


class NameTaken(Refusal):
    code = "name_taken"
    status = 422
    says = _("“{name}” is there already.")


def check_name(row: HouseRow) -> None:
    """A sentence instead of the database's word for a name that is taken."""
    for constraint in row._meta.constraints:
        fields = getattr(constraint, "fields", ())
        if "name" not in fields:
            continue
        wanted = {field: getattr(row, field) for field in fields}
        if type(row)._default_manager.filter(**wanted).exclude(pk=row.pk).exists():
            raise NameTaken(name=getattr(row, "name", ""), field="name")
