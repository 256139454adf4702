"""A whole house in one open file: elsewhere, on either database, the same to the cent."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from habitue.exchange.archive_file import tables, writing
from habitue.exchange.archive_file.refusals import (
    DamagedFile,
    HouseIsHere,
    NewerFile,
    NotAnArchiveFile,
)
from habitue.exchange.archive_file.taking import ArchiveFile, take
from habitue.house.models import House
from habitue.house.tenancy import house_models
from habitue.site import books
from tests.cast import PIN, Cast
from tests.serving import PROGRAM, Installation, database_beside

Elsewhere = Callable[..., Installation]
# columns whose names sound like a secret and are none: keyed digests of what was asked and of
# addresses objected to, hashes of the chains, and the link that stands on a printed bill
NO_SECRET = {
    "customers_objection.digest",
    "operations_operation.fingerprint",
    "bills_bill.public_token",
    "audit_line.digest",
    "audit_text.salt",
    "audit_seal.hash",
    "ledger_seal.hash",
    "shifts_day_closing.hash",
    "shifts_day_closing.seal_hash",
    "exchange_import.digest",
    "exchange_import.fingerprint",
    "invoicing_invoice.digest",
    "staff_member.pin_wrong",
    "staff_member.pin_locked_at",
}
SOUNDS_SECRET = ("pin", "hash", "digest", "password", "secret", "token", "salt", "fingerprint")


@pytest.fixture
def busy(cast: Cast) -> Cast:
    """A house in which something of most kinds happened."""
    cast.top_up(cast.carol, 100, 120)
    cast.pin(cast.alice, PIN)
    cast.save(cast.bill(43, cast.bob))
    bill = cast.bill(35, cast.carol)
    cast.pay(bill, "wallet")
    cast.close(bill)
    books.seal_pending(cast.house)
    return cast


def written(house: House, *, secrets: bool = True) -> bytes:
    file = BytesIO()
    writing.write(house, file, secrets=secrets)
    return file.getvalue()


def opened(raw: bytes) -> ArchiveFile:
    return ArchiveFile(BytesIO(raw), "marthe.zip")


def changed(raw: bytes, **parts: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(
                name, parts.get(name.rpartition("/")[2].partition(".")[0], old.read(name))
            )
    return out.getvalue()


def test_every_table_of_a_house_is_in_it(busy: Cast) -> None:
    parts = zipfile.ZipFile(BytesIO(written(busy.house))).namelist()

    ours = {f"tables/{model._meta.db_table}.jsonl" for model in house_models()}
    assert set(parts) == ours | {"house.jsonl", "logins.jsonl", "guests.jsonl", "manifest.json"}


def test_nothing_that_sounds_secret_is_in_it_unasked(busy: Cast) -> None:
    said = zipfile.ZipFile(BytesIO(written(busy.house, secrets=False)))

    models = tables.of_the_house(secrets=False)
    sounding = {
        f"{model._meta.db_table}.{field.column}"
        for model in models
        for field in tables.fields(model)
        if any(word in field.column.split("_") for word in SOUNDS_SECRET)
    }
    blanked = {
        f"{table}.{column}"
        for table, columns in tables.SECRET_COLUMNS.items()
        for column in columns
    }
    assert sounding - NO_SECRET - blanked == set()
    content = b"".join(said.read(name) for name in said.namelist())
    assert b"argon2" not in content


def test_the_same_house_twice_is_the_same_file(busy: Cast) -> None:
    assert written(busy.house) == written(busy.house)


def test_only_this_house_is_in_it(busy: Cast) -> None:
    content = zipfile.ZipFile(BytesIO(written(busy.house))).read("tables/house_venue.jsonl")

    assert busy.other.pk
    ids = {json.loads(line)["id"] for line in content.splitlines()}
    assert len(ids) == 1


def test_a_house_that_is_here_is_not_taken_in(busy: Cast) -> None:
    with pytest.raises(HouseIsHere):
        take(opened(written(busy.house)), books.offenders)


@pytest.mark.parametrize("raw", [b"", b"name,phone\n", b"PK\x03\x04 not really"])
def test_what_is_no_archive_file(raw: bytes) -> None:
    with pytest.raises(NotAnArchiveFile):
        opened(raw)


def test_a_later_version_is_told(busy: Cast) -> None:
    raw = written(busy.house)
    row = json.loads(zipfile.ZipFile(BytesIO(raw)).read("house.jsonl"))
    later = json.dumps(row | {"colour_of_doors": "green"}).encode() + b"\n"

    with pytest.raises(NewerFile, match=""):
        take(opened(changed(raw, house=later)), books.offenders)


def test_an_altered_row_is_found(busy: Cast) -> None:
    raw = written(busy.house)
    move = zipfile.ZipFile(BytesIO(raw)).read("tables/ledger_move.jsonl")
    richer = changed(raw, ledger_move=move.replace(b'"amount":10000', b'"amount":90000'))

    with pytest.raises(DamagedFile):
        list(opened(richer).rows("tables/ledger_move.jsonl"))


# -- from one installation to another ---------------------------------------------------------


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Elsewhere]:
    """Empty installations, on SQLite or in a PostgreSQL database of their own."""
    server = os.environ.get("HABITUE_DATABASE_URL", "")
    with ExitStack() as stack:

        def make(name: str, *, postgresql: bool, keys: Installation | None = None) -> Installation:
            made = Installation(tmp_path / name)
            made.folder.mkdir()
            if postgresql:
                made.database_url = stack.enter_context(database_beside(server))
                made.settings = {"HABITUE_SERVING_ROLE": f"habitue_{name}"}
            for file in ("pepper", "secret-key") if keys else ():
                shutil.copy(keys.folder / file, made.folder)  # type: ignore[union-attr]
            return made

        yield make


@pytest.fixture
def here(elsewhere: Elsewhere) -> Installation:
    """Chez Marthe with an import of fifty customers, half of whom left money; one was erased."""
    made = elsewhere("here", postgresql=connection.vendor == "postgresql")
    made.set_up()
    rows = [f"Guest {n},g{n}@example.org,{n * 10 if n % 2 else ''},{n % 3}" for n in range(50)]
    people = made.folder / "people.csv"
    people.write_text("\n".join(["name,email,deposit,points", *rows]))
    made.habitue("import", "customers", str(people))
    made.habitue("erase", "g0@example.org", "--yes")
    return made


def books_of(installation: Installation) -> Any:
    told = json.loads(installation.habitue("verify", "--json"))
    assert told["ok"]
    return told["houses"]["chez-marthe"]


def exported(installation: Installation, *words: str) -> bytes:
    file = installation.folder / f"out-{len(list(installation.folder.iterdir()))}.zip"
    installation.habitue("archive", "export", str(file), *words)
    return file.read_bytes()


def objections(raw: bytes) -> int:
    return zipfile.ZipFile(BytesIO(raw)).read("tables/customers_objection.jsonl").count(b"\n")


@pytest.mark.slow
def test_it_goes_round_through_both_databases(here: Installation, elsewhere: Elsewhere) -> None:
    first = exported(here, "--with-secrets")
    ways = [False, True, True] if connection.vendor == "postgresql" else [False]
    came = first
    for number, postgresql in enumerate(ways):
        there = elsewhere(f"there{number}", postgresql=postgresql, keys=here)
        (there.folder / "in.zip").write_bytes(came)

        there.habitue("archive", "import", str(there.folder / "in.zip"))

        came = exported(there, "--with-secrets")
        assert came == first and objections(came) == 1
        assert [one["examined"] for one in books_of(there)]


@pytest.mark.slow
def test_without_the_pepper_pins_are_made_anew(here: Installation, elsewhere: Elsewhere) -> None:
    there = elsewhere("there", postgresql=connection.vendor == "postgresql")
    (there.folder / "in.zip").write_bytes(exported(here))
    password = there.folder / "password"
    password.write_text("a-key-to-the-bistro")

    said = there.habitue(
        *("archive", "import", str(there.folder / "in.zip"), "--password-file", str(password))
    )

    assert "made anew" in said
    assert objections(exported(there)) == 0  # under the other pepper it would hold back nobody
    customers = "export", "customers", "--format", "jsonl"
    assert there.habitue(*customers) == here.habitue(*customers)


def _inside_the_largest(raw: bytes) -> int:
    """Where the data of its largest part stands: a bit turned elsewhere may say nothing."""
    with zipfile.ZipFile(BytesIO(raw)) as packed:
        part = max(packed.infolist(), key=lambda one: one.compress_size)
    return part.header_offset + 30 + len(part.filename) + part.compress_size // 2


@pytest.mark.slow
def test_half_a_file_leaves_nothing(here: Installation, elsewhere: Elsewhere) -> None:
    there = elsewhere("there", postgresql=connection.vendor == "postgresql", keys=here)
    raw = exported(here, "--with-secrets")
    file = there.folder / "in.zip"
    at = _inside_the_largest(raw)
    for bad in (raw[:at], raw[:at] + bytes([raw[at] ^ 4]) + raw[at + 1 :]):
        file.write_bytes(bad)
        done = subprocess.run(
            [PROGRAM, "archive", "import", str(file)],
            env=there.environment,
            capture_output=True,
            text=True,
        )
        assert (done.returncode, len(done.stderr.splitlines())) == (1, 1), done.stderr
    file.write_bytes(raw)

    assert "every invariant holds" in there.habitue("archive", "import", str(file))
