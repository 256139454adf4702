"""The command, run inside the test: what it printed, what it complained of, its exit code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from habitue.site import command


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str


@pytest.fixture
def habitue(db: None, capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """`habitue("token", "--staff", …)`, without a process of its own."""

    def run(*words: str) -> Said:
        capsys.readouterr()
        try:
            code = command.run(words)
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 1
        out, err = capsys.readouterr()
        return Said(code, out, err)

    return run
