"""`habitue export customers` and `habitue import customers`: what one writes the other reads."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.serving import Installation
from tests.templates import PROGRAM


def test_json_lines_come_back_by_the_command(tmp_path: Path) -> None:
    installation = Installation(tmp_path)
    installation.set_up()
    people, lines = installation.folder / "people.csv", installation.folder / "people.jsonl"
    people.write_text("first_name,discount_percent,notes\nZoé,2.5,'=1+1\n", "utf-8")
    installation.habitue("import", "customers", str(people))
    lines.write_text(installation.habitue("export", "customers", "--format", "jsonl"), "utf-8")

    told = json.loads(installation.habitue("import", "customers", str(lines), "--json"))

    assert (told["format"], told["rows"], told["unchanged"]) == ("jsonl", 1, 1)


@pytest.mark.slow
def test_killed_half_way_the_command_goes_on_with_the_same_file(tmp_path: Path) -> None:
    installation = Installation(tmp_path)
    installation.set_up()
    people = tmp_path / "people.csv"
    rows = "".join(f"U{n},Guest {n},1.00,2\n" for n in range(4_000))
    people.write_text("user_id,first_name,opening_paid,opening_points\n" + rows)

    _killed_at_some_row(installation, people)
    before = installation.asked("SELECT count(*) FROM exchange_fate")[0][0]
    told = json.loads(installation.habitue("import", "customers", str(people), "--json"))

    assert 0 < before < 4_000
    assert (told["rows"], told["created"]) == (4_000, 4_000)
    assert installation.asked("SELECT count(*), sum(remaining_minor) FROM prepaid_lot") == [
        (4_000, 400_000)
    ]
    assert installation.asked("SELECT count(*) FROM exchange_import") == [(1,)]
    installation.habitue("verify")


def _killed_at_some_row(installation: Installation, people: Path) -> None:
    """As when the power goes: no warning, no clearing up."""
    child = subprocess.Popen(
        [PROGRAM, "import", "customers", str(people)],
        env=installation.environment,
        stdout=subprocess.DEVNULL,
    )
    patience = time.monotonic() + 60
    while installation.asked("SELECT count(*) FROM exchange_fate")[0][0] < 500:
        assert time.monotonic() < patience and child.poll() is None
        time.sleep(0.05)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
