"""Taking customers from a file: trying it, taking it, going on where it broke off."""

from collections import ChainMap
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice, takewhile
from uuid import UUID

from django.utils.translation import gettext as _

from habitue.audit import actions as audit
from habitue.customers.models import Customer
from habitue.exchange.deciding import LINKS, Decided, Judge
from habitue.exchange.files import Understood, understand
from habitue.exchange.links import Links
from habitue.exchange.models import Fate, FateKind, Import
from habitue.exchange.picture import Person
from habitue.exchange.reading.drafts import Draft, Refused
from habitue.exchange.tally import Tally
from habitue.exchange.writing_down import fates_of, write, write_links
from habitue.house.acting import Actor
from habitue.house.models import House
from habitue.house.rows import insert_many
from habitue.house.scope import house_scope
from habitue.operations import actions as operations
from habitue.operations.actions import Answer, Request
from habitue.operations.models import Operation
from habitue.operations.rights import RightMissing, right
from habitue.operations.writer import in_write_transaction

__all__ = ["Import", "Understood", "begin", "take", "take_fast", "try_out", "understand"]

BATCH = 200  # rows an operation: a till waits for one batch at most
FAST_BATCH = 2_000
TRIED = 1_000
Drafts = list[Draft | Refused]


@dataclass(slots=True)
class Walk:
    """One walk through a file, batch after batch."""

    house: House
    by: Actor
    file: Understood
    links: Links = field(init=False)
    claimed: dict[UUID, frozenset[str]] = field(default_factory=dict)
    waiting: list[Decided] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.links = Links(self.house)

    def batches(self, size: int, after: int = 0) -> Iterator[Drafts]:
        rows = (row for row in self.file.table.rows() if row.number > after)
        read = self.file.reader.read
        while batch := [read(row) for row in islice(rows, size)]:
            yield batch

    def judge(self) -> Judge:
        one = Judge(self.house, self.by.may, self.links)
        one.claimed = self.claimed
        return one


def try_out(
    house: House, by: Actor, file: Understood, each: Callable[[list[Decided]], None] | None = None
) -> Tally:
    """What taking the file would do, row by row; nothing is written. Raises RightMissing."""
    if not by.may("customers.import"):
        raise RightMissing(right="customers.import")
    walk, tally = Walk(house, by, file), Tally(list(file.warnings))
    with house_scope(house):
        judge = walk.judge()
        for batch in walk.batches(TRIED):
            decided = judge.decide(batch)
            tally.add(decided)
            walk.waiting += [one for one in decided if one.waiting]
            if each:
                each(decided)
        for one in walk.waiting:
            tally.relink(one, resolved(judge, one))
    return tally


def resolved(judge: Judge, one: Decided) -> dict[str, UUID]:
    """The links of a row to whom a later row made; warnings for those that cannot be."""
    assert one.person is not None
    found = {}
    for key, written in one.waiting.items():
        several = judge.links.named(written)
        if not several:
            says = _("Nobody is called “{name}”; the link was left out.")
            one.warnings.append((key, says.format(name=written[:60])))
        elif says := judge.cannot(one.person.id, key, several):
            one.warnings.append((key, says))
        elif getattr(one.person.customer, f"{key}_id") != several[0]:
            setattr(one.person.customer, f"{key}_id", several[0])
            judge.links.note(one.person)
            found[key] = several[0]
    return found


def take(house: House, by: Actor, file: Understood, size: int = 0) -> Import:
    """Take the file in small operations, so that tills go on working.

    The same file read in the same way goes on where an earlier walk broke off. Raises
    RightMissing.
    """
    with house_scope(house):
        rows = Import.objects.of(house).filter(fingerprint=file.fingerprint, trial=False)
        times = rows.filter(ended_at__isnull=False).count()
    answer = operations.run(
        Request(house, by, f"import:{file.fingerprint}:{times}", file.fingerprint),
        lambda op: Answer(begin(op, file=file).id, status=201),
    )
    assert answer.id is not None
    return carry_out(house, by, file, answer.id, size or BATCH)


def take_fast(house: House, by: Actor, file: Understood) -> Import:
    """Take the file in one transaction: quicker, and nobody else writes until it ends."""
    with house_scope(house):
        found: Import = in_write_transaction(lambda: take(house, by, file, FAST_BATCH))
    return found


