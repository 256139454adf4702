"""Who may be the same guest: pairs found by what they share, weighed field by field.

Nobody is compared with everybody. Each record has keys (its phone, its e-mail, how its name
sounds …), only records that share one are weighed, and a key half the book shares is no key.
A weight is how many times likelier an agreement is for one guest than for two (in doublings,
as Fellegi and Sunter count): a rare name says more than a common one.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log2

from habitue.kit import text
from habitue.merging.keys import WORDS_APART, Index, Record, local_part
from habitue.merging.likeness import CLOSE, EXACT, LIKE, OTHER, likeness, shared, within

SURER_THAN_CHANCE = 2.5  # doublings above what chance alone gives somewhere in the book
ELSEWHERE = 1_000  # guests a small book is reckoned to stand among: its own counts say little
LARGE = 2_000  # guests from which on a name alone is weak: namesakes are sure to be there
REASON_FROM = 2.0  # an agreement worth fewer doublings is no reason to show


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records (by their place) that may be one guest; `reasons` strongest first.

    `weak`: surer than chance only by what namesakes share too.
    """

    one: int
    other: int
    score: float
    reasons: tuple[str, ...]
    weak: bool = False


def pairs(records: Sequence[Record]) -> Iterator[Pair]:
    """Every pair surer than chance, in no order."""
    book = Book(records)
    for one, other in candidates(records):
        found = book.weigh(one, other)
        if found is not None:
            yield found


def candidates(records: Sequence[Record]) -> Iterator[tuple[int, int]]:
    """Pairs that share a key, each once."""
    index = Index(records)
    for one in range(len(records)):
        for other in index.after(one):
            yield one, other


class Book:
    """How common names and places are here, which is what an agreement is worth."""

    def __init__(self, records: Sequence[Record]) -> None:
        self.records = records
        self.size = max(len(records), 2)
        self.names = Counter(side for one in records for side in one.sides if side)
        self.words = Counter(word for one in records for word in set(one.words))
        self.streets = Counter(one.street for one in records if one.street)
        self.codes = Counter(one.postal_code for one in records if one.postal_code)
        self.cities = Counter(one.city for one in records if one.city)
        self.enough = log2(self.size) + SURER_THAN_CHANCE

    def weigh(self, one: int, other: int) -> Pair | None:
        """The pair with its reasons, or None where it is no surer than chance."""
        a, b = self.records[one], self.records[other]
        named, mails = self._names(a, b), _emails(a, b)
        others = [
            self._company(a, b),
            _birthday(a, b),
            _phones(a, b),
            _numbers(a, b),
            *self._places(a, b),
        ]
        told = [named, mails, *others]
        score = sum(weight for weight, _reason in told)
        if score < self.enough or not _agrees_twice(told):
            return None
        held = [_beside_the_name(a, b, named[0], mails), *others]
        score = named[0] + sum(weight for weight, _reason in held)
        weak = score < self.enough or (self.size >= LARGE and _says_only_its_name(named, held))
        reasons = sorted((part for part in told if part[0] >= REASON_FROM), reverse=True)
        shown = tuple(dict.fromkeys(reason for _weight, reason in reasons if reason))
        return Pair(one, other, score, shown, weak) if shown else None

    def _rare(self, counts: Counter[str], value: str, most: float) -> float:
        """How much an agreement on `value` says: as much as it is rare, here and elsewhere."""
        return min(log2((self.size + ELSEWHERE) / (counts[value] + 1)), most)

    def _names(self, a: Record, b: Record) -> "Told":
        straight = self._sides(a.first, b.first, 11) + self._sides(a.last, b.last, 12)
        known = a.first and a.last and b.first and b.last
        crossed = (
            self._sides(a.first, b.last, 11) + self._sides(a.last, b.first, 12) - 1
            if (known or not (a.first and b.first)) and a.sides != b.sides
            else straight
        )
        if crossed > max(straight, REASON_FROM):
            return crossed, "swapped"
        exact = a.first == b.first and a.last == b.last
        return straight, "name" if exact else "name_like"

    def _sides(self, one: str, other: str, most: float) -> float:
        if not one or not other:
            return 0.0
        how = likeness(one, other)
        if how == OTHER:
            return _pieces(one, other)
        worth = max(self._rare(self.names, one, most), self._rare(self.names, other, most))
        return worth * (0.0, 0.35, 0.75, 1.0)[how]

    def _company(self, a: Record, b: Record) -> "Told":
        if not a.words or not b.words:
            return 0.0, ""
        if a.company == b.company:
            return max(sum(self._rare(self.words, word, 9) for word in a.words), 6.0), "company"
        alike = shared(a.words, b.words)
        if alike < 0.45:
            return -5.0, ""
        both = set(a.words) & set(b.words)
        worth = sum(self._rare(self.words, word, 9) for word in both) or 4.0
        return worth * alike, "company_like"

    def _places(self, a: Record, b: Record) -> Iterable["Told"]:
        yield self._street(a, b)
        yield _place(a.postal_code, b.postal_code, self._rare(self.codes, a.postal_code, 8)), ""
        if not (a.postal_code and b.postal_code):  # a town says little beside its code
            yield _place(a.city, b.city, self._rare(self.cities, a.city, 6)), ""

    def _street(self, a: Record, b: Record) -> "Told":
        if not a.street or not b.street:
            return 0.0, ""
        worth = self._rare(self.streets, a.street, 10)
        if a.street == b.street:
            return worth, "address"
        alike = _streets(a.street.split(), b.street.split())
        return (worth * alike, "address_like") if alike >= 0.6 else (-2.0, "")


