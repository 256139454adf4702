"""A programme that is a test of a room: run by pytest at the drill's length, its counts read."""

from __future__ import annotations

import os
import re
import subprocess
import sys

from tests.faults.frame import Drill


def run_tests(drill: Drill, *words: str, count: int = 0) -> str:
    """What the tests printed; wrong where one failed or none ran."""
    long = ["--faults"] if drill.is_full else []
    neutral = {name: one for name, one in os.environ.items() if not name.startswith("HABITUE_")}
    neutral.pop("DJANGO_SETTINGS_MODULE", None)
    neutral["HABITUE_SEED"] = str(drill.result.seed)
    if count and drill.is_full:
        neutral["HABITUE_COUNT"] = str(count)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", *long, *words],
        env=neutral,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    passed = re.search(r"(\d+) passed", done.stdout)
    drill.expect(done.returncode == 0 and passed is not None, done.stdout[-1_500:])
    return done.stdout


def number(said: str, pattern: str) -> int:
    """The first number that `pattern` finds in what was said; 0 where it says nothing."""
    found = re.search(pattern, said)
    return int(found[1].replace(",", "")) if found else 0
