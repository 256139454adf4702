"""What verifying the books last found, on the owner's first page."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from habitue.site import books, nightly, verifying
from tests.cast import Cast
from tests.fronts.office.conftest import Desk


def verified(cast: Cast) -> None:
    books.seal_pending(cast.house)
    findings = list(books.examine(cast.house))
    verifying.record(cast.house, findings, by=nightly.NIGHT, key="verify 2026-03-14")


def test_in_order(noon: Any, cast: Cast, office: Desk) -> None:
    assert "Books checked" not in office.see("").content.decode()

    verified(cast)

    page = office.see("").content.decode()
    assert "14 Mar 13:00</time>, all in order." in page


@pytest.mark.unbalanced
def test_what_does_not_hold_is_said_in_sentences(noon: Any, cast: Cast, office: Desk) -> None:
    cast.top_up(cast.carol, 10)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_account SET balance = 5 WHERE balance = 1000")
    verified(cast)

    page = office.see("").content.decode()

    assert "The books do not add up." in page
    assert "Every balance is the sum of its moves" in page


def test_only_who_keeps_the_house_reads_it(noon: Any, cast: Cast, as_role: Any) -> None:
    verified(cast)

    assert "Books checked" not in as_role("bookkeeper").see("").content.decode()
