"""One file of several parts: a zip whose members are hashed while they are written and read.

Nothing in it says when or where it was written: the same parts give the same bytes.
"""

import hashlib
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO

PIECE = 1 << 20
Part = tuple[int, str]  # bytes, sha256


class NotWhole(Exception):
    """The file is no zip, was cut short, or a part is not what was written."""


class Packing:
    """Members go in one after the other."""

    def __init__(self, file: BinaryIO, *, level: int = 1) -> None:
        self._zip = zipfile.ZipFile(
            file, "w", zipfile.ZIP_DEFLATED, allowZip64=True, compresslevel=level
        )
        self._level = level
        self.parts: dict[str, Part] = {}

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        sum_, size = hashlib.sha256(), 0
        with self._zip.open(self._entry(name), "w", force_zip64=True) as member:
            for piece in pieces:
                member.write(piece)
                sum_.update(piece)
                size += len(piece)
        self.parts[name] = (size, sum_.hexdigest())

    def finish(self, name: str, content: bytes) -> None:
        """The last member, which may speak of all others."""
        self._zip.writestr(self._entry(name), content)
        self._zip.close()

    def _entry(self, name: str) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
        entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
        entry._compresslevel = self._level  # type: ignore[attr-defined] # no public name yet
        return entry


class Unpacking:
    """Members as they come out; raises NotWhole."""

    def __init__(self, file: IO[bytes]) -> None:
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError) as problem:
            raise NotWhole(str(problem)) from problem

    def content(self, name: str) -> bytes:
        """A small member; raises KeyError where there is none."""
        return self._zip.read(name)

    def pieces(self, name: str, part: Part) -> Iterator[bytes]:
        """Raises NotWhole at its end where the bytes are not those that were written."""
        sum_, got = hashlib.sha256(), 0
        try:
            with self._zip.open(name) as source:
                while piece := source.read(PIECE):
                    sum_.update(piece)
                    got += len(piece)
                    yield piece
        except GeneratorExit:
            raise
        except Exception as problem:  # zlib's error has no parent to name
            raise NotWhole(f"{name}: {problem}") from problem
        if (got, sum_.hexdigest()) != tuple(part):
            raise NotWhole(f"{name} is not what was written")


def pieces_of(file: Path) -> Iterator[bytes]:
    with file.open("rb") as source:
        while piece := source.read(PIECE):
            yield piece


@contextmanager
def in_place(target: Path) -> Iterator[BinaryIO]:
    """A file that is there whole, on the disk, or not at all."""
    part = target.with_name(f".{target.name}.part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
        _keep(target.parent)
    finally:
        part.unlink(missing_ok=True)


def _keep(folder: Path) -> None:
    """The name of a new file lasts once its folder was synced."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
