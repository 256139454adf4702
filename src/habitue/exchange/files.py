"""A customer file understood for one house: its table, its mapping, its reader, its warnings."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.utils.translation import gettext as _

from habitue.exchange import reading
from habitue.exchange.reading import evidence, mapping
from habitue.exchange.reading.drafts import Reader
from habitue.exchange.reading.evidence import Customs
from habitue.exchange.reading.mapping import Guess
from habitue.exchange.reading.table import Table
from habitue.house.days import local_date
from habitue.house.models import House
from habitue.kit.seals import canonical

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Understood:
    """How a file will be read; nothing of it is in the book yet."""

    name: str
    digest: str
    table: Table
    mapping: Guess
    reader: Reader
    warnings: tuple[str, ...]

    @property
    def fingerprint(self) -> str:
        """The same file read in the same way: an import of it that broke off goes on."""
        way = [self.digest, self.table.encoding, self.mapping]
        return hashlib.sha256(canonical(way).encode()).hexdigest()


def understand(
    house: House,
    file: BinaryIO,
    *,
    at: datetime,
    name: str = "",
    encoding: str | None = None,
    asked: Mapping[str, str] | None = None,
) -> Understood:
    """Find out what `file` is. `asked` corrects the mapping, column by column.

    Raises UnreadableFile.
    """
    table = reading.open_file(file, language=house.language, encoding=encoding)
    chosen = mapping.corrected(mapping.guess(table.columns, table.sample()), asked or {})
    customs = Customs(house.country, house.language, house.currency, local_date(house, at))
    found = evidence.weigh(table, chosen, customs)
    warnings = [*table.warnings, *found.warnings]
    for column in mapping.secret(table.columns):
        warnings.append(_("“{column}” is never read.").format(column=column[:60]))
    return Understood(
        name=name,
        digest=_digest(file),
        table=table,
        mapping=chosen,
        reader=Reader(table.columns, chosen, customs, found),
        warnings=tuple(warnings),
    )


def _digest(file: BinaryIO) -> str:
    sum_ = hashlib.sha256()
    file.seek(0)
    while piece := file.read(_CHUNK):
        sum_.update(piece)
    return sum_.hexdigest()
