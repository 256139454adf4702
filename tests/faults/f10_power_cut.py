"""F10 power cut: from what the real server wrote, the disks it could have left.

strace records every write, sync and answer while clients post. A power cut at any moment leaves
what was synced, and of what was written since then nothing, all, some, or parts of sectors, in
any combination of the files. Each such image is opened; nothing in it may be out of balance, and
whatever had been answered before that moment must be in it. A few are examined by `verify` whole.
"""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from uuid import UUID

from tests.faults.frame import Drill
from tests.faults.posting import Posted, guests
from tests.faults.tracing import Event, events, recorded
from tests.serving import Installation

CLIENTS = 4
SECTOR = 512
NAME = "habitue.sqlite3"
FILES = (NAME, f"{NAME}-wal")
CHECKS = {
    "an account's balance is not the sum of its moves": """
        SELECT a.code FROM ledger_account a LEFT JOIN (
            SELECT account_id, sum(step) AS total FROM (
                SELECT debit_id AS account_id, amount AS step FROM ledger_move
                UNION ALL SELECT credit_id, -amount FROM ledger_move) GROUP BY account_id) m
            ON m.account_id = a.id
         WHERE a.balance IS NOT NULL AND abs(coalesce(m.total, 0)) <> abs(a.balance)""",
    "an operation without an end": "SELECT id FROM operations_operation WHERE status = 0",
    "an entry without moves": """
        SELECT e.id FROM ledger_entry e WHERE NOT EXISTS
            (SELECT 1 FROM ledger_move m WHERE m.entry_id = e.id)""",
    "a top-up without its entry and lot": """
        SELECT t.id FROM prepaid_top_up t WHERE NOT EXISTS
            (SELECT 1 FROM ledger_move m WHERE m.entry_id = t.entry_id) OR NOT EXISTS
            (SELECT 1 FROM prepaid_lot l WHERE l.entry_id = t.entry_id)""",
}


@dataclass
class Disk:
    """One file as it would be found after a cut: what is safe, and what was only written."""

    safe: bytearray
    written: list[Event] = field(default_factory=list)

    def happens(self, event: Event) -> None:
        if event.what == "sync":
            for one in self.written:
                _apply(self.safe, one)
            self.written.clear()
        else:
            self.written.append(event)

    def left(self, luck: Random, mode: str) -> tuple[bytearray, int]:
        """What a cut leaves, and how many writes it lost or tore."""
        image, lost = bytearray(self.safe), 0
        keep = luck.random()
        for one in self.written:
            if mode == "drop" or (mode != "keep" and luck.random() > keep):
                lost += 1
            elif mode == "torn" and len(one.data) > SECTOR and luck.random() < 0.5:
                _tear(image, one, luck)
                lost += 1
            else:
                _apply(image, one)
        return image, lost


def _apply(image: bytearray, event: Event) -> None:
    if event.what == "cut":
        del image[event.at :]
        return
    if len(image) < event.at:
        image.extend(bytes(event.at - len(image)))
    image[event.at : event.at + len(event.data)] = event.data


def _tear(image: bytearray, event: Event, luck: Random) -> None:
    """Some of its sectors reached the disk."""
    for start in range(0, len(event.data), SECTOR):
        if luck.random() < 0.5:
            part = event.data[start : start + SECTOR]
            _apply(image, Event("write", event.file, event.at + start, part))


