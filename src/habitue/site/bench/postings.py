"""How fast the ledger posts inside one process: `python -m habitue.site.bench.postings`.

Runs in the environment of the installation it measures. Every posting is an operation of its
own, through the one door, answered after its commit.
"""

import argparse
import json
import os
import sys
import threading
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

if TYPE_CHECKING:
    from habitue.house.models import House

OWN = "bench.post"  # a kind of its own: no report of money counts it
PAST_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Posted:
    """What came of it; times in milliseconds."""

    rate: float
    p50: float
    p99: float
    worst: float
    cpu: float


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--clients", type=int, default=1)
    parser.add_argument("--each", type=int, default=300)
    parser.add_argument("--houses", type=int, default=1)
    parser.add_argument("--earlier", type=int, default=0, help="movements each account had before")
    parser.add_argument("--past", metavar="CUSTOMER", help="only give a wallet that past")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "habitue.site.settings")
    import django

    django.setup()
    if options.past:
        give_past(UUID(options.past), options.earlier)
    else:
        sys.stdout.write(json.dumps(asdict(measured(options))))


def give_past(customer: UUID, movements: int) -> None:
    """So many movements of what a customer paid in, which come to nothing."""
    from habitue.house.models import House
    from habitue.prepaid import reports as prepaid

    house = House.objects.earliest("id")
    wallet = prepaid.wallets_of(house, [customer])[customer]
    Client(house, prepaid.codes_of(wallet)[0]).live(movements)


def measured(options: argparse.Namespace) -> Posted:
    """Each client posts to an account of its own, in its own house or all in one."""
    from habitue.house.models import House

    houses = list(House.objects.order_by("id")[: options.houses])
    clients = [
        Client(houses[number % len(houses)], f"bench:{uuid4().hex[:12]}")
        for number in range(options.clients)
    ]
    for client in clients:
        client.post()
        client.live(options.earlier)
    threads = [threading.Thread(target=client.work, args=(options.each,)) for client in clients]
    worked, began = time.process_time(), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = sorted(one for client in clients for one in client.took)
    return _told(took, time.perf_counter() - began, time.process_time() - worked)


def _told(took: list[float], seconds: float, cpu: float) -> Posted:
    return Posted(
        rate=len(took) / seconds,
        p50=took[len(took) // 2] * 1_000,
        p99=took[len(took) * 99 // 100] * 1_000,
        worst=took[-1] * 1_000,
        cpu=cpu / len(took) * 1_000,
    )


class Client:
    """Someone who posts to one account, again and again."""

    def __init__(self, house: "House", code: str) -> None:
        from habitue.ledger.accounts import Holding
        from habitue.ledger.actions import Account

        self.house = house
        self.account = Account(code, house.currency, Holding.CREDIT, guarded=True)
        self.source = Account("opening", house.currency, Holding.DEBIT)
        self.took: list[float] = []

    def work(self, each: int) -> None:
        from django.db import connection

        for _ in range(each):
            began = time.perf_counter()
            self.post()
            self.took.append(time.perf_counter() - began)
        connection.close()

    def live(self, count: int) -> None:
        """A past of `count` movements that come to nothing."""
        for left in range(count, 0, -PAST_AT_ONCE):
            self.post(times=min(left, PAST_AT_ONCE), back=True)

    def post(self, times: int = 1, *, back: bool = False) -> None:
        """One operation; with `back` every second posting takes the one before back."""
        from habitue.house.acting import CONSOLE
        from habitue.ledger import actions as ledger
        from habitue.ledger.actions import Move
        from habitue.operations import actions as operations
        from habitue.operations.models import Operation

        there = [Move(self.source, self.account, 5)]
        again = [Move(self.account, self.source, 5)] if back else there

        def work(op: Operation) -> operations.Answer:
            for number in range(times):
                entry = ledger.post(op, kind=OWN, moves=again if number % 2 else there)
            return operations.Answer(id=entry)

        key = uuid4().hex
        operations.run(operations.Request(house=self.house, by=CONSOLE, key=key, what=key), work)


if __name__ == "__main__":
    main()
