"""The books verified by night: once a date, written down, told to the owner where they fail."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from habitue.audit.models import CHECKED, AuditLine
from habitue.audit.reports import last_checked
from habitue.outbox.models import Letter
from habitue.site import nightly
from habitue.staff.models import Login
from tests.cast import Cast
from tests.serving import PROGRAM, Installation, copied


def now() -> datetime:
    return datetime.now(UTC)


def test_what_was_found_is_in_the_audit(noon: Any, habitue: Any, cast: Cast) -> None:
    cast.top_up(cast.carol, 10)

    assert habitue("verify", "--nightly").code == 0

    checked = last_checked(cast.house)
    assert checked is not None
    assert (checked.at, checked.failing) == (now(), [])
    assert AuditLine.objects.of(cast.house).get(verb=CHECKED).actor == "job:night"
    assert not Letter.objects.of(cast.house).exists()


def test_once_a_date_and_not_before_four(noon: Any, habitue: Any, cast: Cast) -> None:
    habitue("verify", "--nightly")
    due = [any(nightly.unverified(now()))]
    for hours in (14, 1):  # 03:00 and 04:00 in Paris, the next day
        noon.shift(timedelta(hours=hours))
        due.append(any(nightly.unverified(now())))

    assert due == [False, False, True]


@pytest.mark.unbalanced
def test_the_owner_reads_what_does_not_hold_in_their_language(
    noon: Any, habitue: Any, cast: Cast
) -> None:
    cast.top_up(cast.carol, 10)
    Login.objects.update(language="fr")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_account SET balance = 5 WHERE balance = 1000")

    assert habitue("verify", "--nightly").code == 1

    [letter] = Letter.objects.of(cast.house)
    assert (letter.to, letter.language) == ("chez.marthe@example.org", "fr")
    assert "I03: 1" in letter.text and "I18: 1" in letter.text
    checked = last_checked(cast.house)
    assert checked is not None
    assert {one.code for one in checked.failing} == {"I03", "I08", "I18"}


def test_by_hand_it_is_written_down_too_and_nobody_is_written_to(habitue: Any, cast: Cast) -> None:
    habitue("verify", "--json")

    assert AuditLine.objects.of(cast.house).get(verb=CHECKED).actor == "console"
    assert not Letter.objects.of(cast.house).exists()


def test_as_a_process_of_its_own(prepared: Installation, tmp_path: Path) -> None:
    """As `habitue serve` starts it: the lowest priority, ends with whoever began it."""
    with copied(prepared, tmp_path / "data") as box:

        def run(*words: str) -> subprocess.CompletedProcess[str]:
            command = [PROGRAM, "verify", "--nightly", *words]
            return subprocess.run(command, env=box.environment, capture_output=True, text=True)

        ahead = 12 - datetime.now(UTC).hour  # it is noon there
        box.asked(f"UPDATE house SET timezone = 'Etc/GMT{-ahead:+d}'")
        orphan, verified = run("1"), run(str(os.getpid()))

        assert orphan.returncode != 0  # its parent is gone
        assert verified.returncode == 0, verified.stderr
        done = box.asked(f"SELECT actor FROM audit_line WHERE verb = '{CHECKED}'")
        assert done == [("job:night",)]
