"""F4 every transaction is taken back twice at once: exactly one of the two succeeds.

In process, two threads at a barrier: a ledger entry, a payment on a bill, a bill saved on account,
a whole refund, and the refund of a top-up. The other one must hear a refusal of the house.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

from tests.faults.clients import rules
from tests.faults.frame import Drill

Twice = Callable[[Any], Any]


class Reversals:
    """Makes one transaction of each kind; what takes it back."""

    def __init__(self, drill: Drill) -> None:
        from habitue.house.models import House
        from tests.cast import Cast

        self.luck = drill.random
        self.cast = Cast(House.objects.get())
        self.kinds = [self.entry, self.payment, self.wallet_payment, self.saved, self.refund]
        self.kinds.append(self.top_up)

    def amount(self) -> str:
        return f"{self.luck.randint(1, 90)}.{self.luck.randint(0, 99):02}"

    def entry(self) -> Twice:
        from habitue.ledger import actions as ledger
        from habitue.points import adjusting

        alice, some = self.cast.alice, self.luck.randint(1, 500)
        made = self.cast.act(
            adjusting.adjust, customer=alice, up=True, points=some, reason="twice"
        )

        def back(op: Any) -> Any:
            op.require("balances.adjust")
            return ledger.reverse(op, made, kind="points.adjust")

        return back

    def payment(self, tender: str = "cash") -> Twice:
        from habitue.bills import actions as bills

        bill = self.cast.bill(self.amount(), self.cast.alice)
        paid = self.cast.pay(bill, tender)
        return lambda op: bills.take_back(op, bill=bill.id, payment=paid.id)

    def wallet_payment(self) -> Twice:
        self.cast.top_up(self.cast.alice, 100)
        return self.payment("wallet")

    def top_up(self) -> Twice:
        from habitue.prepaid import returning

        row = self.cast.top_up(self.cast.carol, self.amount())
        return lambda op: returning.refund_top_up(op, top_up=row.id)

    def saved(self) -> Twice:
        from habitue.bills import actions as bills

        bill = self.cast.save(self.cast.bill(self.amount(), self.cast.acme))
        return lambda op: bills.reopen(op, bill=bill.id)

    def refund(self) -> Twice:
        from habitue.bills import actions as bills

        bill = self.cast.bill(self.amount(), self.cast.alice)
        self.cast.pay(bill, "cash")
        self.cast.close(bill)
        return lambda op: bills.refund(op, bill=bill.id)


def run(drill: Drill) -> None:
    rules(proof_rule="vouch")
    reversals = Reversals(drill)
    told: Counter[str] = Counter()
    together = 0
    for number in range(drill.size("reversals")):
        kind = reversals.kinds[number % len(reversals.kinds)]
        outcomes, overlapped = _twice(reversals.cast.act, kind())
        together += overlapped
        told.update(outcomes)
        drill.expect(outcomes.count("done") == 1, f"{kind.__name__}: {outcomes}")
        refusals = [one for one in outcomes if one != "done"]
        drill.expect(all(" " not in one for one in refusals), f"{kind.__name__}: {refusals}")
    drill.count(transactions=drill.size("reversals"), taken_back=told["done"])
    drill.count(refused=sum(told.values()) - told["done"])
    drill.really("pairs that overlapped", together, at_least=drill.size("reversals") // 2)


def _twice(act: Callable[..., Any], back: Twice) -> tuple[list[str], bool]:
    """How the two ended, and whether the second began before the first had."""
    from django.db import connection

    from habitue.kit.refusals import Refusal

    start, outcomes = threading.Barrier(2), []
    began, ended = [], []
    lock = threading.Lock()

    def one() -> None:
        import time

        start.wait()
        began.append(time.perf_counter())
        try:
            act(back)
            said = "done"
        except Refusal as refusal:
            said = refusal.code
        except Exception as problem:  # must show, not vanish in its thread
            said = f"crashed: {problem!r}"
        finally:
            ended.append(time.perf_counter())
            connection.close()
        with lock:
            outcomes.append(said)

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes, max(began) < min(ended)
