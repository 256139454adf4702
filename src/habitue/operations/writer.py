"""One writer a SQLite file: writers queue for one connection and share commits (decision 7).

SQLite lets one transaction write at a time and its busy wait is unfair, so threads of this
process hand their work to one thread, which runs a group of them, a savepoint each, in one
transaction. An answer leaves after the COMMIT of its group. Between processes a file lock is
the queue.
"""

import contextvars
import fcntl
import os
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import (
    DataError,
    Error,
    IntegrityError,
    OperationalError,
    connection,
    transaction,
)

from habitue.kit.refusals import CannotWrite

GROUP = 64
OURS = (IntegrityError, DataError)
before_commit: list[Callable[[], None]] = []  # the sealer: wired by habitue.site


class Job:
    """A piece of work on its way through the writer."""

    def __init__(self, work: Callable[[], Any]) -> None:
        self.work = work
        self.context = contextvars.copy_context()
        self.done = threading.Event()
        self.result: Any = None
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            with transaction.atomic():
                self.result = self.context.run(self.work)
        except BaseException as problem:
            self.error = problem

    def outcome(self) -> Any:
        self.done.wait()
        if self.error is not None:
            raise self.error
        return self.result


class Writer:
    """The thread that writes for all threads of this process."""

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[Job] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    def write(self, work: Callable[[], Any]) -> Any:
        """Run `work` in the next group; its result after the group's COMMIT, or its exception."""
        job = Job(work)
        self._queue.put(job)
        self._ensure_running()
        return job.outcome()

    def _ensure_running(self) -> None:
        if self._thread is None or not self._thread.is_alive():
            with self._starting:
                if self._thread is None or not self._thread.is_alive():
                    self._thread = threading.Thread(target=self._loop, name="writer", daemon=True)
                    self._thread.start()

    def _loop(self) -> None:
        while True:
            group = [self._queue.get()]
            while len(group) < GROUP:
                try:
                    group.append(self._queue.get_nowait())
                except queue.Empty:
                    break
            write_together(group)


def write_together(group: list[Job]) -> None:
    """Run the jobs of `group` in one transaction and let their callers go."""
    try:
        with file_lock(), transaction.atomic():
            for job in group:
                job.run()
            if connection.needs_rollback:
                # SQLite itself undid the group (a full disk): Django would end it without a word
                raise OperationalError("the group of writes was rolled back")
            for hook in before_commit:
                hook()
    except Exception as problem:
        for job in group:
            job.error = unwritten(problem)
        connection.close()
    finally:
        for job in group:
            job.done.set()


def unwritten(problem: Exception) -> Exception:
    """What a caller is told when it could not be committed; a mistake of ours stays one."""
    if isinstance(problem, OSError | Error) and not isinstance(problem, OURS):
        refusal = CannotWrite()
        refusal.__cause__ = problem
        return refusal
    return problem


def met_another(problem: Exception) -> bool:
    """Whether another transaction of the moment was in the way: a second try will see it."""
    return getattr(problem.__cause__, "sqlstate", "") in {
        "40P01",  # each waited for the other
        "40001",
        "23505",  # both wrote the same unique value
        "23503",  # what this points at went meanwhile
    }


@contextmanager
def file_lock() -> Iterator[None]:
    """The queue between processes that write to one SQLite file."""
    name = str(connection.settings_dict["NAME"])
    if "memory" in name:
        yield
        return
    lock = os.open(f"{name}-writer", os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)  # and with it the lock


the_writer = Writer()


def in_write_transaction(work: Callable[[], Any]) -> Any:
    """Run `work` in a transaction that may write, on whichever database this is."""
    if connection.in_atomic_block:
        with transaction.atomic():
            return work()
    if connection.vendor == "sqlite" and settings.SQLITE_WRITER == "grouped":
        return the_writer.write(work)
    return plainly(work)


def plainly(work: Callable[[], Any]) -> Any:
    """A transaction of this thread's own: PostgreSQL, or SQLite without the shared writer."""
    lock = file_lock() if connection.vendor == "sqlite" else None
    try:
        if lock is None:
            with transaction.atomic():
                return work()
        with lock, transaction.atomic():
            result = work()
            for hook in before_commit:
                hook()
            return result
    except (Error, OSError) as problem:
        connection.close_if_unusable_or_obsolete()
        raise unwritten(problem) from problem
