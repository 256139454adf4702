"""A customer file understood for one house: its table, its mapping, its reader, its warnings."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.utils.translation import gettext as _

from habitue.customers import free
from habitue.exchange import reading
from habitue.exchange.policies import AS_EVER, Policy
from habitue.exchange.reading import evidence, mapping
from habitue.exchange.reading.drafts import Draft, Reader, Refused
from habitue.exchange.reading.evidence import Customs
from habitue.exchange.reading.mapping import Guess
from habitue.exchange.reading.table import AS_IT_IS, Asked, Table
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
    policy: Policy = AS_EVER
    ahead: Callable[[int], Iterator[Draft | Refused]] | None = None  # who else reads it

    def drafts(self, after: int = 0) -> Iterator[Draft | Refused]:
        """What the rows after one of them say."""
        if self.ahead is not None:
            return self.ahead(after)
        read = self.reader.read
        return (read(row) for row in self.table.rows() if row.number > after)

    @property
    def fingerprint(self) -> str:
        """The same file read in the same way: an import of it that broke off goes on."""
        way: list[object] = [self.digest, self.table.encoding, self.mapping]
        if self.policy != AS_EVER:
            way.append(self.policy.kept)
        return hashlib.sha256(canonical(way).encode()).hexdigest()


def understand(
    house: House,
    file: BinaryIO,
    *,
    at: datetime,
    name: str = "",
    encoding: str | None = None,
    asked: Mapping[str, str] | None = None,
    layout: Asked = AS_IT_IS,
    policy: Policy = AS_EVER,
) -> Understood:
    """Find out what `file` is. `asked` corrects the mapping, column by column.

    Raises UnreadableFile.
    """
    table = reading.open_file(file, language=house.language, encoding=encoding, asked=layout)
    own = free.by_header(free.fields_of(house))
    guessed = mapping.with_own(mapping.guess(table.columns, table.sample()), own)
    chosen = mapping.corrected(guessed, asked or {}, set(own.values()))
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
        policy=policy,
    )


def _digest(file: BinaryIO) -> str:
    sum_ = hashlib.sha256()
    file.seek(0)
    while piece := file.read(_CHUNK):
        sum_.update(piece)
    return sum_.hexdigest()
