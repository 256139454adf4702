"""Copies of the book to another disk, again and again, while the house is served.

Each is made by a process of its own, of low priority, so that no till waits for it. Where the
last good one is older than it should be, the owners get a letter, once a day.
"""

import logging
import os
import shlex
import subprocess
import sys
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import Error, connection
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from habitue.backups import copies
from habitue.backups.copies import Late
from habitue.house.acting import Actor
from habitue.house.models import House
from habitue.housekeeping import erasures
from habitue.kit.packing import in_place
from habitue.kit.refusals import Refusal
from habitue.operations import actions as operations
from habitue.operations.actions import Answer, Request
from habitue.operations.models import Operation
from habitue.outbox import actions as outbox
from habitue.staff import reports as staff

LOOKS = 30.0
AFTER_A_PROBLEM = 300.0
LONGEST = 3_600
COPIES = Actor(label="job:copies", everything=True, name="copies")
log = logging.getLogger(__name__)


class NoCopy(Exception):
    """Why there is no good copy this time: a sentence for doctor."""


def begin() -> threading.Thread | None:
    """Copy from now on, in a thread of this process; None where nobody asked for it."""
    if not copies.are_asked_for():
        return None
    thread = threading.Thread(target=_forever, name="copies", daemon=True)
    thread.start()
    return thread


def copy_once(now: datetime) -> Path | None:
    """Make one copy and remember how it went; None where it did not."""
    began = time.monotonic()
    try:
        file = _copied(now)
        if listed := erasures.write_beside(file.parent):
            _handed_on(listed)
        _handed_on(file)
        copies.thin(file.parent)
    except (NoCopy, OSError) as problem:
        log.warning("No copy of the book was made: %s", problem)
        copies.remember(now, problem=str(problem)[:300])
        return None
    copies.remember(
        now,
        good_at=now.isoformat(timespec="seconds"),
        file=str(file),
        bytes=file.stat().st_size,
        seconds=round(time.monotonic() - began, 1),
        problem="",
    )
    return file


def _copied(now: datetime) -> Path:
    """The folder is never made here: an absent one is a disk that is not there."""
    folder = Path(settings.BACKUP_TO)
    if not folder.is_dir():
        raise NoCopy(f"the folder {folder} is not there; is the disk?")
    lock = shlex.split(settings.BACKUP_THROUGH)
    target = folder / copies.name_for(now, locked=bool(lock))
    words = [sys.executable, "-m", "habitue.site", "backup", "--gently"]
    ours = {"HABITUE_DATA_DIR": str(settings.DATA_DIR), "HABITUE_DATABASE_POOLED": "no"}
    if not lock:
        _run([*words, str(target)], ours)
        return target
    with in_place(target) as out:
        _piped([*words, "-"], lock, out.fileno(), ours)
    return target


def _run(words: list[str], more: dict[str, str]) -> None:
    try:
        done = subprocess.run(  # noqa: S603 our own program, or the owner's
            words,
            env=os.environ | more,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=LONGEST,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NoCopy(f"{words[0]} took longer than an hour") from None
    if done.returncode:
        raise NoCopy(_last_words(words, done.returncode, done.stderr))


def _piped(words: list[str], lock: list[str], out: int, more: dict[str, str]) -> None:
    """Our program into theirs; both must end well."""
    with subprocess.Popen(  # noqa: S603
        words, env=os.environ | more, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as ours:
        done = subprocess.run(  # noqa: S603
            lock, stdin=ours.stdout, stdout=out, stderr=subprocess.PIPE, check=False
        )
        if ours.stdout:
            ours.stdout.close()
        if ours.wait():
            raise NoCopy("the book could not be read whole: habitue backup says why")
    if done.returncode:
        raise NoCopy(_last_words(lock, done.returncode, done.stderr))


def _handed_on(file: Path) -> None:
    """The owner's command gets the path: in place of {file}, or as its last word."""
    words = shlex.split(settings.BACKUP_COMMAND)
    if words:
        named = [word.replace("{file}", str(file)) for word in words]
        _run(named if named != words else [*words, str(file)], {})


def _last_words(words: list[str], code: int, said: bytes) -> str:
    lines = said.decode(errors="replace").strip().splitlines()
    return f"{Path(words[0]).name} ended with {code}{': ' + lines[-1] if lines else ''}"


def tell_owners(late: Late, now: datetime) -> None:
    """A letter to the owners of each house, once a day."""
    for house in House.objects.order_by("id"):
        day = now.astimezone(house.zone).date().isoformat()
        request = Request(house, COPIES, f"copies late {day}", {"copies": day})
        operations.run(request, lambda op: _written(op, late))


def _written(op: Operation, late: Late) -> Answer:
    for owner in staff.owners(op.house):
        language = (owner.login.language if owner.login else "") or op.house.language
        with override(language):
            subject, text = _letter(op.house, late)
        address = staff.address_of(owner)
        outbox.post(op, to=address, subject=subject, text=text, language=language)
    return Answer()


def _letter(house: House, late: Late) -> tuple[str, str]:
    if late.last is None:
        first = _("No copy of the book of {house} was made yet, though copies are asked for.")
    else:
        first = _("The last good copy of the book of {house} is from {when}.")
    when = date_format(late.last.astimezone(house.zone), "DATETIME_FORMAT") if late.last else ""
    last = _(
        "The house goes on as always. But if this machine were lost now, so would be everything"
        " since. See whether the disk for the copies is there and has room; “habitue doctor” on"
        " the machine says what went wrong."
    )
    subject = _("No fresh copy of the book of {house}").format(house=house.name)
    return subject, "\n\n".join([first.format(house=house.name, when=when), last]) + "\n"


def _forever() -> None:
    copies.remember(datetime.now(UTC))
    while True:
        wait = LOOKS
        try:
            wait = _one_round()
        except (Error, Refusal, OSError) as problem:
            log.warning("The copies are tried again: %s", problem)
        except Exception:
            log.exception("The copies stumbled, and are tried again")
        if connection.vendor == "postgresql":
            with suppress(Error):
                connection.close()
        time.sleep(wait)


def _one_round() -> float:
    """Copy where it is time, and complain where it did not work for long; when to look again."""
    now, tried, went_well = datetime.now(UTC), copies.due_in(datetime.now(UTC)) <= 0, True
    if tried:
        went_well = copy_once(now) is not None
    late = copies.late(now)
    if late is not None:
        tell_owners(late, now)
    if not went_well:
        return float(min(AFTER_A_PROBLEM, settings.BACKUP_EVERY))
    return max(1.0, min(LOOKS, copies.due_in(datetime.now(UTC))))
