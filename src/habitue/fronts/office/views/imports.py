"""Bringing customers from a file: looked at first, then taken, and taken back if need be."""

from collections.abc import Mapping
from itertools import islice
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from habitue.exchange import keeping, policies, reconciling, reports, steps, working
from habitue.exchange.models import Import, State
from habitue.exchange.reading.encodings import OFFERED
from habitue.exchange.reading.layout import DELIMITERS
from habitue.fronts.office import fates
from habitue.fronts.office.acting import do
from habitue.fronts.office.desk import OfficeRequest, desk, found
from habitue.fronts.office.pages import done, page
from habitue.fronts.office.uploads import NoFile
from habitue.staff.actions import member_ids
from habitue.staff.models import StaffMember

STEPS = (gettext_lazy("File"), gettext_lazy("Look"), gettext_lazy("Take"), gettext_lazy("Done"))
TRIED = "office/exchange/trial.html"
TAKEN = "office/exchange/taken.html"


@desk("customers.import")
@require_GET
def index(request: OfficeRequest) -> HttpResponse:
    """Choose a file; what was brought before."""
    rows = Import.objects.of(request.house).exclude(trial=True, held="").order_by("-at")[:20]
    facts: dict[str, Any] = {"earlier": list(rows), "steps": STEPS}
    return page(request, "office/exchange/index.html", "customers", **facts)


@desk("customers.import", again=index)
@require_POST
def bring(request: OfficeRequest) -> HttpResponse:
    """Keep the file that was sent; it is looked at in the background."""
    sent = request.FILES.get("file")
    if not isinstance(sent, UploadedFile) or not sent.size:
        raise NoFile()
    name = (sent.name or "").replace("\0", "")
    held = keeping.keep(request.house, sent.chunks())
    answer = do(request, steps.bring, held=held, name=name)
    working.came.set()
    return redirect("office:import_taken", key=answer.id)


@desk("customers.import", again=index)
@require_GET
def show(request: OfficeRequest, key: UUID) -> HttpResponse:
    """Where a file stands: what would come of it, how far it is, what came of every row."""
    row = found(Import, request, key)
    facts: dict[str, Any] = {"row": row, "running": row.state in working.TO_DO}
    facts |= {"steps": STEPS, "step": 2 if row.trial else 3 + (row.state != State.TAKING)}
    facts |= _progress(request, row) if facts["running"] else {}
    if row.state == State.LOOKED:
        facts |= _layout(request, row) | fates.of_trial(request, row)
    elif row.state != State.LOOKING:
        facts |= fates.of_import(request, row) | {"mendable": _is_mendable(row)}
    return page(request, TRIED if row.trial else TAKEN, "customers", **facts)


@desk("customers.import")
@require_GET
def progress(request: OfficeRequest, key: UUID) -> HttpResponse:
    """How far it has come, asked every second; the whole page once it is at the end."""
    row = found(Import, request, key)
    if row.state not in working.TO_DO:
        return HttpResponse(headers={"HX-Refresh": "true"})
    facts = {"row": row, **_progress(request, row)}
    return page(request, "office/exchange/_progress.html", "customers", **facts)


@desk("customers.import", again=show)
@require_POST
def choose(request: OfficeRequest, key: UUID) -> HttpResponse:
    """Read it in another way: encoding, delimiter, header, columns, whom rows are about."""
    do(request, steps.choose, row=found(Import, request, key), how=_how(request.POST))
    return _on(request, key, "")


@desk("customers.import", again=show)
@require_POST
def take(request: OfficeRequest, key: UUID) -> HttpResponse:
    """Take it, in small operations, so that the tills go on."""
    do(request, steps.start, row=found(Import, request, key))
    return _on(request, key, "")


@desk("customers.import", again=show)
@require_POST
def stop(request: OfficeRequest, key: UUID) -> HttpResponse:
    do(request, steps.stop, row=found(Import, request, key))
    return _on(request, key, _("No further rows are taken."))


@desk("customers.import", again=show)
@require_POST
def go_on(request: OfficeRequest, key: UUID) -> HttpResponse:
    do(request, steps.go_on, row=found(Import, request, key))
    return _on(request, key, "")


@desk("customers.import", again=show)
@require_POST
def undo(request: OfficeRequest, key: UUID) -> HttpResponse:
    """Take the whole import back."""
    do(request, steps.undo, row=found(Import, request, key))
    return _on(request, key, "")


