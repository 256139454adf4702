"""F2 the bank test, in process: value moves between 8 accounts, and its sum never changes.

The accounts are the points of 8 customers, which need no lots beside them. 16 threads transfer
through the ledger's one door, each in an operation of its own; 4 read all balances, and now and
then recompute each from its moves, in one statement. What a transfer cannot cover is refused; that
this happened, and that others wrote while a reader read, is the fault.
"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any

from tests.faults.frame import Drill

ACCOUNTS, WRITERS, READERS = 8, 16, 4
EACH = 1_000
READ = """
    SELECT a.code, a.balance, coalesce(sum(CASE WHEN m.credit_id = a.id THEN m.amount
           WHEN m.debit_id = a.id THEN -m.amount END), 0)
      FROM ledger_account a LEFT JOIN ledger_move m
        ON m.house_id = a.house_id AND (m.credit_id = a.id OR m.debit_id = a.id)
     WHERE a.house_id = %s AND a.code LIKE 'points:%%' GROUP BY a.code, a.balance
"""
BALANCES = "SELECT balance FROM ledger_account WHERE house_id = %s AND code LIKE 'points:%%'"


class Bank:
    """The eight accounts, and what was seen of them."""

    def __init__(self, drill: Drill) -> None:
        from habitue.house.models import House
        from habitue.points import actions as points
        from tests.cast import make_customer

        self.drill = drill
        self.house = House.objects.get()
        people = [make_customer(self.house) for _ in range(ACCOUNTS)]
        self.accounts = [points.account(one.id) for one in people]
        self.lock = threading.Lock()
        self.done = self.refused = self.readings = self.moved_between = 0
        self.finished = threading.Event()

    def act(self, moves: list[Any]) -> None:
        from habitue.house.acting import CONSOLE
        from habitue.kit.ids import new_id
        from habitue.ledger import actions as ledger
        from habitue.operations import actions as operations

        def work(op: Any) -> operations.Answer:
            op.require("balances.adjust")
            ledger.post(op, kind="points.adjust", moves=moves)
            return operations.Answer()

        request = operations.Request(house=self.house, by=CONSOLE, key=str(new_id()), what="bank")
        operations.run(request, work)

    def open(self) -> None:
        from habitue.ledger.actions import Move
        from habitue.points.adjusting import ADJUSTMENTS

        self.act([Move(ADJUSTMENTS, one, EACH) for one in self.accounts])

    def transfer(self, luck: Random, times: int) -> None:
        from habitue.kit.refusals import Refusal
        from habitue.ledger.actions import Move

        done = refused = 0
        while done < times:
            giver, taker = luck.sample(self.accounts, 2)
            try:
                self.act([Move(giver, taker, luck.randint(1, EACH // 2))])
                done += 1
            except Refusal as refusal:
                refused += 1
                self.drill.expect(refusal.code == "insufficient_value", f"refused: {refusal!r}")
        with self.lock:
            self.done, self.refused = self.done + done, self.refused + refused

    def read(self, times: int) -> None:
        """Every tenth reading recomputes from the moves: they grow, and it takes long."""
        from habitue.house import sql
        from habitue.house.scope import house_scope

        last: list[int] = []
        for number in range(times):
            recompute = number % 10 == 0
            with house_scope(self.house):
                found = sql.rows(READ if recompute else BALANCES, [self.house.id])
            balances = [row[1] if recompute else row[0] for row in found]
            self.drill.expect(sum(balances) == ACCOUNTS * EACH, f"a total of {sum(balances)}")
            self.drill.expect(min(balances) >= 0, f"below nothing: {balances}")
            if recompute:
                wrong = [row for row in found if row[1] != row[2]]
                self.drill.expect(not wrong, f"a balance is not the sum of its moves: {wrong}")
            with self.lock:
                self.readings += 1
                self.moved_between += sorted(balances) != last
            last = sorted(balances)
            self.finished.wait(0.02)


def run(drill: Drill) -> None:
    bank = Bank(drill)
    bank.open()
    each, reads = drill.size("transfers") // WRITERS, drill.size("reads") // READERS
    lucks = [Random(drill.random.random()) for _ in range(WRITERS)]
    with ThreadPoolExecutor(WRITERS + READERS) as pool:
        work = [pool.submit(bank.transfer, luck, each) for luck in lucks]
        work += [pool.submit(bank.read, reads) for _ in range(READERS)]
        for one in work:
            one.result()
    drill.count(transfers=bank.done, readings=bank.readings)
    drill.really("refused for lack of money", bank.refused, at_least=each // 10)
    drill.really("readings that saw others' money move", bank.moved_between, at_least=reads)
    drill.expect(bank.done == each * WRITERS, "a transfer had no end")
