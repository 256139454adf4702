"""Files on their way in: kept in the data folder between the dry run and the taking."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from habitue.fronts.office.desk import OfficeRequest
from habitue.kit.ids import new_id
from habitue.kit.refusals import Refusal

SHELF = "office.upload"
ABANDONED = timedelta(days=1)


class TooLarge(Refusal):
    code = "too_large"
    status = 413
    says = _("This file is larger than {most} MB. Cut it in two.")


class NoFile(Refusal):
    code = "malformed"
    status = 422
    says = _("Choose a file first.")


def keep(request: OfficeRequest) -> None:
    """Keep the file that was sent, in place of an earlier one. Raises NoFile, TooLarge."""
    sent = request.FILES.get("file")
    if not isinstance(sent, UploadedFile) or not sent.size:
        raise NoFile()
    if sent.size > settings.UPLOAD_LIMIT_BYTES:
        raise TooLarge(most=settings.UPLOAD_LIMIT_BYTES // 2**20)
    forget(request)
    name = f"{request.house.id}-{new_id()}"
    _folder().mkdir(parents=True, exist_ok=True)
    _tidy(request.at)
    with (_folder() / name).open("wb") as out:
        for chunk in sent.chunks():
            out.write(chunk)
    request.session[SHELF] = {"at": name, "name": (sent.name or "")[:200]}


def _tidy(now: datetime) -> None:
    """Files nobody came back for hold names of people: a day, no longer."""
    for path in _folder().iterdir():
        if path.stat().st_mtime < (now - ABANDONED).timestamp():
            path.unlink(missing_ok=True)


@contextmanager
def kept(request: OfficeRequest) -> Iterator[tuple[BinaryIO, str]]:
    """The file kept for this person and its name. Raises NoFile."""
    path = _path(request)
    if path is None:
        raise NoFile()
    with path.open("rb") as file:
        yield file, request.session[SHELF]["name"]


def is_kept(request: OfficeRequest) -> bool:
    return _path(request) is not None


def forget(request: OfficeRequest) -> None:
    path = _path(request)
    if path is not None:
        path.unlink(missing_ok=True)
    request.session.pop(SHELF, None)


def _path(request: OfficeRequest) -> Path | None:
    """Only a file of this session and of this house."""
    shelf = request.session.get(SHELF)
    if not shelf or not str(shelf["at"]).startswith(str(request.house.id)):
        return None
    path = _folder() / Path(str(shelf["at"])).name
    return path if path.is_file() else None


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "uploads"
