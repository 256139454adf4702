"""Someone who presses anything: what they may do, what they may not, and everything twice."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from habitue.house.models import Till
from habitue.kit.ids import new_id
from habitue.ledger.models import Entry
from habitue.prepaid import actions as prepaid
from habitue.staff.models import StaffMember
from tests.cast import Cast
from tests.fronts.api.conftest import Answer, Api, eur, token_of
from tests.stories.random_rules import NEVER, ON_BILLS, RULES, TENDERS


class RandomHouse:
    def __init__(self, cast: Cast, clock: Any, seed: int) -> None:
        self.cast, self.clock, self.seed = cast, clock, seed
        self.dice = random.Random(seed)
        self.log: list[str] = []
        self.answers: Counter[str] = Counter()
        self.went_well = 0
        cast.rule(**{name: self.dice.choice(some) for name, some in RULES.items()})
        self.apis = self._people()
        self.people = [str(one.id) for one in (cast.alice, cast.acme, cast.bob, cast.carol)]
        self.strangers = str(cast.charlie.id)
        self.found: dict[str, list[str]] = {
            kind: [] for kind in ("bill", "top_up", "payment", "shift", "lot")
        }
        self.acts: list[tuple[int, Callable[[], None]]] = [
            (10, self.open_bill),
            (8, self.top_up),
            (6, self.link),
            (14, self.pay),
            (8, self.save),
            (6, self.close),
            (4, self.undo_payment),
            (4, self.reopen),
            (2, self.void),
            (6, self.refund),
            (8, self.split),
            (5, self.join),
            (5, self.transfer),
            (8, self.settle),
            (6, self.unsettle),
            (6, self.refund_top_up),
            (3, self.extend),
            (3, self.pay_out),
            (4, self.adjust),
            (3, self.open_shift),
            (2, self.cash),
            (3, self.close_shift),
            (2, self.close_day),
            (3, self.archive),
            (2, self.restore),
            (2, self.edit),
            (2, self.rule),
            (5, self.time),
            (2, self.look),
        ]

    # -- who acts ----------------------------------------------------------------------------

    def _people(self) -> dict[str, Api]:
        cast = self.cast
        second = Till.objects.create(house=cast.house, venue=cast.venue, name="Terrace")
        self.tills = [str(cast.till.id), str(second.id)]
        owner = StaffMember.objects.of(cast.house).get(role__key="owner")
        self.manager = cast.manager_member
        few = ["prepaid.top_up", "bills.open", "bills.see", "bills.take_payment"]
        roles = {
            role: cast.hire(f"R {role}", role) for role in ("waiter", "cashier", "bookkeeper")
        }
        self.staff = [str(one.id) for one in (owner, self.manager, *roles.values())]
        return {
            "owner": Api(token_of(cast.house, owner)),
            "till": Api(token_of(cast.house, owner, till=cast.till)),
            "terrace": Api(token_of(cast.house, owner, till=second)),
            "manager": Api(token_of(cast.house, self.manager, till=cast.till)),
            "cashier": Api(token_of(cast.house, roles["cashier"], till=second)),
            "waiter": Api(token_of(cast.house, roles["waiter"])),
            "bookkeeper": Api(token_of(cast.house, roles["bookkeeper"])),
            "scoped": Api(token_of(cast.house, owner, scopes=few)),
        }

    # -- one act -----------------------------------------------------------------------------

    def step(self) -> None:
        weights, acts = zip(*self.acts, strict=True)
        self.dice.choices(acts, weights)[0]()

    def send(self, name: str, method: str, path: str, body: Any = None) -> Answer:
        """Ask as someone; never a 5xx, never what they may not; sometimes twice."""
        who = self.dice.choices(list(self.apis), [8, 6, 4, 4, 3, 1, 1, 1])[0]
        key = str(new_id())
        said = self.apis[who](method, path, body, key=key if method == "POST" else None)
        code = said.body.get("code", "") if isinstance(said.body, dict) else ""
        self.log.append(f"{who} {name} {method} {path} {body} -> {said.status} {code}")
        self.answers[f"{name} {said.status} {code}"] += 1
        assert said.status < 500, self.told()
        if said.status < 300:
            self.went_well += 1
            assert name not in NEVER.get(who, ()), self.told()
        if method == "POST" and self.dice.random() < 0.1:
            self._again(who, path, body, key, said)
        return said

    def _again(self, who: str, path: str, body: Any, key: str, said: Answer) -> None:
        entries = Entry.objects.count()
        twice = self.apis[who]("POST", path, body, key=key)
        assert twice.status == said.status or said.status in (403, 404, 422), self.told()
        if said.status < 300:
            assert twice.replayed, self.told()
            assert twice.body.get("id") == said.body.get("id"), self.told()
            assert twice.body.get("created") == said.body.get("created"), self.told()
        if said.status < 300 or said.status == 409:
            assert Entry.objects.count() == entries, self.told()

    def told(self) -> str:
        return f"seed {self.seed}\n" + "\n".join(self.log[-40:])

    def archived_with_value(self) -> list[str]:
        found = []
        for one in (self.cast.again(c) for c in self._customers()):
            if one.archived_at is not None:
                has, owes = self.cast.has(one), self.cast.owes(one)
                if has.total or owes.owes or owes.in_hand:
                    found.append(f"{one.display_name}: {has} {owes}")
        return found

    def _customers(self) -> list[Any]:
        return [self.cast.alice, self.cast.acme, self.cast.bob, self.cast.carol]

    # -- what they pick ----------------------------------------------------------------------

    def one(self, kind: str) -> str:
        """One of the latest; now and then another house's or nobody's."""
        if self.dice.random() < 0.03:
            return self.dice.choice([self.strangers, str(new_id())])
        some = self.found[kind][-12:]
        return self.dice.choice(some) if some else str(new_id())

    def person(self) -> str:
        if self.dice.random() < 0.03:
            return self.dice.choice([self.strangers, str(new_id())])
        return self.dice.choice(self.people)

    def money(self, most: int = 12_000) -> dict[str, Any]:
        if self.dice.random() < 0.02:
            return eur(self.dice.choice([0, 10**13]))
        return eur(self.dice.choice([1, 7, 100, 333, 1_000, 2_500, self.dice.randint(1, most)]))

    def maybe(self, chance: float, **more: Any) -> dict[str, Any]:
        return more if self.dice.random() < chance else {}

    def keep(self, kind: str, said: Answer) -> None:
        if said.status < 300:
            self.found[kind].append(said.body["id"])

    # -- bills -------------------------------------------------------------------------------

    def open_bill(self) -> None:
        body: dict[str, Any] = {"table": "4"}
        if self.dice.random() < 0.5:
            body["amount"] = self.money()
        if "amount" not in body or self.dice.random() < 0.2:
            body["lines"] = [
                {
                    "name": f"Dish {place}",
                    "quantity": self.dice.choice([1_000, 2_000, 3_000, 1_333]),
                    "unit_price": self.money(4_000),
                    "vat_rate": self.dice.choice([1_000, 2_000, 550]),
                }
                for place in range(self.dice.randint(1, 3))
            ]
            if "amount" in body:
                del body["lines" if self.dice.random() < 0.5 else "amount"]
        if self.dice.random() < 0.6:
            body["customer"] = self.person()
        self.keep("bill", self.send("open_bill", "POST", "/bills", body))

    def link(self) -> None:
        bill = self.one("bill")
        if self.dice.random() < 0.2:
            self.send("link", "DELETE", f"/bills/{bill}/customer")
        else:
            self.send("link", "PUT", f"/bills/{bill}/customer", {"customer": self.person()})

    def pay(self) -> None:
        body = {"tender": self.dice.choice(ON_BILLS)}
        body |= self.maybe(0.6, amount=self.money(4_000)) | self.maybe(0.2, tip=self.money(300))
        self.send("pay", "POST", f"/bills/{self.one('bill')}/payments", body)

    def save(self) -> None:
        body = self.maybe(0.2, purse=False)
        self.send("save", "POST", f"/bills/{self.one('bill')}/save-on-account", body)

    def close(self) -> None:
        bill = self.one("bill")
        if self.dice.random() < 0.7:
            self.send(
                "pay", "POST", f"/bills/{bill}/payments", {"tender": self.dice.choice(ON_BILLS)}
            )
        self.send("close", "POST", f"/bills/{bill}/close", {})

    def undo_payment(self) -> None:
        bill = self.one("bill")
        shown = self.apis["owner"].get(f"/bills/{bill}")
        paid = [one["id"] for one in shown.body.get("payments", ())]
        payment = self.dice.choice(paid) if paid else str(new_id())
        self.send("undo_payment", "DELETE", f"/bills/{bill}/payments/{payment}")

    def reopen(self) -> None:
        self.send("reopen", "POST", f"/bills/{self.one('bill')}/reopen", {})

    def void(self) -> None:
        self.send("void", "POST", f"/bills/{self.one('bill')}/void", {"reason": "Wrong"})

    def refund(self) -> None:
        bill, body = self.one("bill"), {"reason": "Cold"} | self.maybe(0.2, tender="cash")
        lines = self.apis["owner"].get(f"/bills/{bill}").body.get("lines") or []
        if lines and self.dice.random() < 0.4:
            body["lines"] = [self.dice.choice(lines)["id"]]
        elif self.dice.random() < 0.6:
            body["amount"] = self.money(3_000)
        self.send("refund", "POST", f"/bills/{bill}/refunds", body)

    def split(self) -> None:
        bill, dice = self.one("bill"), self.dice
        lines = self.apis["owner"].get(f"/bills/{bill}").body.get("lines") or []
        body: dict[str, Any] = {"parts": dice.choice([0, 1, 2, 2, 3, 7])}
        if dice.random() < 0.3:
            body = {"amounts": [self.money(3_000) for _one in range(dice.randint(1, 3))]}
        elif lines and dice.random() < 0.6:
            body = {"lines": [[dice.choice(lines)["id"]]]}
            if dice.random() < 0.5:
                body = {"lines": [[{"line": dice.choice(lines)["id"], "quantity": 500}]]}
        said = self.send("split", "POST", f"/bills/{bill}/split", body)
        if said.status < 300:
            self.found["bill"].append(said["created"])

    def join(self) -> None:
        others = list({self.one("bill") for _one in range(self.dice.randint(1, 3))})
        body: dict[str, Any] = {"bills": others}
        body |= self.maybe(0.5, customer=self.dice.choice([None, *self.people]))
        self.send("join", "POST", f"/bills/{self.one('bill')}/join", body)

    def transfer(self) -> None:
        bodies = [
            {"customer": self.person()},
            {"payer": self.person()},
            {"customer": self.person(), "payer": self.person()},
            {"staff": self.dice.choice(self.staff)},
            {"table": "9"},
        ]
        path = f"/bills/{self.one('bill')}/transfer"
        self.send("transfer", "POST", path, self.dice.choice(bodies))

    # -- accounts ----------------------------------------------------------------------------

    def settle(self) -> None:
        body: dict[str, Any] = {"amount": self.money(), "tender": self.dice.choice(TENDERS)}
        if self.dice.random() < 0.5:
            parts = range(self.dice.randint(1, 3))
            body = {
                "tenders": [
                    {"tender": self.dice.choice(TENDERS), "amount": self.money()} for _one in parts
                ]
            }
        body |= self.maybe(0.3, bills=[self.one("bill")])
        path = f"/customers/{self.person()}/payments"
        self.keep("payment", self.send("settle", "POST", path, body))

    def unsettle(self) -> None:
        path = f"/payments/{self.one('payment')}/undo"
        self.send("unsettle", "POST", path, {"reason": "Wrong table"})

    # -- wallets -----------------------------------------------------------------------------

    def top_up(self) -> None:
        pays = self.money()
        more = eur(pays["amount"] + self.dice.choice([0, 100, 333, 2_000]))
        body = {"pays": pays, "receives": more, "tender": self.dice.choice(TENDERS)}
        path = f"/customers/{self.person()}/top-ups"
        self.keep("top_up", self.send("top_up", "POST", path, body))

    def refund_top_up(self) -> None:
        body = self.maybe(0.6, amount=self.money(4_000)) | {"reason": "Moves"}
        path = f"/top-ups/{self.one('top_up')}/refund"
        self.send("refund_top_up", "POST", path, body)

    def extend(self) -> None:
        said = self.apis["owner"].get(f"/customers/{self.person()}/lots")
        lots = [one["id"] for one in said.body.get("data", ())]
        until = self.dice.choice([None, "2026-03-20", "2027-01-01", "9999-12-31", "0001-01-01"])
        lot = self.dice.choice(lots) if lots else str(new_id())
        self.send("extend", "POST", f"/lots/{lot}/extend", {"until": until, "reason": "Ill"})

    def pay_out(self) -> None:
        body = {"tender": self.dice.choice(TENDERS)} | self.maybe(0.7, amount=self.money(4_000))
        self.send("pay_out", "POST", f"/customers/{self.person()}/payouts", body)

    def adjust(self) -> None:
        unit = self.dice.choice(["paid", "gift", "earned", "points", "owes"])
        amount = self.dice.randint(1, 3_000) if unit == "points" else self.money(3_000)
        way = self.dice.choice(["up", "down"])
        body = {"unit": unit, "direction": way, "amount": amount, "reason": "Counted"}
        self.send("adjust", "POST", f"/customers/{self.person()}/adjustments", body)

    # -- shifts and days ---------------------------------------------------------------------

    def open_shift(self) -> None:
        body = {"float": self.money(20_000), "till": self.dice.choice(self.tills)}
        self.keep("shift", self.send("open_shift", "POST", "/shifts", body))

    def _shift(self) -> str:
        said = self.apis["owner"].get("/shifts?open=true&limit=200")
        some = [one["id"] for one in said.body["data"]] if said.status == 200 else []
        return self.dice.choice(some) if some and self.dice.random() < 0.8 else self.one("shift")

    def cash(self) -> None:
        body = {
            "direction": self.dice.choice(["in", "out"]),
            "amount": self.money(3_000),
            "purpose": self.dice.choice(["safe", "petty_cash"]),
            "reason": "Bread",
        }
        self.send("cash", "POST", f"/shifts/{self._shift()}/cash", body)

    def close_shift(self) -> None:
        counted = {"cash": self.money(20_000)} | self.maybe(0.4, card=self.money())
        body = {"counted": counted} | self.maybe(0.4, left=self.money(3_000))
        self.send("close_shift", "POST", f"/shifts/{self._shift()}/close", body)

    def close_day(self) -> None:
        if self.dice.random() < 0.5:
            for shift in self.apis["owner"].get("/shifts?open=true&limit=200").body["data"]:
                body = {"counted": {"cash": eur(100)}}
                self.apis["owner"].post(f"/shifts/{shift['id']}/close", body)
        day = datetime.now(UTC).date() - timedelta(days=self.dice.choice([0, 0, 1, 1, 2, -1]))
        odd = self.dice.choice([day.isoformat()] * 8 + ["9999-12-31", "2026-13-01"])
        self.send("close_day", "POST", f"/days/{odd}/close", {})

    def time(self) -> None:
        self.clock.shift(timedelta(hours=self.dice.choice([1, 5, 26])))
        if self.dice.random() < 0.3:
            self.cast.act(prepaid.expire_all)

    # -- customers and the house -------------------------------------------------------------

    def archive(self) -> None:
        way = self.dice.choice([None, "pay_out", "collect", "write_off"])
        body = {"settle": way, "tender": "cash", "reason": "Gone"} if way else {}
        self.send("archive", "POST", f"/customers/{self.person()}/archive", body)

    def restore(self) -> None:
        for one in self._customers():
            if self.cast.again(one).archived_at or self.dice.random() < 0.1:
                self.send("restore", "POST", f"/customers/{one.id}/restore", {})

    def edit(self) -> None:
        person = self.dice.choice(self._customers())
        fields = self.dice.choice(
            [
                {"on_account_allowed": True, "active": True, "on_hold": False},
                {"on_account_allowed": True, "active": True, "on_hold": False},
                {"active": False},
                {"on_hold": True},
                {"credit_limit": self.money(40_000)},
                {"credit_limit": None},
                {"payer": self.person()},
                {"payer": None},
                {"discount_percent": self.dice.choice([0, 1_000, 10_000])},
            ]
        )
        version = self.cast.again(person).version
        self.send("edit", "PATCH", f"/customers/{person.id}", fields | {"version": version})

    def rule(self) -> None:
        name = self.dice.choice([one for one in RULES if one != "prices_include_vat"])
        value = self.dice.choice(RULES[name])
        self.log.append(f"rule {name} {value}")
        self.cast.rule(**{name: value})

    def look(self) -> None:
        paths = [
            *("/unpaid", "/reports/receivables", "/reports/liability", "/reports/tenders"),
            *("/reports/adjustments", "/reports/abuse", "/reports/vat", "/reports/shift"),
            *("/reports/loyalty", "/days", "/shifts", "/bills", "/unmatched"),
            f"/customers/{self.person()}/transactions",
            f"/customers/{self.person()}/balances",
            f"/customers/{self.person()}/payments",
        ]
        self.send("look", "GET", self.dice.choice(paths))
