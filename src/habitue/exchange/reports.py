"""What an import came to, as the command and the API tell it; and the rows to mend."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from habitue.exchange.files import Understood
from habitue.exchange.models import Fate, FateKind, Import
from habitue.exchange.reading.formulas import guarded, unguarded
from habitue.exchange.tally import MOST_WARNINGS, Tally

Told = dict[str, Any]


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
        **{kind: counts[kind] for kind in ("created", "updated", "unchanged")},
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
        "refused": list(refused),
        "warnings": [*_of_file(row.warnings), *warnings[:MOST_WARNINGS]],
    }


def _of_file(texts: Iterable[str]) -> list[Told]:
    return [{"row": None, "field": None, "text": text} for text in texts]


def refused_rows(file: Understood, row: Import) -> Iterator[bytes]:
    """The rows that were refused, as they stood in the file, each with its reason: to mend."""
    fates = Fate.objects.of(row.house_id).filter(of=row, fate=FateKind.REFUSED)
    reasons = dict(fates.values_list("row", "reason"))
    held = io.StringIO(newline="")
    writer = csv.writer(held, lineterminator="\r\n")
    writer.writerow([*file.table.columns, _("Why it was refused")])
    for record in file.table.rows():
        if record.number in reasons:
            cells = list(record.cells) or [""] * len(file.table.columns)
            writer.writerow([*map(_guarded, cells), guarded(reasons[record.number])])
    yield held.getvalue().encode("utf-8", "replace")


def _guarded(cell: str) -> str:
    """A cell that stood in a file may carry its guard already."""
    return guarded(unguarded(cell))
