"""What a record is looked up by: only those that share a key are weighed.

The keys stand hashed in sorted runs of whole numbers, eight bytes each, so that a large book
takes little room; two keys of one hash only mean that a pair more is weighed.
"""

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from habitue.kit import text
from habitue.merging.likeness import skeleton

MOST_TOGETHER = 12  # records that share a key; more of them say nothing by it
ALWAYS = 400  # the same for a phone, an e-mail, a number: few have these by chance
PLACE = 24  # bits of a record's place; the rest of 64 are of the key's hash
RUNS = 6  # bits of the hash that say in which run


def plain(value: str) -> str:
    """A text as records are compared by it: words of letters and digits."""
    return " ".join(WORDS_APART.split(text.normalise(value))).strip()


WORDS_APART = re.compile(r"[^\w]+")


@dataclass(slots=True)
class Record:
    """One customer as they are compared: normalised words, digits; empty where not known."""

    first: str = ""
    last: str = ""
    company: str = ""
    emails: Sequence[str] = ()
    phones: Sequence[str] = ()
    numbers: Sequence[str] = ()  # cards held once, search code, tax number
    birthday: str = ""  # YYYYMMDD, MMDD
    street: str = ""
    postal_code: str = ""
    city: str = ""
    words: Sequence[str] = field(default_factory=tuple)  # of the company

    @property
    def sides(self) -> tuple[str, str]:
        return self.first, self.last


SURE = "penx"  # kinds of keys: phone, e-mail, number, exact name


def keys(record: Record) -> set[str]:
    """What this record is looked up by; the first letter says of which kind."""
    found = {f"p{phone[-9:]}" for phone in record.phones}
    found |= {f"e{email}" for email in record.emails}
    found |= {f"l{local_part(email)}" for email in record.emails if len(local_part(email)) > 4}
    found |= {f"g{email[:3]}{email.partition('@')[2][:5]}" for email in record.emails}
    found |= {f"n{number}" for number in record.numbers}
    if len(record.birthday) == 8:
        found.add(f"b{record.birthday}")
        found.add(f"m{record.birthday[4:]}{record.postal_code}{record.first[:2]}")
    found |= set(_of_names(record)) | set(_of_places(record))
    for word in record.words:
        if len(word) > 3:
            found.add(f"w{word}{record.city[:4]}")
    if record.company:
        found.add(f"x{record.company}")
    return found


def _of_names(record: Record) -> Iterator[str]:
    """A name in either order, as it is written, as it sounds, by its beginnings and its end."""
    first, last = sorted(record.sides)
    if first and last:
        yield f"x{first} {last}"
        for one, other in ((record.first, record.last), (record.last, record.first)):
            yield f"k{skeleton(one)}{other[:1]}"
            yield f"s{skeleton(one)}{other[:2]}{record.birthday[:4]}"
            yield f"s{skeleton(one)}{other[:1]}{record.postal_code}"
            yield f"t{one[:3]}{other[:3]}"
            yield f"u{one[-3:]}{other[:2]}{record.city[:3]}"
    for name in filter(None, record.sides):
        yield f"v{name}{record.birthday}{record.postal_code}{record.city[:3]}"
        if record.birthday:
            yield f"y{name[:4]}{record.birthday[:6]}"


def _of_places(record: Record) -> Iterator[str]:
    if record.street:
        yield f"a{record.street.replace(' ', '')}"
        number = "".join(c for c in record.street if c.isdigit())
        for word in record.street.split():
            if len(word) > 3 and not word.isdigit():
                yield f"d{number}{word[:5]}{record.postal_code[:3]}"
    for name in record.sides:
        if name and record.postal_code:
            yield f"h{name[:4]}{record.postal_code}"


def local_part(email: str) -> str:
    return email.partition("@")[0]


class Index:
    """Every key of every record, and who shares one."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._records = records
        self._runs = [array("Q") for _ in range(1 << RUNS)]
        for place, record in enumerate(records):
            for key in keys(record):
                hashed = _hashed(key)
                self._runs[hashed & (1 << RUNS) - 1].append(hashed << PLACE | place)
        for number, run in enumerate(self._runs):
            self._runs[number] = array("Q", sorted(run))

    def after(self, place: int) -> list[int]:
        """Those further on in the book that share a key with this one, each once."""
        found: set[int] = set()
        for key in keys(self._records[place]):
            hashed = _hashed(key)
            run = self._runs[hashed & (1 << RUNS) - 1]
            start = bisect_left(run, hashed << PLACE)
            most = ALWAYS if key[0] in SURE else MOST_TOGETHER
            there = run[start : start + most + 1]
            end = bisect_left(there, hashed + 1 << PLACE)
            if end <= most:
                found.update(one & (1 << PLACE) - 1 for one in there[:end])
        return sorted(one for one in found if one > place)


def _hashed(key: str) -> int:
    return hash(key) & (1 << 64 - PLACE) - 1
