"""Bringing customers from a file: looked at first, then taken, the refused rows handed back."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from habitue.customers.models import Customer
from habitue.exchange.models import Import
from tests.cast import Cast
from tests.fronts.office.conftest import Desk

FILE = "Name;Vorname;E-Mail;Telefon\r\nLefèvre;Élodie;elodie@example.org;06 71 20 42 18\r\n;;;\r\n;;only@example.org;\r\n"  # noqa: E501


def sent(content: str | bytes, name: str = "regulars.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())


def look(office: Desk, content: str | bytes = FILE, **more: Any) -> Any:
    return office.client.post("/office/import/try", {"file": sent(content)} | more, follow=True)


def test_a_file_is_looked_at_and_nothing_is_taken(office: Desk, cast: Cast) -> None:
    shown = look(office)

    told = shown.context["told"]
    assert (told["created"], len(told["refused"])) == (1, 1)
    assert "Élodie Lefèvre" in shown.content.decode()
    assert not Customer.objects.of(cast.house).exists()


def test_taken_with_a_fate_for_every_row(office: Desk, cast: Cast) -> None:
    look(office)

    taken = office.client.post("/office/import/take", follow=True)

    row = Import.objects.of(cast.house).get()
    assert Customer.objects.of(cast.house).get().email == "elodie@example.org"
    assert (row.created, row.refused) == (1, 1)
    assert [fate.row for fate in taken.context["fates"]] == [1, 2]
    mend = office.see(f"import/{row.id}/refused.csv").content.decode()
    assert "only@example.org" in mend and "Lefèvre" not in mend


def test_a_column_is_taken_for_something_else(office: Desk, cast: Cast) -> None:
    look(office, "Who,Number\r\nAlice,4711\r\n")

    again = office.client.post(
        "/office/import/try",
        {"again": "1", "map:Who": "last_name", "map:Number": "user_id"},
        follow=True,
    )

    assert again.context["told"]["created"] == 1
    assert again.context["told"]["mapping"] == {"Who": "last_name", "Number": "user_id"}


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n" + b"\0" * 200])
def test_what_is_no_table_is_said(office: Desk, cast: Cast, content: bytes) -> None:
    shown = look(office, content)

    assert shown.status_code == 422
    assert b"data-faults" in shown.content


def test_too_large_a_file_is_said(office: Desk, cast: Cast, settings: Any) -> None:
    settings.UPLOAD_LIMIT_BYTES = 2**20

    shown = look(office, b"Name\r\n" + b"A" * 2**20)

    assert shown.status_code == 413
    assert b"larger than 1 MB" in shown.content


def test_a_file_nobody_came_back_for_is_thrown_away(office: Desk, settings: Any) -> None:
    folder = Path(settings.DATA_DIR) / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    old, young = folder / "old", folder / "young"
    for left in (old, young):
        left.write_text("Alice;06 71 20 42 18")
    two_days_ago = time.time() - 172_800
    os.utime(old, (two_days_ago, two_days_ago))

    look(office)

    assert (old.exists(), young.exists()) == (False, True)
    young.unlink()


def test_without_a_file_there_is_nothing_to_take(office: Desk, cast: Cast) -> None:
    assert office.client.post("/office/import/take").status_code == 422
    assert office.see("import/trial").status_code == 422
    assert office.see("import/").status_code == 200


def test_a_cashier_imports_nobody(as_role: Callable[[str], Desk]) -> None:
    desk = as_role("cashier")

    assert desk.see("import/").status_code == 403
    assert look(desk).status_code == 403
