"""What came of a file."""

from datetime import datetime
from typing import Any
from uuid import UUID

from habitue.exchange import reports
from habitue.exchange.models import Import
from habitue.fronts.api.entry import ApiRequest
from habitue.fronts.api.shown.kinds import Out
from habitue.kit.refusals import NotFound


class RefusedOut(Out):
    row: int
    field: str | None
    reason: str


class WarningOut(Out):
    row: int | None
    field: str | None
    text: str


class ImportOut(Out):
    """`rows` = created + updated + unchanged + skipped + refused; `dry_run`: nothing was written.

    `undone` counts rows by what undoing did: archived, restored, kept.
    """

    id: UUID
    dry_run: bool
    file_name: str
    format: str
    encoding: str | None
    delimiter: str | None
    header_line: int | None
    mapping: dict[str, str | None]
    rows: int
    created: int
    updated: int
    unchanged: int
    skipped: int
    refused: list[RefusedOut]
    warnings: list[WarningOut]
    at: datetime
    ended_at: datetime | None
    state: str
    undone: dict[str, int]
    undone_at: datetime | None


def find(request: ApiRequest, import_id: UUID) -> Import:
    found: Import | None = Import.objects.of(request.house).filter(pk=import_id).first()
    if found is None:
        raise NotFound("import")
    return found


def show(row: Import, told: reports.Told | None = None) -> dict[str, Any]:
    """`told` is what a dry run found; its counts stand in the row like those of any other."""
    names = ("rows", "created", "updated", "unchanged", "skipped")
    counts = {key: getattr(row, key) for key in names}
    return ImportOut(
        **{**(told or reports.told(row)), **counts},
        id=row.id,
        dry_run=row.trial,
        file_name=row.file_name,
        at=row.at,
        ended_at=row.ended_at,
        state=row.state,
        undone=row.undone,
        undone_at=row.undone_at,
    ).plain()
