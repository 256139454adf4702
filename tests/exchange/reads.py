"""Reading made short for tests: text or bytes in, drafts and fates out."""

import datetime as dt
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

from habitue.exchange import reading
from habitue.exchange.reading import evidence, mapping
from habitue.exchange.reading.drafts import Draft, Reader, Refused
from habitue.exchange.reading.evidence import Customs

FRENCH = Customs("FR", "fr", "EUR", dt.date(2026, 3, 14))
AMERICAN = replace(FRENCH, country="US", language="en", currency="USD")
ENGLISH = replace(FRENCH, country="GB", language="en")


def table(
    content: str | bytes, language: str = "fr", encoding: str | None = None
) -> reading.Table:
    raw = content.encode() if isinstance(content, str) else content
    return reading.open_file(io.BytesIO(raw), language=language, encoding=encoding)


def opened(path: Path, language: str = "en") -> reading.Table:
    return table(path.read_bytes(), language)


def fates(
    source: reading.Table | str | bytes,
    customs: Customs = FRENCH,
    asked: dict[str, str] | None = None,
) -> list[Draft | Refused]:
    found = source if isinstance(source, reading.Table) else table(source, customs.language)
    guessed = mapping.corrected(mapping.guess(found.columns, found.sample()), asked or {})
    conventions = evidence.weigh(found, guessed, customs)
    reader = Reader(found.columns, guessed, customs, conventions)
    return [reader.read(row) for row in found.rows()]


def drafts(source: reading.Table | str | bytes, customs: Customs = FRENCH) -> list[Draft]:
    found = fates(source, customs)
    assert all(isinstance(fate, Draft) for fate in found), found
    return [fate for fate in found if isinstance(fate, Draft)]


def draft(customs: Customs = FRENCH, **cells: str) -> Draft:
    """The draft of one row whose columns are named by our keys (`__` stands for a dot)."""
    [only] = drafts(_one_row(cells), customs)
    return only


def refused(customs: Customs = FRENCH, **cells: str) -> Refused:
    [only] = fates(_one_row(cells), customs)
    assert isinstance(only, Refused), only
    return only


def _one_row(cells: dict[str, str]) -> str:
    named = {"last_name": "Dupont"} | cells
    header = ",".join(_quoted(key.replace("__", ".")) for key in named)
    return header + "\n" + ",".join(map(_quoted, named.values())) + "\n"


def _quoted(text: Any) -> str:
    return '"' + str(text).replace('"', '""') + '"'


def warned(fate: Draft) -> list[str]:
    return [warning.field for warning in fate.warnings]
