"""Writing down what was done, in the operation that did it."""

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model

from habitue.audit.models import AuditLine, AuditText
from habitue.house import rows
from habitue.house.acting import Act
from habitue.kit.seals import canonical, digest
from habitue.kit.text import storable


def record(
    op: Act,
    verb: str,
    *,
    on: Model | None = None,
    changes: Mapping[str, tuple[Any, Any]] | None = None,
    reason: str = "",
) -> None:
    """One line for `verb`; `changes` maps a field to its text before and after."""
    reason = storable(reason)
    texts = {key: [_plain(old), _plain(new)] for key, (old, new) in (changes or {}).items()}
    salt = secrets.token_bytes(16) if texts or reason else b""
    line = AuditLine(
        house=op.house,
        operation_id=op.id,
        at=op.recorded_at,
        actor=op.by.label,
        approver=getattr(op, "approver", ""),
        till_id=op.by.till_id,
        verb=verb,
        object_kind=on._meta.label_lower if on is not None else "",
        object_id=on.pk if on is not None else None,
        digest=digest("audit", salt, canonical(texts), reason) if salt else None,
    )
    rows.insert(line)
    if salt:
        rows.insert(AuditText(house=op.house, line=line, salt=salt, changes=texts, reason=reason))


def record_all(op: Act, verb: str, *, on: Iterable[Model]) -> None:
    """One line of `verb` for each of many, in one statement; no texts."""
    rows.insert_many(
        AuditLine(
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
        for one in on
    )


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | bool | list | None) else str(value)
