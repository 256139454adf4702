"""Taking customers from a file: trying it, taking it, going on where it broke off."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice, takewhile
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from habitue.audit import actions as audit
from habitue.customers.models import Customer
from habitue.exchange import bearers, reconciling
from habitue.exchange.claims import Claims
from habitue.exchange.deciding import LINKS, Decided, Judge
from habitue.exchange.files import Understood, understand
from habitue.exchange.links import Links
from habitue.exchange.models import Fate, FateKind, Import, State
from habitue.exchange.picture import Person
from habitue.exchange.prospects import Prospects
from habitue.exchange.reading.drafts import Draft, Refused
from habitue.exchange.tally import Tally
from habitue.exchange.writing_down import fates_of, write, write_links
from habitue.house.acting import Actor
from habitue.house.closed import take_turn
from habitue.house.models import House
from habitue.house.rows import insert_many
from habitue.house.scope import house_scope
from habitue.operations import actions as operations
from habitue.operations.actions import Answer, Request
from habitue.operations.models import Operation
from habitue.operations.rights import RightMissing, right

__all__ = ["FAST_BATCH", "Import", "Understood", "begin", "take", "try_out", "understand"]

BATCH = 200  # rows an operation: a till waits for one batch at most
FAST_BATCH = 2_000  # where no till is at work
TRIED = 1_000
TURN = "import"  # of two files at once: what one decides the other must see
Drafts = list[Draft | Refused]


@dataclass(slots=True)
class Walk:
    """One walk through a file, batch after batch."""

    house: House
    by: Actor
    file: Understood
    links: Links = field(init=False)
    claimed: Claims = field(default_factory=Claims)
    waiting: list[Decided] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.links = Links(self.house, watches=self.has_links)

    @property
    def has_links(self) -> bool:
        """Whether a column names parents or payers: then it is remembered who is called what."""
        return not set(LINKS).isdisjoint(self.file.mapping.values())

    def batches(self, size: int | Callable[[], int], after: int = 0) -> Iterator[Drafts]:
        """Rows after `after`, so many at once; none: stop. `size` is asked before each batch."""
        rows = self.file.drafts(after)
        many = size if callable(size) else lambda: size
        while batch := list(islice(rows, many())):
            yield batch

    def judge(self, of: UUID | None = None) -> Judge:
        one = Judge(self.house, self.by.may, self.links, self.file.policy, of)
        one.claims = self.claimed
        one.lists_cards = bearers.are_listed(self.file.mapping)
        return one


def try_out(
    house: House, by: Actor, file: Understood, each: Callable[[list[Decided]], None] | None = None
) -> Tally:
    """What taking the file would do, row by row; nothing is written. Raises RightMissing."""
    if not by.may("customers.import"):
        raise RightMissing(right="customers.import")
    with house_scope(house):
        walk, tally = Walk(house, by, file), Tally(list(file.warnings), tells=each is None)
        prospects, judge = Prospects(house), walk.judge()
    for batch in walk.batches(TRIED):
        with house_scope(house):
            judge = walk.judge()
            judge.prospects = prospects
            decided = judge.decide(batch)
        walk.claimed.remember(judge.stated)
        tally.add(decided)
        walk.waiting += [one for one in decided if one.waiting]
        if each:
            each(decided)
    with house_scope(house):
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
        elif (before := getattr(one.person.customer, f"{key}_id")) != several[0]:
            one.was[f"{key}_id"] = [before, several[0]]
            setattr(one.person.customer, f"{key}_id", several[0])
            judge.links.note(one.person)
            found[key] = several[0]
    return found


def take(house: House, by: Actor, file: Understood, size: int | Callable[[], int] = 0) -> Import:
    """Take the file in small operations, so that tills go on working; `size` as `carry_out`.

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
        state=State.LOOKED if trial else State.TAKING,
        traced=not trial,
        how=file.policy.kept,
        warnings=list(file.warnings),
        actor=op.by.label,
        at=op.at,
    )
    audit.record(op, "customers.try_import" if trial else "customers.import", on=row)
    return row


