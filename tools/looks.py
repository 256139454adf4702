"""`python -m tools.looks 100000`: a look for duplicates as a house has it, and its page.

An installation of its own with a made-up book of so many (tools/duplicates.py), in a folder that
goes away or on HABITUE_DATABASE_URL. `habitue duplicates` looks it through: how long that took,
how much memory, how long the slowest page took meanwhile. Then as many suggestions as are kept at
most are laid in, and the page is asked at its beginning and far on. Prints the tables of
docs/evidence/looks.md.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.test import Client

    from habitue.house.models import House
    from tests.serving import Installation

TIMES = 20


def main() -> None:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    from tests.serving import Installation

    with tempfile.TemporaryDirectory(prefix="habitue-looks-") as folder:
        installation = Installation(Path(folder), os.environ.get("HABITUE_DATABASE_URL", ""))
        installation.set_up()
        os.environ |= installation.environment
        os.environ["DJANGO_SETTINGS_MODULE"] = "habitue.site.settings"
        import django

        django.setup()
        house = _fill(size)
        client = _office()
        _took(client, "customers/duplicates")  # the first page loads the program
        _look(installation, client, size)
        _pages(house, client)


def _fill(size: int) -> House:
    from datetime import UTC, datetime

    from habitue.customers.models import Customer, CustomerPhone
    from habitue.house.models import House
    from habitue.house.rows import insert_many
    from habitue.house.scope import house_scope
    from habitue.operations.writer import in_write_transaction
    from tools.duplicates import made_up

    house, now = House.objects.get(), datetime.now(UTC)
    people, phones = [], []
    for record in made_up(size).records:
        email = "".join(record.emails)
        one = Customer(
            house=house,
            first_name=record.first.title(),
            last_name=record.last.title(),
            email=email,
            email_key=email,
            birthday=record.birthday,
            postal_code=record.postal_code,
            city=record.city,
            created_at=now,
            updated_at=now,
        )
        people.append(one)
        phones += [
            CustomerPhone(house=house, customer=one, position=0, typed=number, digits=number)
            for number in record.phones
        ]
    for rows in (people, phones):
        with house_scope(house):
            in_write_transaction(lambda rows=rows: insert_many(rows))
    return house


def _office() -> Client:
    from django.conf import settings
    from django.test import Client

    from habitue.staff.models import Login
    from tests.serving import OWNER

    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    client.force_login(Login.objects.get(email=OWNER), "django.contrib.auth.backends.ModelBackend")
    return client


def _look(installation: Installation, client: Client, size: int) -> None:
    from tests.templates import PROGRAM

    began = time.perf_counter()
    with subprocess.Popen([PROGRAM, "duplicates"], env=installation.environment) as look:
        slowest, asked, most = 0.0, 0, 0
        while look.poll() is None:
            most = max(most, _own_memory(look.pid))
            slowest, asked = max(slowest, _took(client, "customers/duplicates")), asked + 1
            time.sleep(0.2)
    took = time.perf_counter() - began
    print("| records | seconds | memory MB | pages asked meanwhile | the slowest ms |")
    print("| --- | --- | --- | --- | --- |")
    print(f"| {size:,} | {took:.0f} | {most // 1024} | {asked} | {slowest:.0f} |\n")


def _own_memory(pid: int) -> int:
    """Kilobytes that are its own; the book's file is mapped beside that, and shared."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("RssAnon")), 0)


def _pages(house: House, client: Client) -> None:
    from habitue.customers.models import Customer
    from habitue.house.rows import insert_many
    from habitue.house.scope import house_scope
    from habitue.merging import looking, reports
    from habitue.merging.models import Suggestion
    from habitue.operations.writer import in_write_transaction

    shown = reports.last_look(house)
    assert shown is not None
    ids = list(Customer.objects.order_by("id").values_list("id", flat=True))
    rows = [
        Suggestion(
            house=house,
            look=shown,
            first_id=one,
            second_id=other,
            score=number % 900,
            reasons=["name", "phone"],
            found_at=shown.at,
        )
        for number, (one, other) in enumerate(pairwise(ids))
    ][: looking.MOST]
    with house_scope(house):
        Suggestion.objects.all().delete()
        in_write_transaction(lambda: insert_many(rows))
    middle = f"customers/duplicates?after=450.{rows[len(rows) // 2].id}"
    print(
        f"Of {len(rows):,} suggestions:\n\n| page | median ms | slowest ms |\n| --- | --- | --- |"
    )
    for words, path in (("the first", "customers/duplicates"), ("far on", middle)):
        times = sorted(_took(client, path) for _time in range(TIMES))
        print(f"| {words} | {times[TIMES // 2]:.0f} | {times[-1]:.0f} |")


def _took(client: Client, path: str) -> float:
    began = time.perf_counter()
    answer: Any = client.get(f"/office/{path}")
    assert answer.status_code == 200, (path, answer.status_code)
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
