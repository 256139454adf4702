"""The rows of a file, a page of them: what would become of each, or what did."""

from itertools import islice
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from habitue.customers.models import Customer
from habitue.exchange import keeping
from habitue.exchange.models import Fate, FateKind, Import, Outcome
from habitue.fronts.office.desk import OfficeRequest

SIZE = 200


def of_trial(request: OfficeRequest, row: Import) -> dict[str, Any]:
    """As the dry run wrote them down."""
    kind, after = _asked(request)
    kind = kind if kind in FateKind.values else ""
    some = list(islice(keeping.read_fates(row, kind, after), SIZE + 1))
    return {
        "rows": some[:SIZE],
        "after": some[SIZE - 1]["row"] if len(some) > SIZE else "",
        "fate": kind,
        "words": dict(FateKind.choices),
        "kinds": [(key, words, getattr(row, key)) for key, words in FateKind.choices],
    }


def of_import(request: OfficeRequest, row: Import) -> dict[str, Any]:
    """As they stand in the book, with what undoing did."""
    kind, after = _asked(request)
    rows = Fate.objects.of(request.house).filter(of=row, row__gt=after).order_by("row")
    if kind in FateKind.values:
        rows = rows.filter(fate=kind)
    elif kind in Outcome.values:
        rows = rows.filter(outcome=kind)
    some = list(rows[: SIZE + 1])
    kinds = [(key, words, getattr(row, key)) for key, words in FateKind.choices]
    if row.undoer:
        kinds += [(key, words, row.undone.get(key, 0)) for key, words in Outcome.choices]
    return {
        "fates": some[:SIZE],
        "people": _people(request, some),
        "after": some[SIZE - 1].row if len(some) > SIZE else "",
        "fate": kind,
        "kinds": [("", _("All"), row.rows), *kinds],
    }


def _asked(request: OfficeRequest) -> tuple[str, int]:
    after = request.GET.get("after", "")
    is_row = after.isascii() and after.isdigit() and len(after) < 10
    return request.GET.get("fate", ""), int(after) if is_row else 0


def _people(request: OfficeRequest, fates: list[Fate]) -> dict[UUID, str]:
    rows = Customer.objects.of(request.house).filter(
        pk__in=[fate.customer_id for fate in fates if fate.customer_id]
    )
    return {row.id: row.display_name for row in rows}