def carry_out(
    house: House,
    by: Actor,
    file: Understood,
    id_: UUID,
    size: int | Callable[[], int] = BATCH,
) -> Import:
    """Take the rows that are not yet taken; the import as it then stands.

    Where `size` is a question it is asked before each batch, and nothing ends the walk.
    """
    walk = Walk(house, by, file)
    with house_scope(house):
        row: Import = Import.objects.of(house).get(pk=id_)
        if row.ended_at:
            return row
        last = row.fates.aggregate(last=Max("row"))["last"] or 0
        _remember(walk, row)
        done = list(row.fates.order_by("row")) if walk.has_links else []
        walk.waiting = _still_waiting(walk, done)
    for batch in walk.batches(size, after=last):
        _batch(walk, id_, batch)
    for start in range(0, len(walk.waiting), BATCH):
        _link(walk, id_, walk.waiting[start : start + BATCH])
    _run(walk, f"import:{id_}:end", lambda op: _end(op, id_))
    with house_scope(house):
        found: Import = Import.objects.of(house).get(pk=id_)
    return found


def _remember(walk: Walk, row: Import) -> None:
    """Of whom the rows before spoke, where a walk goes on."""
    ids = row.fates.exclude(customer_id=None).values_list("customer_id", flat=True)
    coming = ids.iterator(chunk_size=FAST_BATCH)
    while some := list(islice(coming, FAST_BATCH)):
        walk.claimed.remember({id_: frozenset() for id_ in some if id_})


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
    """One batch, decided and written in one operation; twice asked, once done.

    Another run of the same file may have taken some of its rows, in batches of another size.
    """
    said: list[Decided] = []
    stated: list[dict[UUID, frozenset[str]]] = []  # ours only once it is written

    def work(op: Operation) -> None:
        op.require("customers.import")
        take_turn(op.house, TURN)
        judge = walk.judge(id_)
        judge.may = op.by.may
        said[:] = judge.decide(_untaken(op.house, id_, batch))
        write(op, said)
        insert_many(fates_of(op.house, id_, said))
        Tally.of(said).store(op.house, id_)
        reconciling.add(op.house, id_, said)
        stated[:] = [judge.stated]

    _run(walk, f"import:{id_}:{batch[0].row}-{batch[-1].row}", work)
    for one in stated:
        walk.claimed.remember(one)
    walk.waiting += [row for row in said if row.waiting]


def _untaken(house: House, id_: UUID, batch: Drafts) -> Drafts:
    rows = (batch[0].row, batch[-1].row)
    fates = Fate.objects.of(house).filter(of=id_, row__range=rows)
    taken = set(fates.values_list("row", flat=True))
    return [one for one in batch if one.row not in taken] if taken else batch


def _link(walk: Walk, id_: UUID, waiting: list[Decided]) -> None:
    def work(op: Operation) -> None:
        op.require("customers.import")
        take_turn(op.house, TURN)
        judge = walk.judge()
        for one in waiting:
            one.warnings = list(one.warnings)
        links = [(one, resolved(judge, one)) for one in waiting]
        write_links(op, id_, links)

    _run(walk, f"import:{id_}:links:{waiting[0].row}", work)


def _end(op: Operation, id_: UUID) -> None:
    op.require("customers.import")
    row = Import.objects.of(op.house).get(pk=id_)
    cut_short = row.stop and row.rows < (row.total or 0)
    row.state = State.CANCELLED if cut_short else State.TAKEN
    row.ended_at = op.at
    row.save(update_fields=["state", "ended_at"])


def _run(walk: Walk, key: str, work: Callable[[Operation], None]) -> None:
    def worked(op: Operation) -> Answer:
        work(op)
        return Answer()

    operations.run(Request(walk.house, walk.by, key, key), worked)
