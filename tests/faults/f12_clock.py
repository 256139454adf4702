"""F12 the clock: `tests/shifts/test_clocks.py`, at the drill's length and with its own seed."""

from __future__ import annotations

import re

from tests.faults.by_pytest import number, run_tests
from tests.faults.frame import Drill


def run(drill: Drill) -> None:
    said = run_tests(drill, "tests/shifts/test_clocks.py")
    drill.really("cases", number(said, r"(\d+) cases"), at_least=drill.size("cases"))
    for kind, times in re.findall(r"'([^']+)': (\d+)", said):
        drill.really(kind, int(times), at_least=1)
