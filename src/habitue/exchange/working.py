"""The work on files that goes on behind the screens: looking, taking, undoing.

Each piece is an operation of its own with a key of its own, and the next one is asked from what
stands in the book: killed at any point, it goes on where it was.
"""

import json
import logging
import threading
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import Error
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from habitue.exchange import actions, keeping, steps, undoing
from habitue.exchange.deciding import Decided
from habitue.exchange.files import Understood, understand
from habitue.exchange.models import Import, State
from habitue.exchange.pace import tills_work
from habitue.exchange.reading.table import Asked
from habitue.exchange.tally import Tally
from habitue.house.acting import CONSOLE, Actor
from habitue.house.models import House
from habitue.house.scope import house_scope
from habitue.kit.refusals import CannotWrite, Refusal
from habitue.operations.rights import RightMissing
from habitue.operations.writer import in_write_transaction
from habitue.staff import entry

PEOPLE = ("staff:", CONSOLE.label)
TO_DO = (State.LOOKING, State.TAKING, State.UNDOING)
came = threading.Event()  # something is to be done: whoever waits for files looks at once
log = logging.getLogger(__name__)


class Changed(Exception):
    """Someone chose otherwise in the meantime: this look is of no use any more."""


def waiting() -> list[Import]:
    """Files that something is to be done with, in every house, the oldest first."""
    rows = Import.objects.filter(state__in=TO_DO).select_related("house").order_by("at", "id")
    return [row for row in rows if _is_ours(row)]


def _is_ours(row: Import) -> bool:
    """What a program asked for by its token it waits for itself, and asks again if killed."""
    if row.state == State.UNDOING:
        return row.undoer.startswith(PEOPLE)
    return bool(row.held)


def work_off(row: Import, pace: Callable[[], int]) -> None:
    """Do all that is to be done with one file now; says in its row why where that failed.

    `pace` says before each batch how many rows it may have.
    """
    house = row.house
    with keeping.held_alone(row) as alone, translation.override(house.language):
        if not alone:
            return
        try:
            by = _actor(house, row.undoer if row.state == State.UNDOING else row.actor)
            _work(house, by, row, pace)
        except Changed:
            return
        except (CannotWrite, Error):
            raise  # the disk or the database: tried again, nothing is wrong with the file
        except Refusal as no:
            _broke_off(row, no.sentence)
        except Exception:
            log.exception("An import stumbled")
            _broke_off(row, _("Something went wrong that is not the file’s fault."))


def _work(house: House, by: Actor, row: Import, pace: Callable[[], int]) -> None:
    if row.state == State.LOOKING:
        _look(house, by, row)
    elif row.state == State.TAKING:
        with keeping.opened(row) as file:
            read = read_as(house, file, row)
            actions.carry_out(house, by, read, row.id, _until_stopped(house, row.id, pace))
    else:
        undoing.carry_out(house, by, row.id, pace)


def read_as(house: House, file: object, row: Import) -> Understood:
    """The file as the person who brought it wants it read. Raises UnreadableFile."""
    how = row.how
    with house_scope(house):
        return understand(
            house,
            file,  # type: ignore[arg-type]
            at=row.at,
            name=row.file_name,
            encoding=how.get("encoding") or None,
            asked=how.get("mapping") or {},
            layout=Asked(how.get("delimiter", ""), how.get("header")),
            policy=steps.policy_of(row),
        )


def is_polite(house: House, at: datetime) -> bool:
    """Whether tills are at work, so that what is done here waits for them."""
    return tills_work(house, at)


def _until_stopped(house: House, id_: UUID, pace: Callable[[], int]) -> Callable[[], int]:
    """`pace`, and nothing more once someone pressed Cancel."""

    def many() -> int:
        size = pace()
        with house_scope(house):
            stop = Import.objects.of(house).values_list("stop", flat=True).get(pk=id_)
        return 0 if stop else size

    return many


# -- looking ----------------------------------------------------------------------------------


def _look(house: House, by: Actor, row: Import) -> None:
    """The dry run: nothing is written but what it found."""
    with keeping.opened(row) as file:
        read = read_as(house, file, row)
        _note(row, **_understood(read), total=sum(1 for _row in read.table.rows()))
        path = keeping.fates_of(row)
        assert path is not None
        with path.open("w", encoding="utf-8") as out:
            rows = 0

            def tell(some: list[Decided]) -> None:
                nonlocal rows
                rows += len(some)
                out.writelines(_line(one) for one in some)
                _note(row, rows=rows)

            tally = actions.try_out(house, by, read, each=tell)
    counts = {kind.value: count for kind, count in tally.counts.items()}
    _note(row, state=State.LOOKED, rows=rows, warnings=_warned(read, tally), **counts)


def _understood(read: Understood) -> dict[str, object]:
    return {
        "digest": read.digest,
        "fingerprint": read.fingerprint,
        "format": read.table.format,
        "encoding": read.table.encoding,
        "delimiter": read.table.delimiter,
        "header_line": read.table.header_line,
        "mapping": read.mapping,
    }


def _warned(read: Understood, tally: Tally) -> list[str]:
    rows = len({one["row"] for one in tally.warned})
    said = ngettext(
        "{count} row has something to know.", "{count} rows have something to know.", rows
    )
    return [*read.warnings, said.format(count=rows)] if rows else list(read.warnings)


def _line(one: Decided) -> str:
    who = one.person.customer.display_name if one.person else ""
    told = {
        "row": one.row,
        "fate": one.fate.value,
        "who": who,
        "reason": one.reason,
        "said": [text for _about, text in one.warnings[:20]],
    }
    return json.dumps(told, ensure_ascii=False) + "\n"


def _note(row: Import, **facts: object) -> None:
    """Write down how far the look has come. Raises Changed."""

    def write() -> int:
        rows = Import.objects.of(row.house).filter(pk=row.id, turn=row.turn, state=State.LOOKING)
        return int(rows.update(**facts))

    with house_scope(row.house):
        if not in_write_transaction(write):
            raise Changed()


# -- what can go wrong ------------------------------------------------------------------------


def _broke_off(row: Import, why: str) -> None:
    """A look ends with its sentence; what was being taken waits to be gone on with."""

    def write() -> None:
        rows = Import.objects.of(row.house).filter(pk=row.id, state=row.state, turn=row.turn)
        ended = State.LOOKED if row.state == State.LOOKING else State.STUCK
        rows.update(state=ended, problem=why[:300])

    with house_scope(row.house):
        in_write_transaction(write)


def _actor(house: House, label: str) -> Actor:
    """Whoever began it, with the rights they have now. Raises RightMissing."""
    if label == CONSOLE.label:
        return CONSOLE
    kind, _colon, id_ = label.partition(":")
    with house_scope(house):
        member = entry.member_of(house, id_) if kind == "staff" else None
    if member is None or not member.active:
        raise RightMissing(right="customers.import")
    return entry.actor_for(member)
