"""What a merge would do, what was merged, and what the book suggests."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet, Subquery

from habitue.customers.models import Customer
from habitue.house.models import House
from habitue.house_accounts.models import HouseAccount
from habitue.ledger import actions as ledger
from habitue.merging.models import Look, Merge, Suggestion
from habitue.prepaid import reports as prepaid

MERGE = "merge:"  # what entries of a merge refer to
COUNTED = 1_000  # suggestions are counted up to here


def ledger_codes(house: House, people: Iterable[UUID]) -> list[str]:
    """The accounts of everything these people have and owe."""
    return [code for codes in codes_by(house, people).values() for code in codes]


def codes_by(house: House, people: Iterable[UUID]) -> dict[UUID, list[str]]:
    """Those of each; two statements."""
    codes = {id_: [f"points:{id_}"] for id_ in people}
    for id_, wallet in prepaid.wallets_of(house, codes).items():
        codes[id_] += prepaid.codes_of(wallet)
    accounts = HouseAccount.objects.of(house).filter(customer_id__in=list(codes))
    for id_, account in accounts.values_list("customer_id", "id"):
        codes[id_] += [f"receivable:{account}", f"in_hand:{account}"]
    return codes


def last_move(house: House, people: Iterable[UUID]) -> UUID | None:
    """The newest movement of these people's accounts, but for merges that were undone."""
    ids = list(people)
    return max(last_moves(house, ids, ledger_codes(house, ids)).values(), default=None)


def last_moves(house: House, people: Sequence[UUID], codes: Sequence[str]) -> dict[str, UUID]:
    """The newest movement of each of `codes`, all of these people; but for merges that were
    undone: they are as if they had never been. Two statements."""
    theirs = Q(kept_id__in=people) | Q(merged_id__in=people)
    undone = Merge.objects.of(house).filter(theirs, undone_at__isnull=False)
    gone = [f"{MERGE}{id_}" for id_ in undone.values_list("id", flat=True)]
    return ledger.last_moves(house, codes, gone)


Place = tuple[int, UUID]  # score and id of the last suggestion of a page


def suggestions(
    house: House, *, limit: int = 50, after: Place | None = None, weak: bool = False
) -> tuple[list[Suggestion], Place | None]:
    """Who may be the same, the surest first, and where to go on; both are still in the book.

    `weak`: those that share no more than namesakes do, instead of the others.
    """
    rows = _standing(house, weak).select_related("first", "second").order_by("-score", "-id")
    if after is not None:
        score, id_ = after
        rows = rows.filter(Q(score__lt=score) | Q(score=score, pk__lt=id_), score__lte=score)
    found = list(rows[: limit + 1])
    more = found[limit - 1] if len(found) > limit else None
    return found[:limit], (more.score, more.id) if more else None


def count(house: House, *, weak: bool = False) -> int:
    """How many there are; COUNTED where there are as many or more."""
    return _standing(house, weak)[:COUNTED].count()


def _standing(house: House, weak: bool) -> QuerySet[Suggestion, Suggestion]:
    """Those of the look that is shown, between people who are still in the book."""
    shown = _ended(house).values("id")[:1]
    # IN, for an index: Django spells `weak=False` as NOT, which SQLite looks up in none
    rows = Suggestion.objects.of(house).filter(look_id=Subquery(shown), weak__in=[weak])
    return rows.filter(first__archived_at=None, second__archived_at=None)


def _ended(house: House) -> QuerySet[Look, Look]:
    rows = Look.objects.of(house).filter(ended_at__isnull=False, failed=False)
    return rows.order_by("-at", "-id")


def last_look(house: House) -> Look | None:
    """The look that is shown: the last that came to its end."""
    return _ended(house).first()


def looks(house: House) -> tuple[Look | None, Look | None]:
    """The look that is shown, and the last one where that is another: under way, or broken off."""
    newest: Look | None = Look.objects.of(house).order_by("-at", "-id").first()
    if newest is None or (newest.ended_at and not newest.failed):
        return newest, None
    return last_look(house), newest


@dataclass(frozen=True, slots=True)
class Told:
    """A standing merge as its survivor tells of it; `why_not`: why it cannot be undone."""

    merge: Merge
    name: str
    at: datetime
    why_not: str


def merges_of(house: House, kept: Customer, now: datetime) -> Sequence[Told]:
    """Who was merged into this record and can be seen so, the latest first."""
    from habitue.merging.undoing import obstacles

    rows = Merge.objects.of(house).filter(kept=kept, undone_at=None)
    found = list(rows.select_related("merged").order_by("-at", "-id"))
    for row in found:
        row.kept, row.merged.house = kept, house
    problems = obstacles(house, found, now)
    return [
        Told(row, row.merged.display_name, row.at, says.sentence if says else "")
        for row, says in zip(found, problems, strict=True)
    ]
