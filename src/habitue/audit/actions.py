"""Writing down what was done, in the operation that did it."""

import secrets
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Model

from habitue.audit import sealing
from habitue.audit.models import AuditLine, AuditText
from habitue.audit.texts import digest_of
from habitue.house import rows, sql
from habitue.house.acting import Act
from habitue.kit.ids import new_id
from habitue.kit.text import storable


def record(
    op: Act,
    verb: str,
    *,
    on: Model | None = None,
    changes: Mapping[str, tuple[Any, Any]] | None = None,
    reason: str = "",
) -> None:
    """One line for `verb`; `changes` maps a field to its text before and after.

    Where no reason is given and someone approved in place, theirs stands.
    """
    reason = storable(reason or _approvers(op))
    texts = {key: [_plain(old), _plain(new)] for key, (old, new) in (changes or {}).items()}
    salt = secrets.token_bytes(16) if texts or reason else b""
    line = new_id()
    values = [
        *(line, op.house.id, op.id, op.recorded_at, op.by.label, getattr(op, "approver", "")),
        *(op.by.till_id, verb, on._meta.label_lower if on is not None else ""),
        on.pk if on is not None else None,
        digest_of(salt, texts, reason) if salt else None,
    ]
    sql.insert("audit_line", sealing.COLUMNS, [values])
    sealing.note(op.house.id, [values])
    if salt:
        rows.insert(
            AuditText(house=op.house, line_id=line, salt=salt, changes=texts, reason=reason)
        )


def record_all(op: Act, verb: str, *, on: Iterable[Model]) -> None:
    """One line of `verb` for each of many, in few statements; no texts."""
    coming = iter(on)
    while some := list(islice(coming, sealing.AT_ONCE)):
        lines = [
            rows.fresh(
                AuditLine,
                house=op.house,
                operation_id=op.id,
                at=op.recorded_at,
                actor=op.by.label,
                approver=getattr(op, "approver", ""),
                till_id=op.by.till_id,
                verb=verb,
                object_kind=one._meta.label_lower,
                object_id=one.pk,
            )
            for one in some
        ]
        rows.insert_many(lines)
        columns = sealing.COLUMNS
        sealing.note(op.house.id, [[getattr(line, name) for name in columns] for line in lines])


def forget(op: Act, objects: Iterable[UUID]) -> int:
    """Erasing someone: the texts said of these objects go with their salts, the lines stay.

    How many texts there were.
    """
    gone, coming = 0, iter(objects)
    while some := list(islice(coming, sealing.AT_ONCE // 2)):
        texts = AuditText.objects.of(op.house).filter(line__object_id__in=some, erased_in=None)
        ids = list(texts.values_list("pk", flat=True))
        gone += len(ids)
        for start in range(0, len(ids), sealing.AT_ONCE // 2):
            rows_ = AuditText.objects.of(op.house).filter(
                pk__in=ids[start : start + sealing.AT_ONCE // 2]
            )
            rows_.update(salt=b"", changes={}, reason="", erased_in=op.id)
    return gone


def _approvers(op: Act) -> str:
    """Why whoever approved let it pass; empty where nobody needed to."""
    beside, approver = getattr(op, "approved_by", None), getattr(op, "approver", "")
    return str(beside.reason) if beside is not None and approver else ""


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | bool | list | None) else str(value)