@desk("customers.import")
@require_GET
def refused(request: OfficeRequest, key: UUID) -> HttpResponse:
    """The rows that were refused, each with its reason: mend them and bring them again."""
    row = found(Import, request, key)
    with keeping.opened(row) as file:
        read = working.read_as(request.house, file, row)
        content = b"".join(reports.refused_rows(read, row))
    return _file(content, "refused.csv")


@desk("customers.import")
@require_GET
def reconciliation(request: OfficeRequest, key: UUID) -> HttpResponse:
    """What the file says people have and owe, beside what was booked, to be signed."""
    row = found(Import, request, key)
    lines = reconciling.sheet(row)
    facts: dict[str, Any] = {"row": row, "lines": lines, "holds": reconciling.holds(lines)}
    facts["signer"] = _name_of(request, row.signed_by)
    return page(request, "office/exchange/reconciliation.html", "customers", **facts)


@desk("customers.import")
@require_GET
def sheet_csv(request: OfficeRequest, key: UUID) -> HttpResponse:
    row = found(Import, request, key)
    content = reports.reconciliation(row, reconciling.sheet(row))
    return _file(b"".join(content), "reconciliation.csv")


@desk("balances.open", again=reconciliation)
@require_POST
def sign(request: OfficeRequest, key: UUID) -> HttpResponse:
    """The owner says that it is right."""
    row = found(Import, request, key)
    do(request, steps.sign, row=row, name=request.POST.get("name", ""))
    return done(request, "office:import_sheet", _("Signed."), key=key)


# -- what the pages show ----------------------------------------------------------------------


def _on(request: OfficeRequest, key: UUID, says: str) -> HttpResponse:
    working.came.set()
    if not says:
        return redirect("office:import_taken", key=key)
    return done(request, "office:import_taken", says, key=key)


def _progress(request: OfficeRequest, row: Import) -> dict[str, Any]:
    """How many rows of how many, and whether tills are waited for."""
    is_back = row.state == State.UNDOING
    done_ = sum(row.undone.values()) if is_back else row.rows
    total = row.created + row.updated if is_back else row.total
    return {"done": done_, "total": total, "polite": working.is_polite(request.house, request.at)}


def _layout(request: OfficeRequest, row: Import) -> dict[str, Any]:
    """How the file is read, and what could be chosen instead."""
    facts: dict[str, Any] = {
        "encodings": OFFERED,
        "delimiters": DELIMITERS.values(),
        "matches": policies.MATCHES.items(),
        "policy": steps.policy_of(row),
    }
    if row.problem:
        return facts
    with keeping.opened(row) as file:
        read = working.read_as(request.house, file, row)
        sample, top = read.table.sample(3), read.table.top
    columns = [
        (name, read.mapping.get(name) or "", [cells[at] for cells in sample if at < len(cells)])
        for at, name in enumerate(read.table.columns)
    ]
    unassigned = sum(not taken for _name, taken, _cells in columns)
    fields = reports.fields_to_choose(request.house)
    facts |= {"columns": columns, "unassigned": unassigned, "fields": fields}
    return facts | {"top": [(line, list(islice(cells, 6))) for line, cells in top]}


def _how(sent: Mapping[str, str]) -> dict[str, Any]:
    """What was chosen; a form that says nothing of a thing leaves it as it is."""
    how: dict[str, Any] = {}
    for name, longest in (("encoding", 40), ("delimiter", 16), ("match", 10)):
        if name in sent:
            how[name] = sent[name][:longest]
    if "header" in sent:
        line = sent["header"]
        how["header"] = int(line) if line.lstrip("-").isdecimal() and len(line) < 6 else None
    if "policy" in sent:
        how |= {"new": sent["policy"] != "known", "known": sent["policy"] != "new"}
    mapping = {name[4:]: field for name, field in sent.items() if name.startswith("map:")}
    return how | ({"mapping": mapping} if mapping else {})


def _is_mendable(row: Import) -> bool:
    return bool(row.refused) and keeping.path_of(row) is not None


def _name_of(request: OfficeRequest, label: str) -> str:
    ids = member_ids(label)
    rows = StaffMember.objects.of(request.house).filter(pk__in=ids)
    return next((one.name for one in rows), "")


def _file(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
