"""F1 64 clients spend one balance at once: what is accepted is the balance, to the cent.

Each kind of round has a balance of so many times one sum, and 64 who each want that sum: a wallet
and points on bills of their own, a house account's limit, refunds of one bill, pay-outs of one
wallet and refunds of its top-up against each other. Transfers between wallets, coupons and budgets
do not exist here.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from typing import Any

import httpx

from tests.faults.clients import Till, at_once, eur, rules, tills
from tests.faults.frame import Drill

Sent = Callable[[], httpx.Response]
POINT = 10  # minor units a point is worth
LOSERS = {
    "wallet": {"insufficient_value"},
    "points": {"insufficient_value"},
    "limit": {"limit_exceeded"},
    "refund": {"already_reversed", "overpaid"},
    "pay out": {"insufficient_value", "already_reversed"},
}


class Race:
    """One round: who is in it, what each sends, what must have come of it."""

    def __init__(self, drill: Drill, till: Till) -> None:
        self.drill, self.till, self.clients = drill, till, drill.size("clients")
        luck = drill.random
        self.one = luck.randint(10, 90) * POINT
        self.times = luck.randint(8, self.clients - 16)
        self.balance = self.one * self.times

    def customer(self, **fields: Any) -> str:
        made = self.till.made("POST", "/customers", {"first_name": "Alice"} | fields)
        return str(made["id"])

    def bills(self, customer: str) -> list[str]:
        """A bill of the one sum for each client, linked."""
        body = {"amount": eur(self.one), "customer": customer}
        made = at_once([lambda: self.till("POST", "/bills", body)] * self.clients, 8)
        return [one.json()["id"] for one in made]

    def each(self, paths: list[str], body: Any) -> list[Sent]:
        return [lambda path=path: self.till("POST", path, body) for path in paths]  # type: ignore[misc]

    def topped_up(self) -> tuple[str, str]:
        alice = self.customer()
        body = {"pays": eur(self.balance), "tender": "cash"}
        return alice, self.till.made("POST", f"/customers/{alice}/top-ups", body)["id"]

    def left(self, customer: str) -> Any:
        return self.till.made("GET", f"/customers/{customer}/balances")

    # -- the kinds: what is sent, and what is left in the end ------------------------------------

    def wallet(self) -> tuple[list[Sent], Callable[[], int]]:
        alice, _ = self.topped_up()
        paths = [f"/bills/{one}/payments" for one in self.bills(alice)]
        sent = self.each(paths, {"tender": "wallet"})
        return sent, lambda: self.left(alice)["wallet"]["total"]["amount"]

    def points(self) -> tuple[list[Sent], Callable[[], int]]:
        alice = self.customer()
        body = {"unit": "points", "direction": "up", "amount": self.balance // POINT}
        self.till.made("POST", f"/customers/{alice}/adjustments", body | {"reason": "a race"})
        paths = [f"/bills/{one}/payments" for one in self.bills(alice)]
        sent = self.each(paths, {"tender": "points"})
        return sent, lambda: self.left(alice)["points"] * POINT

    def limit(self) -> tuple[list[Sent], Callable[[], int]]:
        acme = self.customer(on_account_allowed=True, credit_limit=eur(self.balance))
        paths = [f"/bills/{one}/save-on-account" for one in self.bills(acme)]
        return self.each(paths, {}), lambda: self.left(acme)["house_account"]["available"][
            "amount"
        ]

    def refund(self) -> tuple[list[Sent], Callable[[], int]]:
        bill = self.till.made("POST", "/bills", {"amount": eur(self.balance)})["id"]
        self.till.made("POST", f"/bills/{bill}/payments", {"tender": "cash"})
        self.till.made("POST", f"/bills/{bill}/close")
        path = f"/bills/{bill}/refunds"
        sent = self.each([path] * self.clients, {"amount": eur(self.one)})
        return sent, lambda: self.balance - sum(self._refunded(path))

    def _refunded(self, path: str) -> list[int]:
        found = self.till.made("GET", f"{path}?limit=200")["data"]
        return [one["amount"]["amount"] for one in found]

    def pay_out(self) -> tuple[list[Sent], Callable[[], int]]:
        alice, top_up = self.topped_up()
        half, body = self.clients // 2, {"amount": eur(self.one)}
        sent = self.each([f"/top-ups/{top_up}/refund"] * half, body)
        sent += self.each([f"/customers/{alice}/payouts"] * half, body | {"tender": "cash"})
        self.drill.random.shuffle(sent)
        return sent, lambda: self.left(alice)["wallet"]["total"]["amount"]

    # -- what came of it -------------------------------------------------------------------------

    def run(self, kind: str) -> None:
        sent, left = getattr(self, kind.replace(" ", "_"))()
        answers = at_once(sent, self.clients)
        said = Counter(one.status_code for one in answers)
        accepted = said[200] + said[201]
        about = f"{kind}, {self.times} × {self.one}"
        self.drill.expect(accepted == self.times, f"{about}: {accepted} accepted ({dict(said)})")
        self.drill.expect(left() == 0, f"{about}: {left()} is left")
        self.drill.expect(set(said) <= {200, 201, 409}, f"{about}: {dict(said)}")
        losers = [one for one in answers if one.status_code == 409]
        codes = {one.json()["code"] for one in losers}
        self.drill.expect(codes <= LOSERS[kind], f"{about}: losers hear {codes}")
        self.drill.count(rounds=1, accepted=accepted, refused=len(losers))
        self.slowest = max((one.elapsed.total_seconds() for one in losers), default=0.0)


def run(drill: Drill) -> None:
    rules(proof_rule="vouch", point_worth_minor=POINT, points_per_unit=0)
    slowest, load = 0.0, os.getloadavg()[0]
    with tills(drill.serve(), drill.size("clients")) as till:
        for number in range(drill.size("rounds")):
            for kind in LOSERS:
                race = Race(drill, till)
                race.run(kind)
                slowest = max(slowest, race.slowest)
            if drill.is_full and not (number + 1) % 10:
                drill.say(f"{number + 1} rounds of each kind; slowest refusal {slowest:.2f} s")
    drill.count(ms_the_slowest_refusal=round(slowest * 1_000))
    drill.really("clients at once", drill.size("clients"), at_least=64)
    drill.count(load_before=round(load))
    if drill.is_full and load < (os.cpu_count() or 1):  # else the wait is not ours
        drill.expect(slowest < 2, f"a loser waited {slowest:.1f} s")
