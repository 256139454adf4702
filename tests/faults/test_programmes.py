"""The short form of every fault programme, each in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.faults.frame import PROGRAMMES
from tests.serving import Installation

DATABASE = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2].replace("sqlite3", "sqlite")
HERE = [code for code, one in PROGRAMMES.items() if DATABASE in one.databases and one.is_written]
SEED = os.environ.get("HABITUE_FAULTS_SEED", "1")


@pytest.mark.races
@pytest.mark.parametrize("code", HERE)
def test_short_form(prepared: Installation, code: str) -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "tests.faults", code, "--short", "--seed", SEED),
            *("--prepared", str(prepared.folder)),
        ],
        env=os.environ | {"HABITUE_DATABASE_URL": prepared.database_url},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=PROGRAMMES[code].seconds / 10,
    )
    print(done.stdout)
    if done.returncode == 2:
        pytest.skip(done.stdout.strip().splitlines()[-1])
    assert done.returncode == 0
