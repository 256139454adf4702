"""The book in one file, and put back elsewhere: the same to the cent, or nothing at all."""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest

from habitue.backups import actions as backups
from habitue.backups import manifest
from habitue.backups.container import Reading
from habitue.backups.refusals import Newer, NotABackup, OtherDatabase
from habitue.kit.refusals import Refusal
from tests.serving import PROGRAM, Installation, Served, copied, database_beside, serving

KEYS = ("pepper", "secret-key")
Elsewhere = Callable[..., Installation]


@pytest.fixture(scope="module")
def here(
    prepared: Installation, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """Chez Marthe with a guest who left 120.00, at rest; nothing here changes it."""
    with copied(prepared, tmp_path_factory.mktemp("backup") / "here") as made:
        with serving(made) as running:
            top_up(running, made.token(), "Alice", 12_000)
        yield made


@pytest.fixture(scope="module")
def monday(here: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its backup."""
    file = tmp_path_factory.mktemp("monday") / "monday"
    here.habitue("backup", str(file))
    return file


@pytest.fixture
def elsewhere(tmp_path: Path, prepared: Installation) -> Iterator[Elsewhere]:
    """Empty places: a new folder, a new database, the old keys or none."""
    with ExitStack() as stack:

        def make(keys: Installation | None, name: str = "there") -> Installation:
            made = Installation(tmp_path / name)
            made.folder.mkdir()
            if prepared.database_url:
                made.database_url = stack.enter_context(database_beside(prepared.database_url))
            for key in KEYS if keys else ():
                shutil.copy(keys.folder / key, made.folder)  # type: ignore[union-attr]
            return made

        yield make


def top_up(running: Served, token: str, name: str, minor: int) -> str:
    with httpx.Client(
        base_url=f"{running.url}/api/v1", headers={"Authorization": f"Bearer {token}"}, timeout=30
    ) as http:
        made = http.post("/customers", json={"first_name": name}, headers=key(f"new {name}"))
        path = f"/customers/{made.json()['id']}/top-ups"
        body = {"pays": {"amount": minor, "currency": "EUR"}, "tender": "cash"}
        assert http.post(path, json=body, headers=key(f"top-up {name}")).status_code == 201
        return str(made.json()["id"])


def key(name: str) -> dict[str, str]:
    return {"Idempotency-Key": name.replace(" ", "-")}


def refused(installation: Installation, *words: str) -> str:
    """What a command that must fail said."""
    done = subprocess.run(
        [PROGRAM, *words],
        env=installation.environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr
    return done.stderr


def books(installation: Installation) -> Any:
    told = json.loads(installation.habitue("verify", "--json"))
    assert told["ok"]
    return [(one["code"], one["says"], one["examined"]) for one in told["houses"]["chez-marthe"]]


def test_what_went_in_comes_out(here: Installation, elsewhere: Elsewhere, tmp_path: Path) -> None:
    there = elsewhere(here)
    here.habitue("backup", str(tmp_path / "monday"))

    said = there.habitue("restore", str(tmp_path / "monday"))

    assert "every invariant holds" in said
    assert books(there) == books(here)
    assert customers(there) == customers(here)


def customers(installation: Installation) -> list[Any]:
    lines = installation.habitue("export", "customers", "--format", "jsonl").splitlines()
    return [json.loads(line) for line in lines]


@pytest.mark.slow
def test_it_is_written_while_tills_work(
    prepared: Installation, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    with copied(prepared, tmp_path / "here") as here, serving(here) as running:
        token = here.token()
        top_up(running, token, "Bob", 4_310)
        here.habitue("backup", str(tmp_path / "one"))
        top_up(running, token, "Carol", 500)
        there = elsewhere(here)

        there.habitue("restore", str(tmp_path / "one"))

        assert [one["first_name"] for one in customers(there)] == ["Bob"]
        with serving(there) as moved:  # the token of the old box opens the new one
            answer = httpx.get(
                f"{moved.url}/api/v1/customers", headers={"Authorization": f"Bearer {token}"}
            )
        assert [one["first_name"] for one in answer.json()["data"]] == ["Bob"]


def test_no_secret_of_the_installation_is_inside(here: Installation, monday: Path) -> None:
    with zipfile.ZipFile(monday) as backup:
        content = b"".join(backup.read(name) for name in backup.namelist())
        told = json.loads(backup.read("manifest.json"))

    for name in KEYS:
        assert (here.folder / name).read_bytes().strip() not in content
    assert "django_session" not in told["counts"]
    assert monday.stat().st_mode & 0o077 == 0


def test_a_place_that_is_not_empty_stays_as_it_is(here: Installation, monday: Path) -> None:
    before = customers(here)

    said = refused(here, "restore", str(monday))

    assert "There is a book here already" in said
    assert customers(here) == before


def flipped(raw: bytes) -> bytes:
    """One bit of the largest part is another one; the manifest of a small book is larger still."""
    with zipfile.ZipFile(BytesIO(raw)) as backup:
        parts = [one for one in backup.infolist() if one.filename != manifest.FILE]
        largest = max(parts, key=lambda one: one.compress_size)
    at = largest.header_offset + largest.compress_size // 2
    return raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (lambda raw: raw[: len(raw) // 2], "was cut short"),
        (lambda raw: raw[:-30], "was cut short"),
        (lambda raw: b"", "was cut short"),
        (lambda raw: b"customer;phone\nAlice;12\n", "is no backup of Habitu"),
        (flipped, "is damaged"),
    ],
)
def test_a_bad_file_is_a_sentence(monday: Path, harm: Any, says: str) -> None:
    with pytest.raises(Refusal) as said:
        opened(harm(monday.read_bytes())).examine()

    assert says in said.value.sentence


def opened(raw: bytes) -> Reading:
    return Reading(BytesIO(raw), "bad")


def test_after_a_bad_file_the_place_takes_a_good_one(
    here: Installation, elsewhere: Elsewhere, monday: Path, tmp_path: Path
) -> None:
    (tmp_path / "bad").write_bytes(flipped(monday.read_bytes()))
    there = elsewhere(here)

    said = refused(there, "restore", str(tmp_path / "bad"))
    there.habitue("restore", str(monday))

    assert "is damaged" in said


def test_a_zip_of_something_else() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as photos:
        photos.writestr("manifest.json", '{"format": "photos"}')

    with pytest.raises(NotABackup):
        Reading(file, "photos.zip")


@pytest.mark.slow
@pytest.mark.django_db
def test_a_backup_of_a_later_version_waits_for_it(monday: Path) -> None:
    later = with_manifest(monday, schema=["house.0001_opening", "house.0999_later"])

    with pytest.raises(Newer):
        backups.must_fit(later)


@pytest.mark.django_db
def test_a_book_of_the_other_database_is_told(here: Installation, monday: Path) -> None:
    other = with_manifest(monday, database="sqlite" if here.database_url else "postgresql")

    with pytest.raises(OtherDatabase) as said:
        backups.must_fit(other)

    assert "habitue archive" in said.value.sentence


def with_manifest(file: Path, **changes: Any) -> Reading:
    changed = BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(changed, "w") as new:
        said = json.loads(old.read("manifest.json")) | changes
        new.writestr("manifest.json", json.dumps(said))
    return Reading(changed, "changed")


@pytest.mark.slow
def test_without_the_keys_it_asks_for_them(
    here: Installation, elsewhere: Elsewhere, monday: Path
) -> None:
    token, there = here.token(), elsewhere(None)

    said = refused(there, "restore", str(monday))
    there.habitue("restore", str(monday), "--without-pepper")

    assert "another pepper" in said
    refused_token(there, token)


def refused_token(installation: Installation, token: str) -> None:
    with serving(installation) as running:
        answer = httpx.get(
            f"{running.url}/api/v1/customers", headers={"Authorization": f"Bearer {token}"}
        )
    assert answer.status_code == 401


@pytest.mark.slow
def test_a_program_locks_it_on_the_way(
    here: Installation, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    gpg = shutil.which("gpg")
    if gpg is None:
        pytest.skip("gpg is not on this machine: locking a backup was not tried")
    words = tmp_path / "words"
    words.write_text("four plain words here")
    lock = f"{gpg} --homedir {tmp_path} --batch --pinentry-mode loopback --passphrase-file {words}"
    there = elsewhere(here)

    piped(here, f"{PROGRAM} backup - | {lock} --symmetric -o {tmp_path}/monday.gpg")
    piped(there, f"{lock} --decrypt {tmp_path}/monday.gpg | {PROGRAM} restore -")

    assert customers(there) == customers(here)
    assert b"manifest.json" not in (tmp_path / "monday.gpg").read_bytes()


def piped(installation: Installation, line: str) -> None:
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line],
        env=installation.environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
