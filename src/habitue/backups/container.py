"""A backup as a file: its parts, and its manifest, which speaks of them."""

from collections.abc import Iterator
from typing import IO

from habitue.backups import manifest
from habitue.backups.manifest import Manifest
from habitue.backups.refusals import CutShort, Damaged, NotABackup
from habitue.kit.packing import NotWhole, Packing, Unpacking


def finish(out: Packing, told: Manifest) -> None:
    told.parts = {name: list(part) for name, part in out.parts.items()}
    out.finish(manifest.FILE, told.text)


class Reading:
    """A backup that was opened; what it says of itself, and its parts, checked as they come."""

    def __init__(self, file: IO[bytes], name: str) -> None:
        self.name = name
        try:
            self._parts = Unpacking(file)
        except NotWhole:
            raise CutShort(name=name) from None
        try:
            self.manifest = manifest.read(self._parts.content(manifest.FILE))
        except Exception:
            raise NotABackup(name=name) from None

    def pieces(self, part: str) -> Iterator[bytes]:
        """The bytes of a part; raises Damaged at its end where they are not what was written."""
        size, sum_ = self.manifest.parts[part]
        try:
            yield from self._parts.pieces(part, (size, sum_))
        except NotWhole as problem:
            raise Damaged(name=self.name, what=str(problem)) from problem

    def examine(self) -> None:
        """Read all of it once; raises Damaged."""
        for part in self.manifest.parts:
            for _piece in self.pieces(part):
                pass
