"""Names on the menu: what is called alike may not stand side by side."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from habitue.house.models import HouseRow
from habitue.kit import bank_cards
from habitue.kit.refusals import Refusal
from habitue.kit.text import storable


class NameTaken(Refusal):
    code = "name_taken"
    status = 422
    says = _("“{name}” is there already.")


class NameUnfit(Refusal):
    code = "malformed"
    status = 422
    says = _("This cannot be a name: {reason}")


def name_of_group(typed: str) -> str:
    """As files can bring it back: no lines, single spaces, nothing secret. Raises NameUnfit."""
    name = " ".join(storable(typed).split())
    if not name:
        raise NameUnfit(field="name", reason=_("nothing is left of it."))
    if bank_cards.holds_bank_card(name):
        reason = _("this looks like a bank card, which is never kept.")
        raise NameUnfit(field="name", reason=reason)
    return name[:60].strip()


def check_name(row: HouseRow) -> None:
    """A sentence instead of the database's word for a name that is taken."""
    for constraint in row._meta.constraints:
        fields: Sequence[str] = getattr(constraint, "fields", ())
        if not fields:
            continue
        wanted = {field: getattr(row, field) for field in fields}
        named = type(row)._default_manager.filter(**wanted).exclude(pk=row.pk)
        if (condition := getattr(constraint, "condition", None)) is not None:
            named = named.filter(condition)
        if named.exists():
            raise NameTaken(name=str(row), field=fields[-1])
