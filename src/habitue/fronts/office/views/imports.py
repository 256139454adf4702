"""Bringing customers from a file: tried first, every row with its fate, then taken."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from habitue.customers.catalogue import FIELDS, IMPORT_ONLY
from habitue.customers.models import Customer
from habitue.exchange import actions as exchange
from habitue.exchange import reports
from habitue.exchange.actions import Understood
from habitue.exchange.deciding import Decided
from habitue.exchange.models import Fate, FateKind, Import
from habitue.fronts.office import uploads
from habitue.fronts.office.desk import OfficeRequest, desk, found
from habitue.fronts.office.pages import done, page

SAMPLE = 200  # rows of a trial that are shown one by one
SIZE = 200
CORRECTIONS = "office.upload.mapping"


@desk("customers.import")
@require_GET
def index(request: OfficeRequest) -> HttpResponse:
    """Choose a file; what was brought before."""
    earlier = Import.objects.of(request.house).filter(trial=False).order_by("-at")[:20]
    facts: dict[str, Any] = {"earlier": list(earlier), "kept": uploads.is_kept(request)}
    return page(request, "office/exchange/index.html", "customers", **facts)


@desk("customers.import", again=index)
@require_POST
def try_out(request: OfficeRequest) -> HttpResponse:
    """Keep the file, or other words for its columns, and look at what would come of it."""
    if "file" in request.FILES or "again" not in request.POST:
        uploads.keep(request)
        request.session.pop(CORRECTIONS, None)
        _understood(request)
    else:
        sent = request.POST.items()
        asked = {name[4:]: field for name, field in sent if name.startswith("map:")}
        encoding = request.POST.get("encoding", "")[:40]
        request.session[CORRECTIONS] = {"mapping": asked, "encoding": encoding}
    return redirect("office:import_trial")


@desk("customers.import", again=index)
@require_GET
def trial(request: OfficeRequest) -> HttpResponse:
    """The dry run: counts, columns, the fate of the rows. Nothing is in the book yet."""
    rows: list[Decided] = []

    def look(some: list[Decided]) -> None:
        rows.extend(some[: SAMPLE - len(rows)])

    with uploads.kept(request) as (file, name):
        read = _read(request, file, name)
        tally = exchange.try_out(request.house, request.by, read, each=look)
        facts = _columns(read)
    counts = reports.tried(read, tally)
    facts |= {"told": counts, "rows": rows, "name": name, "kinds": dict(FateKind.choices)}
    return page(request, "office/exchange/trial.html", "customers", **facts)


@desk("customers.import", again=index, walks=True)
@require_POST
def take(request: OfficeRequest) -> HttpResponse:
    """Take it, in small operations, so that the tills go on."""
    with uploads.kept(request) as (file, name):
        row = exchange.take(request.house, request.by, _read(request, file, name))
    says = _("{name} was brought in.").format(name=name)
    return done(request, "office:import_taken", says, key=row.id)


@desk("customers.import")
@require_GET
def show(request: OfficeRequest, key: UUID) -> HttpResponse:
    """What came of every row."""
    row = found(Import, request, key)
    kind = request.GET.get("fate", "")
    fates = Fate.objects.of(request.house).filter(of=row).order_by("row")
    if kind in FateKind.values:
        fates = fates.filter(fate=kind)
    after = request.GET.get("after", "")
    if after.isascii() and after.isdigit() and len(after) < 10:
        fates = fates.filter(row__gt=int(after))
    some = list(fates[: SIZE + 1])
    facts: dict[str, Any] = {
        "row": row,
        "fates": some[:SIZE],
        "people": _people(request, some),
        "after": some[SIZE - 1].row if len(some) > SIZE else "",
        "fate": kind,
        "kinds": [("", _("All")), *FateKind.choices],
        "mendable": row.refused and uploads.is_kept(request),
    }
    return page(request, "office/exchange/taken.html", "customers", **facts)


def _people(request: OfficeRequest, fates: list[Fate]) -> dict[UUID, str]:
    rows = Customer.objects.of(request.house).filter(
        pk__in=[fate.customer_id for fate in fates if fate.customer_id]
    )
    return {row.id: row.display_name for row in rows}


@desk("customers.import")
@require_GET
def refused(request: OfficeRequest, key: UUID) -> HttpResponse:
    """The rows that were refused, each with its reason: mend them and bring them again."""
    row = found(Import, request, key)
    with uploads.kept(request) as (file, name):
        content = b"".join(reports.refused_rows(_read(request, file, name), row))
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="refused.csv"'
    return answer


def _understood(request: OfficeRequest) -> Understood:
    with uploads.kept(request) as (file, name):
        return _read(request, file, name)


def _read(request: OfficeRequest, file: Any, name: str) -> Understood:
    asked = request.session.get(CORRECTIONS) or {"mapping": {}, "encoding": ""}
    mapping: Mapping[str, str] = asked["mapping"]
    return exchange.understand(
        request.house,
        file,
        at=request.at,
        name=name,
        encoding=asked["encoding"] or None,
        asked=mapping,
    )


def _columns(read: Understood) -> dict[str, Any]:
    """Each column with what stands in it and what it is taken for."""
    sample = read.table.sample(3)
    columns = [
        (name, read.mapping.get(name) or "", [row[at] for row in sample if at < len(row)])
        for at, name in enumerate(read.table.columns)
    ]
    fields = [(field.key, field.label) for field in (*FIELDS, *IMPORT_ONLY)]
    return {"columns": columns, "fields": fields}
