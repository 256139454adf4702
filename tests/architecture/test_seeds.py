"""The table of behaviours names tests that are there, and counts itself rightly."""

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TABLE = (ROOT / "docs" / "seeds.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| S(\d+) \|.*\| (green|weaker|absent) \|$", re.MULTILINE)


def test_every_behaviour_has_its_row() -> None:
    assert [int(number) for number, _ in ROW.findall(TABLE)] == list(range(1, 116))


def test_the_sum_is_right() -> None:
    said = re.search(r"Now: (\d+) green, (\d+) weaker, (\d+) absent", TABLE)

    counted = Counter(state for _, state in ROW.findall(TABLE))

    assert said
    assert [int(one) for one in said.groups()] == [
        counted[state] for state in ("green", "weaker", "absent")
    ]


def test_every_test_it_names_is_there() -> None:
    missing = [
        named
        for named in sorted(set(re.findall(r"`(tests/[^`]+)`", TABLE)))
        if not _is_there(*named.partition("::")[::2])
    ]

    assert missing == []


def _is_there(path: str, name: str) -> bool:
    place = ROOT / path
    return place.exists() and (not name or f"def {name}(" in place.read_text(encoding="utf-8"))
