"""The list of who was erased, kept outside the book: a copy that is put back is older than it.

A file of one line an erasure in the data folder, ids and times only, and beside every copy of the
book. Whatever brings a book back (a backup, an archive file) replays it; the book itself is the
list of all that happened before the copy, and completes the file whenever the program starts.
"""

import fcntl
import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from habitue.customers.models import Customer
from habitue.house.acting import CONSOLE
from habitue.house.models import House
from habitue.house.scope import house_scope
from habitue.housekeeping.models import Erasure
from habitue.kit.refusals import Refusal
from habitue.operations import actions as operations
from habitue.operations.models import Operation

FILE = "erasures.jsonl"
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True, order=True)
class Listed:
    """One line of the list."""

    at: str
    house: str
    customer: str
    reason: str


def note(proof: Erasure) -> None:
    """Add an erasure that is in the book to the file."""
    _add([_line(proof)])


def path() -> Path:
    folder: Path = settings.DATA_DIR
    return Path(folder) / FILE


def catch_up() -> int:
    """Whatever the book says and the file does not yet; how many lines that were."""
    known = {(one.house, one.customer) for one in read(path())}
    fresh: list[Listed] = []
    for house in House.objects.order_by("slug"):
        with house_scope(house):
            proofs = Erasure.objects.of(house).order_by("at", "id")
            fresh += [one for one in map(_line, proofs) if (one.house, one.customer) not in known]
    _add(fresh)
    return len(fresh)


def write_beside(folder: Path) -> Path | None:
    """A copy of the list in the folder of the copies, with what that one knew already.

    None where nothing is new.
    """
    catch_up()
    target = folder / FILE
    known = read(target)
    lines = sorted({*read(path()), *known})
    if lines == known:
        return None
    part = target.with_suffix(".part")
    with part.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(asdict(one)) + "\n" for one in lines)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, target)
    return target


def read(*files: Path) -> list[Listed]:
    """Every line of these files once; one that cannot be read is passed over."""
    found = {one for file in files if file.is_file() for one in _lines(file)}
    return sorted(found)


def replay(listed: Iterable[Listed], tell: Tell) -> list[str]:
    """Erase again whoever is on the list and back in the book; sentences about who could not be.

    What came back with them in value or debt ends in the same step: it ended before they were
    erased, in what the copy does not know.
    """
    wrong, count = [], 0
    houses = {str(house.id): house for house in House.objects.all()}
    for one in listed:
        house = houses.get(one.house)
        if house is None or not _is_back(house, one):
            continue
        try:
            _again(house, one)
            count += 1
        except Refusal as refusal:
            wrong.append(f"{house.slug}: {one.customer} is not erased again: {refusal.sentence}")
    if count:
        tell(f"{count:,} who had been erased were erased again")
    return wrong


def _is_back(house: House, one: Listed) -> bool:
    with house_scope(house):
        rows = Customer.objects.of(house).filter(pk=UUID(one.customer), erased_at=None)
        return bool(rows.exists())


def _again(house: House, one: Listed) -> None:
    from habitue.housekeeping.actions import Settle
    from habitue.housekeeping.erasing import erase

    def work(op: Operation) -> operations.Answer:
        customer = Customer.objects.of(op.house).get(pk=UUID(one.customer))
        settle = Settle("write_off", reason="erased")
        proof = erase(op, customer=customer, reason=one.reason, settle=settle, again=True)
        return operations.Answer(proof.id)

    key = f"erase again {one.customer} {one.at}"
    operations.run(operations.Request(house, CONSOLE, key, key), work)


def _line(proof: Erasure) -> Listed:
    return Listed(
        at=proof.at.isoformat(timespec="seconds"),
        house=str(proof.house_id),
        customer=str(proof.customer_id),
        reason=proof.reason,
    )


def _add(lines: Iterable[Listed]) -> None:
    text = "".join(json.dumps(asdict(one)) + "\n" for one in lines)
    if not text:
        return
    with path().open("a", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _lines(file: Path) -> Iterator[Listed]:
    for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            said = Listed(**json.loads(line))
            UUID(said.house), UUID(said.customer), datetime.fromisoformat(said.at)
        except (ValueError, TypeError):
            continue
        yield said
