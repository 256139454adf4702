"""The whole ledger as a plain-text journal, for a program that is not ours to recompute (I09).

hledger and its relatives read it. A transaction for each entry; what was debited is positive, what
was credited negative; ids stay opaque. It ends in assertions: what we say stands on each guarded
account, to be refused by whoever adds up something else. A period begins with what stood before
it. It is written page by page, so that a ledger of any length takes no more memory than a page.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from habitue.house import sql
from habitue.house.models import House
from habitue.kit.currencies import exponent
from habitue.kit.money import Money
from habitue.ledger.accounts import POINTS

PAGE = 1_000
# what each top account is, for an income statement and a balance sheet
TYPES = {
    "drawer": "C", "tender": "A", "petty_cash": "A", "receivable": "A",
    "wallet": "L", "in_hand": "L", "points": "L", "open_bills": "L", "tips": "L",
    "sales": "R", "breakage": "R",
    "promotions": "X", "accumulations": "X", "write_offs": "X", "adjustments": "X",
    "over_short": "X", "points_issued": "X", "points_adjustments": "X",
    "opening": "E", "points_opening": "E",
}  # fmt: skip
ENTRIES = (
    "SELECT recorded_at, id, kind, reference, at, business_day, actor FROM ledger_entry"
    " WHERE house_id = %s AND recorded_at >= %s AND (recorded_at, id) > (%s, %s){days}"
    " ORDER BY recorded_at, id LIMIT %s"
)
MOVES = (
    "SELECT m.entry_id, d.code, c.code, m.amount, m.unit FROM ledger_move m"
    " JOIN ledger_account d ON d.id = m.debit_id JOIN ledger_account c ON c.id = m.credit_id"
    " WHERE m.house_id = %s AND m.entry_id IN ({marks}) ORDER BY m.entry_id, m.number"
)
ACCOUNTS = (
    "SELECT code, unit, holding, balance FROM ledger_account"
    " WHERE house_id = %s AND code > %s ORDER BY code LIMIT %s"
)
STOOD = (
    "SELECT a.code, a.unit, sum(l.step) FROM ("
    "SELECT m.debit_id AS account_id, m.amount AS step FROM ledger_entry e JOIN ledger_move m"
    " ON m.house_id = e.house_id AND m.entry_id = e.id"
    " WHERE e.house_id = %s AND e.business_day {then} %s"
    " UNION ALL SELECT m.credit_id, -m.amount FROM ledger_entry e JOIN ledger_move m"
    " ON m.house_id = e.house_id AND m.entry_id = e.id"
    " WHERE e.house_id = %s AND e.business_day {then} %s"
    ") l JOIN ledger_account a ON a.id = l.account_id"
    " GROUP BY a.code, a.unit, a.balance {having} ORDER BY a.code"
)
LONG_AGO = date(1, 1, 1)
BEFORE_ALL = ["0001-01-01 00:00:00", "0001-01-01 00:00:00", "0" * 32]


def lines(house: House, first: date | None = None, last: date | None = None) -> Iterator[str]:
    """The journal of the business days from `first` to `last`, without either the whole of it."""
    yield from _head(house, first, last)
    if first:
        yield from _opening(house, first)
    latest = first or LONG_AGO
    for page in _pages(house, first, last):
        moves = _moves(house, [entry[1] for entry in page])
        for entry in page:
            latest = max(latest, sql.as_day(entry[5]))
            yield from _transaction(entry, moves.get(entry[1], []))
    if latest != LONG_AGO:
        yield from _closing(house, last, latest)


def _transaction(
    entry: tuple[Any, ...], moves: Sequence[tuple[str, str, int, str]]
) -> Iterator[str]:
    _recorded, id_, kind, reference, at, day, actor = entry
    yield f"\n{sql.as_day(day)} * ({sql.as_id(id_)}) {kind}"
    yield f"    ; {reference or '-'} at {sql.as_time(at).isoformat()} by {actor}"
    for debit, credit, amount, unit in moves:
        yield _posting(debit, _amount(amount, unit))
        yield _posting(credit, _amount(-amount, unit))


def _head(house: House, first: date | None, last: date | None) -> Iterator[str]:
    period = f", {first or 'the first day'} to {last or 'the last'}" if first or last else ""
    yield f"; {house.slug}: the journal of its ledger{period}"
    yield "decimal-mark ."
    yield f"commodity 1000.{'0' * exponent(house.currency)} {house.currency}"
    yield f"commodity 1000. {POINTS}"
    for code, holding in _tops(house):
        yield f"account {code}  ; type: {TYPES.get(code, 'A' if holding == 'debit' else 'L')}"


def _tops(house: House) -> list[tuple[str, str]]:
    """The first word of every code there is."""
    top = sql.first_word("code")
    rows = sql.rows(
        f"SELECT {top}, min(holding) FROM ledger_account WHERE house_id = %s"  # noqa: S608
        f" GROUP BY {top} ORDER BY 1",
        [house.id],
    )
    return [(code, holding) for code, holding in rows]


def _opening(house: House, first: date) -> Iterator[str]:
    """What stood on every account before the period."""
    stood = sql.rows(
        STOOD.format(then="<", having="HAVING sum(l.step) <> 0"), [house.id, first] * 2
    )
    if stood:
        yield f"\n{first} * what stood before"
    for code, unit, step in stood:
        yield _posting(code, _amount(int(step), unit))


def _pages(
    house: House, first: date | None, last: date | None
) -> Iterator[Sequence[tuple[Any, ...]]]:
    """Entries in the order they were written, a page at a time."""
    bounds = [("business_day >= %s", first), ("business_day <= %s", last)]
    days = "".join(f" AND {bound}" for bound, day in bounds if day)
    given = [day for _bound, day in bounds if day]
    seen: list[Any] = BEFORE_ALL
    while page := sql.rows(ENTRIES.format(days=days), [house.id, *seen, *given, PAGE]):
        yield page
        recorded, id_ = page[-1][:2]
        seen = [recorded, recorded, id_]


def _moves(house: House, entries: Sequence[Any]) -> dict[Any, list[tuple[str, str, int, str]]]:
    marks = ", ".join(["%s"] * len(entries))
    rows = sql.rows(MOVES.format(marks=marks), [house.id, *entries])
    return {
        entry: [(debit, credit, amount, unit) for _, debit, credit, amount, unit in some]
        for entry, some in groupby(rows, key=lambda row: row[0])
    }


def _closing(house: House, last: date | None, on: date) -> Iterator[str]:
    """What we say stands on each guarded account: an assertion each."""
    yield "\n; what the book says, account by account"
    for number, (code, unit, balance) in enumerate(_said(house, last)):
        if number % PAGE == 0:
            yield f"\n{on} * what stands now"
        yield _posting(code, f"{_amount(0, unit)} = {_amount(balance, unit)}")


def _said(house: House, last: date | None) -> Iterator[tuple[str, str, int]]:
    """The balances the ledger keeps, debit positive; those of an earlier day are added up."""
    if last:
        guarded = "HAVING a.balance IS NOT NULL"
        for code, unit, step in sql.rows(
            STOOD.format(then="<=", having=guarded), [house.id, last] * 2
        ):
            yield code, unit, int(step)
        return
    seen = ""
    while page := sql.rows(ACCOUNTS, [house.id, seen, PAGE]):
        for code, unit, holding, balance in page:
            if balance is not None:
                yield code, unit, balance if holding == "debit" else -balance
        seen = page[-1][0]


def _posting(code: str, amount: str) -> str:
    return f"    {code}  {amount}"


def _amount(minor: int, unit: str) -> str:
    return f"{minor} {POINTS}" if unit == POINTS else f"{Money(minor, unit).text} {unit}"
