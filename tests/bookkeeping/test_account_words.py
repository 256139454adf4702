"""Every kind of account has a name, in whatever the program posts."""

from __future__ import annotations

from habitue.bookkeeping.account_words import words
from habitue.house import sql
from habitue.ledger.summing import part
from tests.cast import Cast
from tests.site.damage import lived_in


def test_every_account_of_a_house_lived_in_has_a_name(cast: Cast, noon: object) -> None:
    lived_in(cast)

    parts = {row[0] for row in sql.rows(f"SELECT DISTINCT {part('code')} FROM ledger_account")}

    assert {"sales", "wallet:paid", "receivable", "points"} <= parts
    assert [one for one in sorted(parts) if words(one) == one] == []
    assert words("tender:card") == words("tender:card:1") == "Card"
    assert words("nobody:knows") == "nobody:knows"
