"""Reading a file ahead in a process of its own, while this one writes what was read.

A third of the work on a file is reading its cells, and that needs nothing of the book. Whatever
becomes of the other process, this one goes on by itself from where the other stopped.
"""

import multiprocessing
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import islice
from multiprocessing.connection import Connection
from typing import BinaryIO

from habitue.exchange.files import Understood
from habitue.exchange.reading.drafts import Draft, Refused

AT_ONCE = 250  # rows
WORTH_IT = 100_000  # bytes


@contextmanager
def reading(file: BinaryIO, understood: Understood) -> Iterator[Understood]:
    """The same file, read ahead where it is long and there is a processor to spare.

    To be entered before this process has other threads: it is forked.
    """
    if _processors() < 2 or os.fstat(file.fileno()).st_size < WORTH_IT:
        yield understood
        return
    fork = multiprocessing.get_context("fork")
    ours, theirs = fork.Pipe()
    child = fork.Process(target=_read, args=(file, understood, theirs, ours), daemon=True)
    child.start()
    theirs.close()
    try:
        yield replace(understood, ahead=lambda after: _received(ours, understood, after))
    finally:
        ours.close()  # by that it ends, if it has not
        child.join()


def _processors() -> int:
    """How many this process may use; all of them, where no system says."""
    return (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )


def _read(file: BinaryIO, understood: Understood, to: Connection, others: Connection) -> None:
    """The other process: what comes after the row it is told; nothing more is the end."""
    others.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(Exception):  # whoever goes on meets it again, and says it
        _reopen(file)
        rows = understood.drafts(to.recv())
        while some := list(islice(rows, AT_ONCE)):
            to.send(some)
        to.send([])


def _reopen(file: BinaryIO) -> None:
    """A place in the file of our own, the same as before. Raises OSError where it is another."""
    mine, again = file.fileno(), os.open(file.name, os.O_RDONLY)
    if not os.path.sameopenfile(again, mine):
        raise OSError("another file")
    os.lseek(again, os.lseek(mine, 0, os.SEEK_CUR), os.SEEK_SET)
    os.dup2(again, mine)


def _received(coming: Connection, understood: Understood, after: int) -> Iterator[Draft | Refused]:
    with suppress(EOFError, OSError):
        coming.send(after)
        while some := coming.recv():
            yield from some
            after = some[-1].row
        return
    yield from understood.drafts(after)
