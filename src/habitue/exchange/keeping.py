"""Files on their way in: kept in the data folder while they are needed, and no longer."""

import contextlib
import fcntl
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from habitue.exchange.models import Import, State
from habitue.house.models import House
from habitue.kit.ids import new_id
from habitue.kit.refusals import Refusal

ABANDONED = timedelta(days=1)  # nobody came back for it
MENDED = timedelta(days=7)  # for so long refused rows can be fetched
FATES = ".fates"


class FileGone(Refusal):
    code = "file_gone"
    status = 410
    says = _("The file is no longer kept here. Bring it once more.")


class TooLarge(Refusal):
    code = "too_large"
    status = 413
    says = _("This file is larger than {most} MB. Cut it in two.")


def keep(house: House, pieces: Iterable[bytes]) -> str:
    """Write a file down; the name it is kept under. Raises TooLarge."""
    name = f"{house.id}-{new_id()}"
    folder().mkdir(parents=True, exist_ok=True)
    path, size = folder() / name, 0
    with path.open("wb") as out:
        for piece in pieces:
            size += len(piece)
            if size > settings.UPLOAD_LIMIT_BYTES:
                out.close()
                path.unlink()
                raise TooLarge(most=settings.UPLOAD_LIMIT_BYTES // 2**20)
            out.write(piece)
    return name


def path_of(row: Import) -> Path | None:
    """Where the file of an import is, while it is kept."""
    if not row.held.startswith(str(row.house_id)):
        return None
    path = folder() / Path(row.held).name
    return path if path.is_file() else None


@contextmanager
def opened(row: Import) -> Iterator[BinaryIO]:
    """The file of an import. Raises FileGone."""
    path = path_of(row)
    if path is None:
        raise FileGone()
    with path.open("rb") as file:
        yield file


@contextmanager
def held_alone(row: Import) -> Iterator[bool]:
    """Whether this process alone works on the file: the lock ends with it, however it ends."""
    path = path_of(row)
    if path is None:
        yield True
        return
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def forget(row: Import) -> None:
    path = path_of(row)
    for one in (path, fates_of(row)):
        if one is not None:
            one.unlink(missing_ok=True)


def fates_of(row: Import) -> Path | None:
    """Where a dry run wrote down the fate of each row, a line each."""
    return folder() / (Path(row.held).name + FATES) if row.held else None


def read_fates(row: Import, kind: str = "", after: int = 0) -> Iterator[dict[str, Any]]:
    """What a dry run found, row by row."""
    path = fates_of(row)
    if path is None or not path.is_file():
        return
    sign = f'"fate": "{kind}"' if kind else ""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if sign not in line:
                continue
            with contextlib.suppress(ValueError):  # the last one while it is being written
                one = json.loads(line)
                if one["row"] > after:
                    yield one


def tidy(now: datetime) -> int:
    """Throw away what nobody needs any more, names of people and all; how many files."""
    if not folder().is_dir():
        return 0
    gone = 0
    for path in folder().iterdir():
        row = Import.objects.filter(held=path.name.removesuffix(FATES)).first()
        if path.stat().st_mtime < (now - _kept_for(row)).timestamp():
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def _kept_for(row: Import | None) -> timedelta:
    if row is None or row.trial:
        return ABANDONED
    return MENDED if row.state not in (State.TAKING, State.STUCK) else timedelta(days=90)


def folder() -> Path:
    return Path(settings.DATA_DIR) / "uploads"