@right("customers.import")
def begin(op: Operation, *, file: Understood, trial: bool = False) -> Import:
    """Write down that a file is being taken, or tried."""
    row: Import = Import.objects.create(
        house=op.house,
        file_name=file.name[:200],
        digest=file.digest,
        fingerprint=file.fingerprint,
        format=file.table.format,
        encoding=file.table.encoding,
        delimiter=file.table.delimiter,
        header_line=file.table.header_line,
        mapping=file.mapping,
        trial=trial,
        warnings=list(file.warnings),
        actor=op.by.label,
        at=op.at,
    )
    audit.record(op, "customers.try_import" if trial else "customers.import", on=row)
    return row


def carry_out(house: House, by: Actor, file: Understood, id_: UUID, size: int = BATCH) -> Import:
    """Take the rows that are not yet taken; the import as it then stands."""
    walk = Walk(house, by, file)
    with house_scope(house):
        row: Import = Import.objects.of(house).get(pk=id_)
        done = list(row.fates.order_by("row"))
        if row.ended_at:
            return row
        walk.claimed = {fate.customer_id: frozenset() for fate in done if fate.customer_id}
        walk.waiting = _still_waiting(walk, done)
    for batch in walk.batches(size, after=done[-1].row if done else 0):
        _batch(walk, id_, batch)
    for start in range(0, len(walk.waiting), size):
        _link(walk, id_, walk.waiting[start : start + size])
    _run(walk, f"import:{id_}:end", lambda op: _end(op, id_))
    with house_scope(house):
        found: Import = Import.objects.of(house).get(pk=id_)
    return found


def _still_waiting(walk: Walk, done: list[Fate]) -> list[Decided]:
    """Of the rows taken before the walk broke off, those whose links waited for later rows."""
    whose = {fate.row: fate for fate in done if fate.customer_id}
    if not whose:
        return []
    last, found = done[-1].row, []
    for row in takewhile(lambda row: row.number <= last, walk.file.table.rows()):
        draft = walk.file.reader.read(row)
        if row.number in whose and isinstance(draft, Draft) and draft.fields.keys() & set(LINKS):
            fate = whose[row.number]
            one = Customer.objects.of(walk.house).get(pk=fate.customer_id)
            waiting = {
                key: str(draft.fields[key])
                for key in LINKS
                if draft.fields.get(key) and getattr(one, f"{key}_id") is None
            }
            said = [(about, text) for about, text in fate.warnings]
            found.append(
                Decided(
                    row.number, FateKind(fate.fate), Person(one), "", "", said, waiting=waiting
                )
            )
    return [one for one in found if one.waiting]


def _batch(walk: Walk, id_: UUID, batch: Drafts) -> None:
    """One batch, decided and written in one operation; twice asked, once done."""
    said: list[Decided] = []
    claims: list[dict[UUID, frozenset[str]]] = []

    def work(op: Operation) -> None:
        op.require("customers.import")
        judge = walk.judge()
        fresh: dict[UUID, frozenset[str]] = {}  # ours only once it is written
        judge.claimed = ChainMap(fresh, walk.claimed)
        judge.may = op.by.may
        said[:] = judge.decide(batch)
        write(op, said)
        insert_many(fates_of(op.house, id_, said))
        Tally.of(said).store(op.house, id_)
        claims[:] = [fresh]

    _run(walk, f"import:{id_}:{batch[0].row}", work)
    for fresh in claims:
        walk.claimed.update(fresh)
    walk.waiting += [one for one in said if one.waiting]


def _link(walk: Walk, id_: UUID, waiting: list[Decided]) -> None:
    def work(op: Operation) -> None:
        op.require("customers.import")
        judge = walk.judge()
        for one in waiting:
            one.warnings = list(one.warnings)
        links = [(one, resolved(judge, one)) for one in waiting]
        write_links(op, id_, links)

    _run(walk, f"import:{id_}:links:{waiting[0].row}", work)


def _end(op: Operation, id_: UUID) -> None:
    op.require("customers.import")
    Import.objects.of(op.house).filter(pk=id_).update(ended_at=op.at)


def _run(walk: Walk, key: str, work: Callable[[Operation], None]) -> None:
    def worked(op: Operation) -> Answer:
        work(op)
        return Answer()

    operations.run(Request(walk.house, walk.by, key, key), worked)
