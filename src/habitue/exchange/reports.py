"""What an import came to, as the command and the API tell it; and the rows to mend."""

import codecs
import csv
import io
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from habitue.customers import catalogue, free
from habitue.customers.catalogue import FIELDS, IMPORT_ONLY
from habitue.exchange.files import Understood
from habitue.exchange.models import Fate, FateKind, Import
from habitue.exchange.reading.formulas import guarded, unguarded
from habitue.exchange.reading.layout import DELIMITERS
from habitue.exchange.reconciling import PARTS, Line
from habitue.exchange.tally import MOST_WARNINGS, Tally
from habitue.house.models import House
from habitue.operations.models import Operation

Told = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Through:
    """The import through which something was done, and whether that took it back."""

    id: UUID
    is_undo: bool


def through(house: House, operations: Collection[UUID]) -> dict[UUID, Through]:
    """Of these operations those that an import did."""
    rows = Operation.objects.of(house).filter(pk__in=operations, key__startswith="import:")
    found = {}
    for operation, key in rows.values_list("id", "key"):
        _import, id_, what = (*key.split(":", 2), "")[:3]
        with suppress(ValueError):  # whoever begins one from a program names it as they like
            found[operation] = Through(UUID(id_), what.startswith("undo"))
    return found


def tried(file: Understood, tally: Tally) -> Told:
    """A dry run."""
    counts = {kind.value: count for kind, count in tally.counts.items()}
    return {
        "format": file.table.format,
        "encoding": file.table.encoding,
        "delimiter": file.table.delimiter,
        "header_line": file.table.header_line,
        "mapping": file.mapping,
        "rows": sum(counts.values()),
        **{kind: counts[kind] for kind in ("created", "updated", "unchanged", "skipped")},
        "refused": tally.refused,
        "warnings": [*_of_file(tally.file_warnings), *tally.warned],
    }


def told(row: Import) -> Told:
    """An import that was kept, taken or tried."""
    fates = Fate.objects.of(row.house_id).filter(of=row).order_by("row")
    refused = fates.filter(fate=FateKind.REFUSED).values("row", "field", "reason")
    warned = fates.exclude(warnings=[]).values_list("row", "warnings")[:MOST_WARNINGS]
    warnings = [
        {"row": number, "field": about, "text": text}
        for number, said in warned
        for about, text in said
    ]
    return {
        "format": row.format,
        "encoding": row.encoding,
        "delimiter": row.delimiter,
        "header_line": row.header_line,
        "mapping": row.mapping,
        "rows": row.rows,
        "created": row.created,
        "updated": row.updated,
        "unchanged": row.unchanged,
        "skipped": row.skipped,
        "refused": list(refused),
        "warnings": [*_of_file(row.warnings), *warnings[:MOST_WARNINGS]],
    }


def _of_file(texts: Iterable[str]) -> list[Told]:
    return [{"row": None, "field": None, "text": text} for text in texts]


def refused_rows(file: Understood, row: Import) -> Iterator[bytes]:
    """The rows that were refused, as they stood in the file, each with its reason: to mend."""
    fates = Fate.objects.of(row.house_id).filter(of=row, fate=FateKind.REFUSED)
    reasons = dict(fates.values_list("row", "reason"))
    mark = next((m for m, name in DELIMITERS.items() if name == file.table.delimiter), ",")
    held = io.StringIO(newline="")
    writer = csv.writer(held, delimiter=mark, lineterminator="\r\n")
    yield codecs.BOM_UTF8
    writer.writerow([*file.table.columns, _("Why it was refused")])
    for record in file.table.rows():
        if record.number in reasons:
            cells = list(record.cells) or [""] * len(file.table.columns)
            writer.writerow([*map(_guarded, cells), guarded(reasons[record.number])])
            yield taken(held)
    yield taken(held)


def taken(held: io.StringIO) -> bytes:
    piece = held.getvalue().encode("utf-8", "replace")
    held.seek(0)
    held.truncate()
    return piece


def fields_to_choose(house: House) -> list[tuple[str, Any]]:
    """What a column can be taken for, the house's own fields with them."""
    fields = [(field.key, field.label) for field in (*FIELDS, *IMPORT_ONLY)]
    return fields + [(catalogue.FREE + one.key, one.name) for one in free.fields_of(house)]


def reconciliation(row: Import, lines: Iterable[Line]) -> Iterator[bytes]:
    """The sheet as a file: a line for each kind of balance, then whoever signed."""
    held = io.StringIO(newline="")
    writer = csv.writer(held, lineterminator="\r\n")
    columns = ["kind", *PARTS, "booked", "taken_back", "unexplained"]
    writer.writerow(columns)
    for line in lines:
        writer.writerow([_figure(row, line, part) for part in columns])
    if row.signed_at:
        writer.writerow(["signed", guarded(row.signed_name), row.signed_at.isoformat()])
    yield taken(held)


def _figure(row: Import, line: Line, part: str) -> str:
    value = getattr(line, part)
    is_money = part not in ("kind", "rows") and line.kind != "points"
    return row.house.money(value).text if is_money else str(value)


def _guarded(cell: str) -> str:
    """A cell that stood in a file may carry its guard already."""
    return guarded(unguarded(cell))
