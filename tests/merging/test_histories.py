"""Merges, and merges undone, among all that can happen: nothing is lost, nor another's."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from habitue.bills import actions as bills
from habitue.bills.models import Bill
from habitue.house_accounts.models import Charge
from habitue.ledger import actions as ledger
from habitue.merging import actions as merging
from habitue.merging.models import Merge
from habitue.prepaid import returning
from habitue.prepaid.models import TopUp
from tests.cast import Cast, make_customer
from tests.conftest import offenders
from tests.ledger.recomputing import wrong
from tests.ledger.test_properties import VERBS, Evening, undone

GUARDED = ("wallet:", "points:", "receivable:", "in_hand:")


class Mergers(Evening):
    """An evening on which records become one, and two again."""

    def merge(self, pick: int, minor: int) -> None:
        kept, merged = self.person(pick), self.person(minor)
        before = sums(self.cast)
        self.cast.act(merging.merge, kept=kept.id, merged=merged.id)
        assert sums(self.cast) == before

    def unmerge(self, pick: int, minor: int) -> None:
        made = list(Merge.objects.of(self.cast.house).order_by("id"))
        if not made:
            return
        before = sums(self.cast)
        self.cast.act(merging.undo, merge=made[minor % len(made)].id)
        assert sums(self.cast) == before

    def there_and_back(self, pick: int, minor: int) -> None:
        """Merged and undone at once, every account of both is what it was."""
        kept, merged = self.person(pick), self.person(minor)
        before = accounts(self.cast), owing(self.cast)
        made = self.cast.act(merging.merge, kept=kept.id, merged=merged.id)
        self.cast.act(merging.undo, merge=made.id)
        assert (accounts(self.cast), owing(self.cast)) == before

    def refund(self, pick: int, minor: int) -> None:
        self.cast.act(bills.refund, bill=self.bill(pick))

    def give_back(self, pick: int, minor: int) -> None:
        made = list(TopUp.objects.of(self.cast.house).order_by("id"))
        if made:
            self.cast.act(returning.refund_top_up, top_up=made[minor % len(made)].id)


def accounts(cast: Cast) -> dict[str, int]:
    """What stands on each account of customers."""
    turned = {
        code: (debit, credit)
        for prefix in GUARDED
        for code, (debit, credit) in ledger.turnover(cast.house, prefix).items()
    }
    found = {code: abs(debit - credit) for code, (debit, credit) in turned.items()}
    return {code: balance for code, balance in found.items() if balance}


def sums(cast: Cast) -> dict[str, int]:
    """All there is of each kind of value, whoever has it; clawed back points count below zero."""
    found: dict[str, int] = {}
    for prefix in GUARDED:
        for code, (debit, credit) in ledger.turnover(cast.house, prefix).items():
            kind = prefix + (code.rpartition(":")[2] if prefix == "wallet:" else "")
            found[kind] = found.get(kind, 0) + credit - debit
    return {kind: balance for kind, balance in found.items() if balance}


def owing(cast: Cast) -> list[tuple[Any, ...]]:
    rows = Charge.objects.of(cast.house).filter(open_minor__gt=0).order_by("id")
    charges = list(rows.values_list("id", "account_id", "open_minor"))
    of_bills = Bill.objects.of(cast.house).order_by("id")
    return [*charges, *of_bills.values_list("id", "customer_id", "state")]


MORE = ["merge", "merge", "merge", "unmerge", "there_and_back", "there_and_back"]
STEPS = st.lists(
    st.tuples(
        st.sampled_from([*VERBS, *MORE, "refund", "give_back"]),
        st.integers(0, 7),
        st.integers(1, 3_000),
    ),
    min_size=8,
    max_size=30,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_whatever_happens_all_sums_are_kept(cast: Cast, steps: list[tuple[str, int, int]]) -> None:
    cast.rule(earn_bp=1_000, points_per_unit=1, point_worth_minor=7, gift_days=30)
    named = [cast.alice, cast.acme, cast.bob, cast.carol]
    with undone():
        more = [
            make_customer(cast.house, first_name=name, on_account_allowed=True)
            for name in ("Dan", "Eve", "Finn")
        ]
        evening = Mergers(cast, [*named, *more])
        evening.do("top_up", 4, 2_000)

        for step in steps:
            evening.do(*step)

        assert wrong(cast.house) == []
        assert offenders() == []
