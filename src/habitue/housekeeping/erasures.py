"""The list of who was erased, kept outside the book: a copy that is put back is older than it.

A file in the data folder, of one line an erasure (ids and times only) and one an objection (a
keyed digest and its time); so beside every copy of the book. Whatever brings a book back (a
backup, an archive file) replays it; the book itself is the list of all that happened before the
copy, and completes the file whenever the program starts.
"""

import fcntl
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import Max

from habitue.customers import objections
from habitue.customers.models import Customer, Objection
from habitue.house.acting import CONSOLE
from habitue.house.models import House
from habitue.house.scope import house_scope
from habitue.housekeeping.models import Erasure
from habitue.kit.ids import new_id
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


@dataclass(frozen=True, slots=True, order=True)
class Objected:
    """A line of the list: that an address had an objection, see `customers.objections`."""

    at: str
    house: str
    digest: str


Line = Listed | Objected


def note(proofs: Sequence[Erasure], objected: Iterable[Objection]) -> None:
    """Add erasures that are in the book to the file, with the objections that came of them."""
    _add([*map(_line, proofs), *map(_objected, objected)])


def path() -> Path:
    folder: Path = settings.DATA_DIR
    return Path(folder) / FILE


def catch_up() -> int:
    """Whatever the book says and the file does not yet; how many lines that were."""
    known = {_of_what(one) for one in _read(path())}
    fresh: list[Line] = []
    for house in House.objects.order_by("slug"):
        with house_scope(house):
            said: list[Line] = [
                *map(_line, Erasure.objects.of(house).order_by("at", "id")),
                *map(_objected, Objection.objects.of(house).order_by("at", "id")),
            ]
        fresh += [one for one in said if _of_what(one) not in known]
    _add(fresh)
    return len(fresh)


def _of_what(one: Line) -> tuple[str, ...]:
    """An address may be objected to again once it was lifted; nobody is erased twice."""
    if isinstance(one, Listed):
        return one.house, one.customer
    return one.house, one.digest, one.at


def write_beside(folder: Path) -> Path | None:
    """A copy of the list in the folder of the copies, with what that one knew already.

    None where nothing is new.
    """
    catch_up()
    target = folder / FILE
    known = _read(target)
    lines = known | _read(path())
    if lines == known:
        return None
    part = target.with_suffix(".part")
    with part.open("w", encoding="utf-8") as file:
        file.writelines(sorted(json.dumps(asdict(one)) + "\n" for one in lines))
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, target)
    return target


def replay(files: Sequence[Path], tell: Tell) -> list[str]:
    """Erase again whoever these files list and the book has back; sentences about who stays.

    What came back with them in value or debt ends in the same step: it ended before they were
    erased, in what the copy does not know. Objections since the book's last act stand again.
    """
    wrong, count = [], 0
    houses = {str(house.id): house for house in House.objects.all()}
    lines = _read(*files)
    for house in houses.values():
        _object_again(house, [one for one in lines if isinstance(one, Objected)])
    for one in sorted(one for one in lines if isinstance(one, Listed)):
        found = houses.get(one.house)
        if found is None or not _is_back(found, one):
            continue
        try:
            _again(found, one)
            count += 1
        except Refusal as refusal:
            wrong.append(f"{found.slug}: {one.customer} is not erased again: {refusal.sentence}")
    if count:
        tell(f"{count:,} who had been erased were erased again")
    return wrong


def _object_again(house: House, lines: Iterable[Objected]) -> None:
    """What the book knew when it was copied it kept, or somebody had agreed anew."""
    with house_scope(house):
        last = Operation.objects.of(house).aggregate(at=Max("at"))["at"]
    theirs = [(datetime.fromisoformat(one.at), one) for one in lines if one.house == str(house.id)]
    fresh = [(at, one.digest) for at, one in theirs if last is None or at > last]
    if not fresh:
        return

    def work(op: Operation) -> operations.Answer:
        for at, digest in fresh:
            objections.keep(op, [digest], at)
        return operations.Answer()

    key = f"objections again {new_id()}"
    operations.run(operations.Request(house, CONSOLE, key, key), work)


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


def _objected(one: Objection) -> Objected:
    return Objected(at=one.at.isoformat(), house=str(one.house_id), digest=one.digest)


def _add(lines: Iterable[Line]) -> None:
    text = "".join(json.dumps(asdict(one)) + "\n" for one in lines)
    if not text:
        return
    with path().open("a", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _read(*files: Path) -> set[Line]:
    """Every line of these files once; one that cannot be read is passed over."""
    return {one for file in files if file.is_file() for one in _lines(file)}


def _lines(file: Path) -> Iterator[Line]:
    for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            said = json.loads(line)
            one: Line = Objected(**said) if "digest" in said else Listed(**said)
            UUID(one.house), datetime.fromisoformat(one.at)
            if isinstance(one, Listed):
                UUID(one.customer)
        except (ValueError, TypeError):
            continue
        yield one
