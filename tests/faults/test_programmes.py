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
# disks that fill, whole databases that come and go; and what races of the rooms try there as well
SLOW = {"F11", "F21"} | ({"F3", "F4", "F22"} if DATABASE == "postgresql" else set())
SEED = int(os.environ.get("HABITUE_FAULTS_SEED", "1"))
TRIES = 3  # others share the machine: a kill may meet nothing three times


@pytest.mark.races
@pytest.mark.parametrize(
    "code", [pytest.param(code, marks=pytest.mark.slow if code in SLOW else ()) for code in HERE]
)
def test_short_form(prepared: Installation, code: str) -> None:
    for seed in range(SEED, SEED + TRIES):
        done = short(prepared, code, seed)
        print(done.stdout)
        if done.returncode != 3:  # 3: nothing wrong, but the fault hardly happened
            break
    if done.returncode == 2:
        pytest.skip(done.stdout.strip().splitlines()[-1])
    assert done.returncode == 0


def short(prepared: Installation, code: str, seed: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            *(sys.executable, "-m", "tests.faults", code, "--short", "--seed", str(seed)),
            *("--prepared", str(prepared.folder)),
        ],
        env=os.environ | {"HABITUE_DATABASE_URL": prepared.database_url},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=PROGRAMMES[code].seconds / 10,
    )
