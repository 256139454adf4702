"""The journal recomputed by others: hledger, and a reader here that knows none of our code."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from habitue.house.scope import house_scope
from habitue.ledger import journal
from tests.cast import Cast
from tests.ledger.recomputing import balances
from tests.site.damage import damage, lived_in

HLEDGER = shutil.which("hledger")
HEAD = re.compile(r"(\d{4}-\d\d-\d\d) \* (.*)")
POSTING = re.compile(r"    ([^ ;].*?)  (-?[\d.]+) (\S+)(?: = (-?[\d.]+) (\S+))?")


class Journal:
    """What a journal comes to: read as text, added up in decimals, nothing of ours imported."""

    def __init__(self, text: str) -> None:
        self.sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        self.wrong: list[str] = []
        self.transactions = self.assertions = 0
        self._open: dict[str, Decimal] = {}
        for line in text.splitlines():
            if HEAD.fullmatch(line):
                self._end()
                self.transactions += 1
            elif posting := POSTING.fullmatch(line):
                self._post(*posting.groups())
        self._end()

    def _post(self, account: str, amount: str, unit: str, said: str, said_in: str) -> None:
        self.sums[account, unit] += Decimal(amount)
        self._open[unit] = self._open.get(unit, Decimal()) + Decimal(amount)
        if said is not None:
            self.assertions += 1
            if self.sums[account, said_in] != Decimal(said):
                self.wrong.append(f"{account}: {self.sums[account, said_in]}, not {said}")

    def _end(self) -> None:
        self.wrong += [f"a transaction is out by {out}" for out in self._open.values() if out]
        self._open = {}


def written(cast: Cast, *days: Any) -> str:
    with house_scope(cast.house):
        return "\n".join(journal.lines(cast.house, *days)) + "\n"


def ours(cast: Cast) -> dict[str, Decimal]:
    """Our balances, debit positive, in the units a journal shows."""
    from habitue.ledger.models import AccountRow

    found = {}
    truth = balances(cast.house)
    for row in AccountRow.objects.of(cast.house):
        stands = truth.get(row.code, 0) if row.balance is None else row.balance
        signed = Decimal(stands if row.holding == "debit" else -stands)
        found[row.code] = signed if row.unit == "points" else signed / 100
    return found


def hledger(text: str, *words: str) -> subprocess.CompletedProcess[str]:
    if HLEDGER is None:
        pytest.skip("hledger is not installed: no other program recomputed the journal")
    command = [HLEDGER, "-f", "-", *words]
    return subprocess.run(command, input=text, capture_output=True, text=True)


def by_hledger(text: str) -> dict[str, Decimal]:
    said = hledger(text, "bal", "--flat", "-E", "--no-total", "-O", "csv")
    assert said.returncode == 0, said.stderr
    rows = list(csv.reader(io.StringIO(said.stdout)))[1:]
    return {account: Decimal(amount.split()[0]) for account, amount in rows}


@pytest.fixture
def several_days(noon: Any, cast: Cast) -> Cast:
    lived_in(cast)
    noon.shift(timedelta(days=2))
    cast.top_up(cast.carol, "12.34")
    cast.pay(cast.bill(3, cast.carol), "wallet")
    return cast


def test_another_reader_gets_the_same_for_every_account(several_days: Cast) -> None:
    read = Journal(written(several_days))

    assert read.wrong == []
    assert read.assertions > 5 and read.transactions > 15
    assert {account: amount for (account, _), amount in read.sums.items()} == ours(several_days)


def test_hledger_gets_the_same_for_every_account(several_days: Cast) -> None:
    text = written(several_days)

    assert hledger(text, "check").returncode == 0
    assert by_hledger(text) == ours(several_days)


def test_a_period_begins_with_what_stood_before(several_days: Cast) -> None:
    from habitue.house.days import business_day
    from tests.conftest import NOON

    day = business_day(several_days.house, NOON) + timedelta(days=1)

    later, earlier = written(several_days, day), written(several_days, None, day)

    assert Journal(later).wrong == Journal(earlier).wrong == []
    assert hledger(later, "check").returncode == hledger(earlier, "check").returncode == 0
    stands = {account: sum_ for account, sum_ in ours(several_days).items() if sum_}
    assert {account: sum_ for account, sum_ in by_hledger(later).items() if sum_} == stands
    assert "12.34" in later and "12.34" not in earlier


@pytest.mark.unbalanced
def test_both_see_a_balance_that_is_not_the_sum(several_days: Cast) -> None:
    damage("UPDATE ledger_account SET balance = balance + 1 WHERE code LIKE 'wallet:%:paid'")

    text = written(several_days)

    assert Journal(text).wrong
    assert "balance assertion" in hledger(text, "check").stderr


def test_it_is_written_page_by_page(several_days: Cast, monkeypatch: Any) -> None:
    whole = written(several_days)
    monkeypatch.setattr(journal, "PAGE", 2)

    pages = written(several_days)

    assert Journal(pages).sums == Journal(whole).sums
    assert Journal(pages).assertions == Journal(whole).assertions


def test_the_command(habitue: Any, several_days: Cast, tmp_path: Path) -> None:
    said = habitue("journal", "--from", "2026-03-15")

    assert said.code == 0
    assert Journal(said.out).wrong == []
