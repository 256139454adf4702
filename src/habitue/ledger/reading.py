"""Questions to the ledger: balances, movements, turnover."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Q, QuerySet, Sum, Value, When

from habitue.house import sql
from habitue.house.acting import Act
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
    if not wanted:
        return {}
    found = dict(
        sql.rows(  # asked on every payment: no ORM between
            "SELECT code, balance FROM ledger_account"  # noqa: S608
            f" WHERE house_id = %s AND balance IS NOT NULL AND code IN ({_marks(wanted)})",
            [house.id, *wanted],
        )
    )
    return {code: found.get(code, 0) for code in wanted}


def movements(
    house: House, codes: Sequence[str], *, limit: int = 50, before: UUID | None = None
) -> list[Movement]:
    """Changes of the guarded accounts `codes`, newest first, older than `before`."""
    if not codes:
        return []
    older = [before] if before else []
    newest = " UNION ALL ".join(
        f"SELECT * FROM (SELECT a.code, a.holding = '{side}' AS incoming, '{side}' AS side,"  # noqa: S608
        " m.id, m.entry_id, m.unit,"
        f" m.amount, coalesce(m.{side}_after, 0) AS after FROM a JOIN ledger_move m"
        f" ON m.house_id = a.house_id AND m.{side}_id = a.id{' AND m.id < %s' if before else ''}"
        f" ORDER BY m.id DESC LIMIT %s) AS {side}s"
        for side in ("debit", "credit")
    )
    found = sql.rows(
        f"WITH {_accounts(codes)} SELECT n.id, n.entry_id, e.kind, e.reference, n.code, n.unit,"  # noqa: S608
        " n.incoming, n.amount, n.after, e.at, e.business_day, e.actor, e.till_id"
        f" FROM ({newest}) AS n JOIN ledger_entry e ON e.house_id = %s AND e.id = n.entry_id"
        " ORDER BY n.id DESC, n.side DESC LIMIT %s",
        [house.id, *codes, *older, limit, *older, limit, house.id, limit],
    )
    return [_movement(row) for row in found]


def balances_before(house: House, codes: Sequence[str], before: UUID) -> dict[str, int]:
    """What each of these guarded accounts held before the move `before`; one statement."""
    if not codes:
        return {}
    sides = " UNION ALL ".join(
        f"SELECT a.code, m.id, m.{side}_after AS after FROM a JOIN ledger_move m"  # noqa: S608
        f" ON m.house_id = a.house_id AND m.{side}_id = a.id AND m.id < %s"
        for side in ("debit", "credit")
    )
    found = sql.rows(_latest("after", codes, sides), [house.id, *codes, before, before])
    return dict.fromkeys(codes, 0) | {code: after or 0 for code, after in found}


def last_moves(house: House, codes: Sequence[str], but: Collection[str] = ()) -> dict[str, UUID]:
    """The newest move of each of these accounts that has one, but for those of entries that
    refer to `but`; one statement."""
    if not codes:
        return {}
    left_out = f" AND e.reference NOT IN ({_marks(but)})" if but else ""
    sides = " UNION ALL ".join(
        "SELECT a.code, m.id FROM a JOIN ledger_move m"  # noqa: S608
        f" ON m.house_id = a.house_id AND m.{side}_id = a.id"
        f" JOIN ledger_entry e ON e.house_id = m.house_id AND e.id = m.entry_id{left_out}"
        for side in ("debit", "credit")
    )
    found = sql.rows(_latest("id", codes, sides), [house.id, *codes, *but, *but])
    return {code: sql.as_id(id_) for code, id_ in found}


def _latest(column: str, codes: Collection[str], sides: str) -> str:
    """A statement for one column of the newest of `sides` on each account."""
    number = "row_number() OVER (PARTITION BY code ORDER BY id DESC) AS n"
    return (
        f"WITH {_accounts(codes)} SELECT code, {column}"  # noqa: S608
        f" FROM (SELECT code, {column}, {number} FROM ({sides}) AS m) AS last WHERE n = 1"
    )


def _accounts(codes: Collection[str]) -> str:
    """The accounts of these codes as `a`; the house, then the codes, are its values."""
    return (
        "a AS (SELECT id, house_id, code, holding FROM ledger_account"  # noqa: S608
        f" WHERE house_id = %s AND code IN ({_marks(codes)}))"
    )


def _marks(values: Collection[str]) -> str:
    return ", ".join(["%s"] * len(values))


def _movement(row: Sequence[Any]) -> Movement:
    id_, entry, kind, reference, code, unit, incoming, amount, after, at, day, actor, till = row
    return Movement(
        id=sql.as_id(id_),
        entry=sql.as_id(entry),
        kind=kind,
        reference=reference,
        code=code,
        unit=unit,
        incoming=bool(incoming),
        amount=amount,
        balance_after=after,
        at=sql.as_time(at),
        business_day=sql.as_day(day),
        actor=actor,
        till_id=sql.as_id_or_none(till),
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


def booked_by(
    op: Act, *, kinds: Iterable[str], references: Iterable[str], credited: Sequence[str] = ("",)
) -> dict[str, int]:
    """What whoever acts in `op` booked on its business day, by unit: entries of these kinds and
    references, and of them what went to accounts whose code begins with one of `credited`."""
    to = reduce(or_, (Q(credit__code__startswith=begins) for begins in credited))
    rows = (
        MoveRow.objects.of(op.house)
        .filter(
            to,
            entry__house=op.house,
            entry__reference__in=list(references),
            entry__kind__in=list(kinds),
            entry__business_day=op.business_day,
            entry__actor=op.by.label,
        )
        .values_list("unit")
        .annotate(total=Sum("amount"))
    )
    return dict(rows)


def of_operations(
    house: House | UUID,
    operations: "QuerySet[Any, Any]",
    since: datetime,
    parts: Mapping[str, tuple[str, str]],
) -> dict[str, int]:
    """What the entries of these operations moved on each part of the accounts, named by how a
    code on either side begins and ends; none of them is older than `since`."""
    named = [When(_on(*shape), then=Value(name)) for name, shape in parts.items()]
    rows = (
        MoveRow.objects.of(house)
        .filter(
            entry__house=house, entry__recorded_at__gte=since, entry__operation_id__in=operations
        )
        .annotate(part=Case(*named, default=Value("")))
        .values_list("part")
        .annotate(total=Sum("amount"))
    )
    return dict(rows)


def venue_of(house: House, entry: UUID) -> UUID | None:
    """Where an entry happened, as far as that is known."""
    return Entry.objects.of(house).filter(pk=entry).values_list("venue_id", flat=True).first()


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