def run(drill: Drill) -> None:
    before, trace, posted = _record(drill)
    told = list(events(trace))
    ours = {id_ for id_, _ in posted.acknowledged.values()}
    acks = [one for one in told if one.what == "ack" and one.data.decode() in ours]
    drill.count(writes=sum(one.what == "write" for one in told))
    drill.count(syncs=sum(one.what == "sync" for one in told))
    seen = {one.data for one in acks}
    drill.expect(len(seen) == len(ours), f"{len(seen)} of {len(ours)} answers were recorded")
    drill.really("answers in the recording", len(seen), at_least=drill.size("postings"))
    said = _cut(drill, before, told, ours)
    drill.count(images=said["images"], examined_whole=said["whole"])
    drill.count(acknowledged_lost=said["lost"], unreadable_or_unbalanced=said["wrong"])
    drill.really("images that lost or tore writes", said["hit"], at_least=said["images"] // 3)
    drill.really("images cut in a checkpoint", said["in a checkpoint"], at_least=1)
    drill.really("answers missing where no sync is believed", said["control"], at_least=1)


def _record(drill: Drill) -> tuple[Path, Path, Posted]:
    """The files before, the recording, and what was acknowledged meanwhile."""
    running, trace, before = drill.serve(), drill.folder / "trace", drill.folder / "before"
    token = running.installation.token()
    customers = guests(running, token, CLIENTS)
    posted = Posted(running.url, token)
    time.sleep(1)  # the tasks of a start are over; what is there now counts as synced
    shutil.copytree(running.installation.folder, before)
    with recorded(running, trace):
        posted.begin(customers, drill.random)
        until = time.monotonic() + 600
        while len(posted.acknowledged) < drill.size("postings") and time.monotonic() < until:
            time.sleep(0.05)
        posted.finish()
    drill.expect(not posted.wrong, f"answers: {posted.wrong[:3]}")
    return before, trace, posted


def _cut(drill: Drill, before: Path, told: list[Event], ours: set[str]) -> Counter[str]:
    said: Counter[str] = Counter()
    luck = Random(drill.random.random())
    examined = _Images(drill, before)
    sampled = max(1, drill.size("images") // 200)
    for image in _images(before, told, ours, luck, drill.size("images")):
        missing, wrong = examined.examine(image.files, image.acknowledged)
        said["images"] += 1
        said["lost"] += len(missing)
        said["wrong"] += bool(wrong)
        said["hit"] += image.lost > 0
        said["in a checkpoint"] += image.in_checkpoint
        about = f"cut after event {image.at}, {image.mode}"
        drill.expect(not missing, f"{about}: {len(missing)} acknowledged are lost")
        drill.expect(not wrong, f"{about}: {wrong}")
        if said["images"] % sampled == 0 and said["whole"] < 25 and drill.is_full:
            said["whole"] += examined.verified()
    said["whole"] += examined.verified()
    first = {name: bytearray(_content(before / name)) for name in FILES}
    said["control"] = len(examined.examine(first, ours)[0])
    return said


@dataclass
class Image:
    at: int
    mode: str
    files: dict[str, bytearray]
    acknowledged: set[str]
    lost: int
    in_checkpoint: bool


def _images(
    before: Path, told: list[Event], ours: set[str], luck: Random, number: int
) -> Iterator[Image]:
    """At moments drawn from all there were, most of them with something not synced."""
    disks = {name: Disk(bytearray(_content(before / name))) for name in FILES}
    moments = Counter(luck.randrange(1, len(told)) for _ in range(number))
    acknowledged: set[str] = set()
    for at, event in enumerate(told, 1):
        name = Path(event.file).name
        if event.what == "ack":
            acknowledged.add(event.data.decode())
        elif name in disks:
            disks[name].happens(event)
        for _ in range(moments[at]):
            mode = luck.choice(["drop", "keep", "some", "torn", "torn"])
            left = {name: disk.left(luck, mode) for name, disk in disks.items()}
            files = {name: image for name, (image, _lost) in left.items()}
            lost = sum(lost for _image, lost in left.values())
            in_checkpoint = bool(disks[NAME].written)
            yield Image(at, mode, files, acknowledged & ours, lost, in_checkpoint)


class _Images:
    """One folder, in which image after image is put and opened."""

    def __init__(self, drill: Drill, before: Path) -> None:
        self.drill, self.folder = drill, drill.folder / "image"
        shutil.copytree(before, self.folder)

    def examine(
        self, files: dict[str, bytearray], acknowledged: set[str]
    ) -> tuple[set[str], list[str]]:
        """The acknowledged it lacks, and whatever else is wrong with it."""
        for name in (f"{NAME}-shm", f"{NAME}-wal"):
            (self.folder / name).unlink(missing_ok=True)
        for name, content in files.items():
            (self.folder / name).write_bytes(content)
        connection = sqlite3.connect(self.folder / NAME)
        try:
            wrong = [one for (one,) in connection.execute("PRAGMA integrity_check") if one != "ok"]
            wrong += [says for says, sql in CHECKS.items() if connection.execute(sql).fetchone()]
            held = {
                str(UUID(id_)) for (id_,) in connection.execute("SELECT id FROM prepaid_top_up")
            }
        except sqlite3.DatabaseError as unreadable:
            return set(acknowledged), [str(unreadable)]
        finally:
            connection.close()
        return acknowledged - held, wrong

    def verified(self) -> int:
        """The image that stands there, examined by the program itself."""
        said = Installation(self.folder).habitue("verify", check=False)
        wrong = [line for line in said.splitlines() if " NO " in line]
        self.drill.expect(not wrong and bool(said), f"verify of an image: {wrong[:2]}")
        return 1


def _content(file: Path) -> bytes:
    return file.read_bytes() if file.exists() else b""
