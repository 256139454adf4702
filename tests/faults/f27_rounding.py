"""F27 rounding: `tests/bills/test_cents.py`, at the drill's length and with its own seed."""

from __future__ import annotations

from tests.faults.by_pytest import number, run_tests
from tests.faults.frame import Drill


def run(drill: Drill) -> None:
    which = "million" if drill.is_full else "no_cent_is_lost_or_invented"
    said = run_tests(drill, "tests/bills/test_cents.py", "-k", which, count=drill.size("bills"))
    if drill.is_full:
        bills, split = number(said, r"(\d+) bills"), number(said, r"(\d+) split")
        drill.really("bills", bills, at_least=drill.size("bills"))
        drill.really("of them split", split, at_least=bills // 10)
    else:
        drill.count(bills=drill.size("bills"))
