"""Questions to the ledger: balances, movements, turnover."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Q, QuerySet, Sum, Value, When

from habitue.house.models import House
from habitue.ledger.accounts import Account, Holding
from habitue.ledger.models import AccountRow, Entry, MoveRow
from habitue.ledger.posting import Move


@dataclass(frozen=True, slots=True)
class Movement:
    """One change of one guarded account, as a statement shows it."""

    id: UUID  # of the move
    entry: UUID
    kind: str
    reference: str
    code: str
    unit: str
    incoming: bool  # the account grew
    amount: int
    balance_after: int
    at: datetime
    business_day: date
    actor: str
    till_id: UUID | None


def balances(house: House, codes: Iterable[str]) -> dict[str, int]:
    """Balance of each guarded account among `codes`; an account never used has 0."""
    wanted = list(codes)
    found = dict(
        AccountRow.objects.of(house)
        .filter(code__in=wanted, balance__isnull=False)
        .values_list("code", "balance")
    )
    return {code: found.get(code, 0) for code in wanted}


def movements(
    house: House, codes: Sequence[str], *, limit: int = 50, before: UUID | None = None
) -> list[Movement]:
    """Changes of the guarded accounts `codes`, newest first, older than `before`."""
    accounts = dict(AccountRow.objects.of(house).filter(code__in=codes).values_list("id", "code"))
    if not accounts:
        return []
    found: dict[tuple[UUID, str], Movement] = {}
    for side in ("debit", "credit"):
        rows = MoveRow.objects.of(house).filter(**{f"{side}_id__in": list(accounts)})
        if before:
            rows = rows.filter(pk__lt=before)
        for move in rows.select_related("entry", side).order_by("-pk")[:limit]:
            movement = _movement(move, side)
            found[movement.id, side] = movement
    return sorted(found.values(), key=lambda one: one.id, reverse=True)[:limit]


def _movement(move: MoveRow, side: str) -> Movement:
    account: AccountRow = getattr(move, side)
    entry: Entry = move.entry
    return Movement(
        id=move.id,
        entry=entry.id,
        kind=entry.kind,
        reference=entry.reference,
        code=account.code,
        unit=move.unit,
        incoming=account.holding == side,
        amount=move.amount,
        balance_after=getattr(move, f"{side}_after") or 0,
        at=entry.at,
        business_day=entry.business_day,
        actor=entry.actor,
        till_id=entry.till_id,
    )


def entry_moves(house: House, entry: UUID) -> list[Move]:
    """The moves of `entry` in order, with the accounts they name."""
    rows = (
        MoveRow.objects.of(house)
        .filter(entry_id=entry)
        .select_related("debit", "credit")
        .order_by("number")
    )
    return [Move(_account(row.debit), _account(row.credit), row.amount) for row in rows]


def kinds(house: House, entries: Iterable[UUID]) -> dict[UUID, tuple[str, date]]:
    """What each of `entries` was, and on which business day."""
    rows = Entry.objects.of(house).filter(pk__in=list(entries))
    return {id_: (kind, day) for id_, kind, day in rows.values_list("id", "kind", "business_day")}


def _account(row: AccountRow) -> Account:
    return Account(row.code, row.unit, Holding(row.holding), guarded=row.balance is not None)


def turnover(house: House, prefix: str, **when: Any) -> dict[str, tuple[int, int]]:
    """Debited and credited sums per account whose code starts with `prefix`.

    `when` filters entries: `business_day=…`, `recorded_at__gte=…`.
    """
    where = Q(**{f"entry__{key}": value for key, value in when.items()})
    sums: dict[str, list[int]] = {}
    for index, side in enumerate(("debit", "credit")):
        rows = (
            MoveRow.objects.of(house)
            .filter(where, **{f"{side}__code__startswith": prefix})
            .values_list(f"{side}__code")
            .annotate(total=Sum("amount"))
        )
        for code, total in rows:
            sums.setdefault(code, [0, 0])[index] = total
    return {code: (pair[0], pair[1]) for code, pair in sums.items()}


@dataclass(frozen=True, slots=True)
class Turned:
    """What entries of one kind moved on one business day, on one part of the accounts."""

    day: date
    kind: str
    part: str
    amount: int
    entries: int


def daily(
    house: House,
    kinds: Iterable[str],
    days: tuple[date, date],
    *,
    parts: Mapping[str, tuple[str, str]],
    references: "QuerySet[Any, Any] | None" = None,
    tills: "QuerySet[Any, Any] | None" = None,
) -> list[Turned]:
    """What entries of these `kinds` moved from the first to the last of `days`; one statement.

    `parts` names moves by how a code on either side begins and ends; the rest has no name.
    `references` and `tills` keep to the entries that carry one of them.
    """
    moves = MoveRow.objects.of(house).filter(
        entry__kind__in=list(kinds), entry__business_day__range=days
    )
    if references is not None:
        moves = moves.filter(entry__reference__in=references)
    if tills is not None:
        moves = moves.filter(entry__till_id__in=tills)
    named = [When(_on(*shape), then=Value(name)) for name, shape in parts.items()]
    rows = (
        moves.annotate(part=Case(*named, default=Value("")))
        .values_list("entry__business_day", "entry__kind", "part")
        .annotate(total=Sum("amount"), entries=Count("entry_id", distinct=True))
    )
    return [Turned(*row) for row in rows]


def _on(starts: str, ends: str) -> Q:
    debit = Q(debit__code__startswith=starts, debit__code__endswith=ends)
    return debit | Q(credit__code__startswith=starts, credit__code__endswith=ends)
