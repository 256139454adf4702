"""`python -m tools.book 10000 100000`: how fast the office's list of customers answers.

An installation of its own, in a folder that goes away or on HABITUE_DATABASE_URL, with as many
invented regulars as asked for: a third of them with tags, four in ten with a consent. Each page is
asked through the program's own request handling, in process, without the network. Beside the
median and the 95th of twenty times stand the processor's time, which neighbours lengthen less, and
the statements it took. Prints tables for docs/evidence/book.md.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import Any

TIMES = 20
LISTS = {
    "list, as it opens": "customers/",
    "list by name": "customers/?sort=name",
    "the figures of a large book": "customers/views",
    "list by name, next page": "customers/?sort=name&after={after}",
    "list by name, chip: a tag": "customers/?sort=name&tag=jazz",
    "own field: something is written": "customers/?own=seat%3D",
    "own field: a value nobody has": "customers/?own=seat%3Dnowhere",
    "list by what they owe": "customers/?sort=-owes",
    "list by what they have": "customers/?sort=-has",
    "chip: a tag": "customers/?tag=jazz",
    "chip: a tag nobody has": "customers/?tag=polo",
    "chips: letters, not seen for 60 days": "customers/?consent=yes&seen=-60",
    "the tags in use": "customers/tags",
    "how many match, no words": "customers/count?tag=jazz",
    "how many match, two letters": "customers/count?q=ma",
}
WORDS = ("m", "ma", "mar", "mart", "martin", "06 12", "0612", "33612", "é", "zzzz", "mar dup")


def main() -> int:
    sizes = [int(one) for one in sys.argv[1:]] or [10_000]
    if len(sizes) > 1:  # each size is a process and a book of its own
        codes = [os.spawnv(os.P_WAIT, sys.executable, _again(size)) for size in sizes]
        return max(codes)
    with tempfile.TemporaryDirectory(prefix="habitue-book-") as folder:
        _measured(Path(folder), sizes[0])
    return 0


def _again(size: int) -> list[str]:
    return [sys.executable, "-m", "tools.book", str(size)]


def _measured(folder: Path, size: int) -> None:
    from habitue.site.bench.installation import write_file
    from tests.serving import OWNER, Installation

    installation = Installation(folder, os.environ.get("HABITUE_DATABASE_URL", ""))
    installation.set_up()
    write_file(folder / "regulars.csv", size)
    began = time.perf_counter()
    installation.habitue("import", "customers", str(folder / "regulars.csv"), "--fast")
    print(f"## {size:,} customers, taken in within {time.perf_counter() - began:.0f} s\n")
    os.environ |= installation.environment
    os.environ["DJANGO_SETTINGS_MODULE"] = "habitue.site.settings"
    import django

    django.setup()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["*"]
    _furnish(size)
    _ask(OWNER)


def _furnish(size: int) -> None:
    """Tags, letters and visits, as a book of some years has them."""
    from django.db import transaction

    from habitue.customers.models import FreeField
    from habitue.house import sql
    from habitue.house.models import House

    chance = Random(7)
    FreeField.objects.create(house=House.objects.get(), key="seat", name="Seat", kind="text")
    tags = ["jazz", "terrace", "window", "choir", "breakfast", "chess club"]
    rows = sql.rows("SELECT id FROM customers_customer", [])
    with transaction.atomic():
        for (id_,) in rows:
            own = json.dumps({"seat": "window"} if chance.random() < 0.2 else {})
            theirs = json.dumps(chance.sample(tags, 2) if chance.random() < 0.33 else [])
            days = chance.randrange(400)
            sql.execute(
                "UPDATE customers_customer SET tags = %s, marketing_allowed = %s, visits = %s,"
                " last_visit_at = %s, free = %s WHERE id = %s",
                [theirs, chance.random() < 0.4, chance.randrange(60), _ago(days), own, id_],
            )


def _ago(days: int) -> object:
    from datetime import UTC, datetime, timedelta

    return datetime(2026, 11, 20, 12, tzinfo=UTC) - timedelta(days=days)


class Counted:
    """How many statements went by."""

    number = 0

    def __call__(self, execute: Any, *given: Any) -> Any:
        self.number += 1
        return execute(*given)


def _ask(owner: str) -> None:
    from django.db import connection
    from django.test import Client

    from habitue.customers.models import Customer
    from habitue.staff.models import Login

    client = Client()
    client.force_login(Login.objects.get(email=owner), "django.contrib.auth.backends.ModelBackend")
    some = Customer.objects.order_by("id")[1000 % Customer.objects.count()]
    first = client.get("/office/customers/?sort=name").content.decode()
    after = first.partition("after=")[2].partition('"')[0]
    pages = {words: path.replace("{after}", after) for words, path in LISTS.items()}
    pages |= {f"search “{word}”": f"customers/?q={word}" for word in WORDS}
    tabs = ("", "lately", "movements", "wallet", "account", "bills", "history")
    pages |= {
        f"a customer’s page: {tab or 'details'}": f"customers/{some.pk}/{tab}" for tab in tabs
    }
    print("| page | p50 ms | p95 ms | processor ms | statements |\n|---|---|---|---|---|")
    for words, path in pages.items():
        headers = {"HX-Request": "true", "HX-Target": "found"} if "search" in words else {}
        asked = Counted()
        with connection.execute_wrapper(asked):
            client.get(f"/office/{path}", headers=headers)
        took, worked = [], time.process_time()
        for _time in range(TIMES):
            began = time.perf_counter()
            answer = client.get(f"/office/{path}", headers=headers)
            took.append((time.perf_counter() - began) * 1000)
            assert answer.status_code == 200, (path, answer.status_code)
        high = quantiles(took, n=20)[-1]
        cpu = (time.process_time() - worked) * 1000 / TIMES
        print(
            f"| {words} | {median(took):.0f} | {high:.0f} | {cpu:.0f} | {asked.number} |",
            flush=True,
        )


if __name__ == "__main__":
    sys.exit(main())
