"""Files in and out."""

import tempfile
from typing import BinaryIO, Literal, cast
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, HttpResponse
from ninja import File, Form, Router, UploadedFile
from pydantic import BaseModel, Field

from habitue.exchange import actions as exchange
from habitue.exchange import exporting, reports, steps, undoing, writing
from habitue.exchange.actions import BATCH, Understood
from habitue.exchange.models import Import
from habitue.exchange.policies import Policy
from habitue.exchange.tally import Tally
from habitue.fronts.api.entry import ApiRequest, reads, writes
from habitue.fronts.api.problems import TooLarge
from habitue.fronts.api.rendering import respond
from habitue.fronts.api.shown import imports as shown
from habitue.fronts.api.shown.imports import ImportOut
from habitue.house.scope import house_scope
from habitue.kit.refusals import Malformed
from habitue.operations import actions as operations
from habitue.operations.models import Operation

router = Router(tags=["files"])
CSV = {
    "responses": {
        200: {"description": "OK", "content": {"text/csv": {"schema": {"type": "string"}}}}
    }
}


class Asked(BaseModel):
    """How the file is to be taken; `map` corrects columns: `COLUMN=field`.

    `match`: by which sign alone a row is recognised. `only`: leave the others out.
    """

    dry_run: bool = False
    encoding: str | None = Field(None, max_length=40)
    map: list[str] = Field([], max_length=200)
    match: Literal["", "user_id", "cards", "email", "phone"] = ""
    only: Literal["", "new", "known"] = ""

    @property
    def policy(self) -> Policy:
        return Policy(self.match, self.only != "known", self.only != "new")


@router.post("/imports/customers", response={201: ImportOut})
@writes("customers.import")
def take(request: ApiRequest, file: File[UploadedFile], asked: Form[Asked]) -> HttpResponse:
    """Take a file of customers: CSV, XLSX, vCard, JSON lines. Sent again, it goes on."""
    understood = _understood(request, file, asked)
    tally = exchange.try_out(request.house, request.by, understood) if asked.dry_run else None
    answer = _begun(request, understood, asked, tally)
    if tally is None:
        exchange.carry_out(request.house, request.by, understood, answer.id or UUID(int=0))
    with house_scope(request.house):
        row = shown.find(request, answer.id or UUID(int=0))
        body = shown.show(row, reports.tried(understood, tally) if tally else None)
    return respond(body, 201, replayed=answer.replayed)


def _understood(request: ApiRequest, file: UploadedFile, asked: Asked) -> Understood:
    if (file.size or 0) > settings.UPLOAD_LIMIT_BYTES:
        raise TooLarge()
    if any("=" not in one for one in asked.map):
        raise Malformed(field="map")
    return exchange.understand(
        request.house,
        cast("BinaryIO", file.file),
        at=request.at,
        name=(file.name or "").replace("\0", ""),
        encoding=asked.encoding or None,
        asked=dict(one.rsplit("=", 1) for one in asked.map),
        policy=asked.policy,
    )


def _begun(
    request: ApiRequest, file: Understood, asked: Asked, tally: Tally | None
) -> operations.Answer:
    """The import written down, once; the file counts by its digest."""

    def work(op: Operation) -> operations.Answer:
        row: Import = exchange.begin(op, file=file, trial=asked.dry_run)
        if tally is not None:
            tally.store(op.house, row.id)
        return operations.Answer(row.id, status=201)

    body = {"file": file.digest, **asked.model_dump()}
    what = {"method": request.method, "path": request.path, "body": body}
    return operations.run(operations.Request(request.house, request.by, request.key, what), work)


@router.post("/imports/{uuid:import_id}/undo", response=ImportOut)
@writes("customers.import", "customers.archive")
def undo(request: ApiRequest, import_id: UUID) -> HttpResponse:
    """Take the whole import back; what was used or changed since stays, as `undone` counts it."""
    with house_scope(request.house):
        row = shown.find(request, import_id)
    what = {"method": request.method, "path": request.path}
    asked = operations.Request(request.house, request.by, request.key, what)
    operations.run(asked, lambda op: operations.Answer(steps.undo(op, row=row).id))
    undoing.carry_out(request.house, request.by, row.id, lambda: BATCH)
    with house_scope(request.house):
        return respond(shown.show(shown.find(request, import_id)))


@router.get("/imports/{uuid:import_id}", response=ImportOut)
@reads("customers.import")
def detail(request: ApiRequest, import_id: UUID) -> HttpResponse:
    return respond(shown.show(shown.find(request, import_id)))


@router.get("/exports/customers.csv", openapi_extra=CSV)
@writes("customers.export")
def export(request: ApiRequest) -> FileResponse:
    """Everyone who is not archived, as a file that an import reads back unchanged."""
    exporting.record(request.house, request.by)
    held = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    with house_scope(request.house):
        rows = exporting.rows(request.house, exporting.everyone(request.house))
        for piece in writing.csv_chunks(rows, exporting.keys(request.house)):
            held.write(piece)
    held.seek(0)
    return FileResponse(
        held, as_attachment=True, filename="customers.csv", content_type="text/csv; charset=utf-8"
    )