def _agrees_twice(told: Sequence["Told"]) -> bool:
    """A name alone is a reason only where nothing speaks against it: namesakes are many."""
    name, *others = told
    if name[0] < REASON_FROM:
        return True
    return any(weight >= REASON_FROM for weight, _ in others) or (
        name[1] in ("name", "swapped") and all(weight >= 0 for weight, _ in others)
    )


def _says_only_its_name(named: "Told", others: Sequence["Told"]) -> bool:
    return named[0] >= REASON_FROM and all(weight <= 0 for weight, _reason in others)


Told = tuple[float, str]  # doublings for or against, and the reason they are


def _pieces(one: str, other: str) -> float:
    """Two names that differ: a double name may hold the other."""
    common = set(one.split()) & set(other.split())
    return 3.0 if any(len(word) > 2 for word in common) else -4.0


def _streets(one: Sequence[str], other: Sequence[str]) -> float:
    """How alike two addresses are: another house number is another house; more words around
    the same ones are the same house."""
    numbers = [next((w for w in words if w[:1].isdigit()), "") for words in (one, other)]
    if all(numbers) and likeness(*numbers) in (OTHER, LIKE):
        return 0.0
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) > 2 and set(shorter) <= set(longer):
        return 0.9
    return shared(one, other)


def _place(one: str, other: str, worth: float) -> float:
    if not one or not other:
        return 0.0
    how = likeness(one, other)
    if how in (EXACT, CLOSE):
        return worth * (0.6 if how == EXACT else 0.3)
    return 0.0 if how == LIKE else -1.0


def _birthday(a: Record, b: Record) -> Told:
    one, other = a.birthday, b.birthday
    if not one or not other:
        return 0.0, ""
    if one == other:
        return (13.0 if len(one) == 8 else 7.0), "birthday"
    if one[-4:] == other[-4:]:  # another year, or none
        return (6.0 if len(one) != len(other) else 5.0), "birthday"
    if len(one) == len(other) == 8:
        return _slip_in_a_day(one, other)
    return -4.0, ""


def _slip_in_a_day(one: str, other: str) -> Told:
    if one[:4] + one[6:] + one[4:6] == other:  # day and month the other way round
        return 7.0, "birthday_like"
    if within(one, other, 1):
        return 6.0, "birthday_like"
    if one[:6] == other[:6] or within(one, other, 2):
        return 2.0, "birthday_like"
    return -4.0, ""


def _emails(a: Record, b: Record) -> Told:
    if not a.emails or not b.emails:
        return 0.0, ""
    if set(a.emails) & set(b.emails):
        return 13.0, "email"
    best: Told = (-1.0, "")
    for one in a.emails:
        for other in b.emails:
            if _begin_or_end_alike(one, other) and within(one, other, 2):
                best = max(best, (8.0, "email_like"))
            elif len(local_part(one)) > 4 and local_part(one) == local_part(other):
                best = max(best, (7.0, "email_like"))
    return best


def _beside_the_name(a: Record, b: Record, named: float, alike: Told) -> Told:
    """Namesakes have similar addresses, told apart by a number: what is made of the name was
    said by it already. A slip in the letters is a slip."""
    if alike[1] != "email_like" or _slipped(a, b):
        return alike
    rests = [_without_names(record) for record in (a, b)]
    if all(rest == _locals(record) for rest, record in zip(rests, (a, b), strict=True)):
        return alike
    more = 4.0 if any(len(rest) > 1 for rest in rests[0] & rests[1]) else 0.0
    worth = max(alike[0] - max(named, 0.0), more)
    return worth, "email_like" if worth else ""


def _slipped(a: Record, b: Record) -> bool:
    """Whether two addresses are one with a slip that is not another number."""
    return any(
        text.digits(one) == text.digits(other) and within(one, other, 2)
        for one in a.emails
        for other in b.emails
    )


def _locals(record: Record) -> set[str]:
    return {WORDS_APART.sub("", local_part(email)) for email in record.emails}


def _without_names(record: Record) -> set[str]:
    """What is left of addresses once the person's names are taken out."""
    left = _locals(record)
    for name in sorted(record.sides, key=len, reverse=True):
        bare = name.replace(" ", "")
        left = {one.replace(bare, "") for one in left} if len(bare) > 2 else left
    return left


def _begin_or_end_alike(one: str, other: str) -> bool:
    """Whether two addresses are worth counting slips in: most are not."""
    if len(one) < 8 or len(other) < 8:
        return False
    mine, theirs = local_part(one), local_part(other)
    return mine[:2] == theirs[:2] or mine[-3:] == theirs[-3:]


def _phones(a: Record, b: Record) -> Told:
    if not a.phones or not b.phones:
        return 0.0, ""
    if {one[-9:] for one in a.phones} & {one[-9:] for one in b.phones}:
        return 12.0, "phone"
    return -1.0, ""


def _numbers(a: Record, b: Record) -> Told:
    return (13.0, "number") if set(a.numbers) & set(b.numbers) else (0.0, "")
