"""What is measured, each as a row of the table."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import Any

from habitue.site.bench.calls import Till, Times, at_once, timed
from habitue.site.bench.installation import card_of

LENGTHS = (1, 2, 3, 4, 5, 6, 8, 10, 12)
MISSES = ("qx", "~", "zzqx", "0000000000", "xylophonist")
CLIENTS = 8


@dataclass(frozen=True, slots=True)
class Row:
    """One figure beside its goal; times in milliseconds."""

    what: str
    goal: str
    p50: float | None = None
    p95: float | None = None
    p99: float | None = None
    rate: float | None = None
    cpu: float | None = None
    worst: float | None = None
    said: str = ""


def row(what: str, goal: str, times: Times) -> Row:
    return Row(
        what,
        goal,
        p50=times.percentile(50),
        p95=times.percentile(95),
        p99=times.percentile(99),
        rate=times.rate,
        cpu=times.cpu,
        worst=max(times.each, default=None),
    )


class Measures:
    """The work of tills against one server."""

    def __init__(
        self,
        tills: Callable[[], Till],
        rows: list[list[str]],
        times: int,
        cpu: Callable[[], float],
    ) -> None:
        self.tills, self.rows, self.times, self.cpu = tills, rows, times, cpu
        self.random = Random(7)  # noqa: S311
        self.till = tills()

    def _with_cpu(self, work: Callable[[], Times]) -> Times:
        """What the server itself worked: the same on a busy machine as on an idle one."""
        before = self.cpu()
        times = work()
        times.cpu = (self.cpu() - before) * 1_000 / max(len(times.each), 1)
        return times

    def _timed(self, work: Callable[[Any], object], over: list[Any]) -> Times:
        return self._with_cpu(lambda: timed(work, over))

    def searches(self) -> Iterator[Row]:
        goal = "p95 ≤ 5, p99 ≤ 15 at a million"
        self.till.search("a")
        for length in LENGTHS:
            typed = [self._piece(length) for _ in range(self.times)]
            yield row(f"search, {length} characters", goal, self._timed(self.till.search, typed))
        misses = [self.random.choice(MISSES) for _ in range(self.times)]
        yield row("search, misses", goal, self._timed(self.till.search, misses))

    def _piece(self, length: int) -> str:
        """Part of somebody's name, e-mail address or phone, from anywhere in it."""
        while True:
            text = str(self.random.choice(self.random.choice(self.rows)[:4]))
            if len(text) >= length:
                start = self.random.randint(0, len(text) - length)
                if text[start : start + length].strip():
                    return text[start : start + length]

    def links(self) -> Row:
        bills = [self.till.call("POST", "/bills", _lines())["id"] for _ in range(self.times)]
        cards = iter([card_of(self.random.randrange(len(self.rows))) for _ in bills])

        def link(bill: str) -> object:
            return self.till.call("PUT", f"/bills/{bill}/customer", {"card": next(cards)})

        return row("link a customer by card", "p95 ≤ 10", self._timed(link, bills))

    def whole_bills(self) -> Iterator[Row]:
        for clients in (1, CLIENTS):
            works = [self._whole_bill_of(number) for number in range(clients)]
            goal = "p95 ≤ 25" if clients == 1 else "p99 ≤ 80, ≥ 100/s, then ≥ 200/s"
            name = f"open with 5 lines, link, pay by wallet, close; {clients} at once"
            yield row(name, goal, self._with_cpu(partial(at_once, works)))

    def _whole_bill_of(self, number: int) -> tuple[Callable[[Any], object], list[Any]]:
        """One till and one guest with money in the wallet."""
        till, card, customer = self.tills(), card_of(number), self.guest(number)
        till.call("POST", f"/customers/{customer}/top-ups", _top_up(1_000_000))

        def bill(_: int) -> None:
            opened = till.call("POST", "/bills", _lines())["id"]
            till.call("PUT", f"/bills/{opened}/customer", {"card": card})
            read = till.call("POST", "/card-reads", {"number": card})["id"]
            paid = {"tender": "wallet", "card_read": read}
            till.call("POST", f"/bills/{opened}/payments", paid)
            till.call("POST", f"/bills/{opened}/close", {})

        return bill, list(range(max(self.times // 4, 5)))

    def top_ups(self) -> Iterator[Row]:
        for clients in (1, CLIENTS):
            works = [self._top_ups_of(number) for number in range(clients)]
            goal = "≥ 500/s first" if clients == 1 else "≥ 650/s first, then ≥ 900/s; p99 ≤ 30"
            yield row(
                f"top up a wallet; {clients} at once",
                goal,
                self._with_cpu(partial(at_once, works)),
            )

    def guest(self, number: int) -> str:
        """Who bears the card of that number."""
        found = self.till.call("GET", f"/cards?number={card_of(number)}")
        return str(found["data"][0]["customer"])

    def top_ups_after(self, earlier: int) -> Row:
        works = [self._top_ups_of(0)]
        name = f"top up a wallet with {earlier:,} movements"
        return row(name, "≤ 1.1 × the first", self._with_cpu(partial(at_once, works)))

    def _top_ups_of(self, number: int) -> tuple[Callable[[Any], object], list[Any]]:
        till, customer = self.tills(), self.guest(number)

        def top_up(_: int) -> object:
            return till.call("POST", f"/customers/{customer}/top-ups", _top_up(1_000))

        return top_up, list(range(self.times))


def _money(minor: int) -> dict[str, Any]:
    return {"amount": minor, "currency": "EUR"}


def _top_up(minor: int) -> dict[str, Any]:
    return {"pays": _money(minor), "receives": _money(minor), "tender": "cash"}


def _lines() -> dict[str, Any]:
    names = ("Coffee", "Croissant", "Soup", "Tart", "Water")
    return {
        "table": "5",
        "lines": [{"name": name, "quantity": 1_000, "unit_price": _money(350)} for name in names],
    }
