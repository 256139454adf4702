"""A row as a line of JSON, and back: exact, and spelled in one way only."""

import base64
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BinaryField, Field, JSONField

Fields = Sequence["Field[Any, Any]"]


def line(fields: Fields, row: Sequence[Any]) -> bytes:
    said = {field.column: plain(value) for field, value in zip(fields, row, strict=True)}
    return (
        json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
    ).encode()


def plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, bytes | memoryview | bytearray):
        return base64.b64encode(bytes(value)).decode("ascii")
    return value


def read(field: "Field[Any, Any]", value: Any) -> Any:
    """The value of a column as Python has it."""
    if value is None or isinstance(field, JSONField):
        return value
    if isinstance(field, BinaryField):
        return base64.b64decode(value)
    target: Any = field
    while target.remote_field is not None:
        target = target.target_field
    return target.to_python(value)


def stored(field: "Field[Any, Any]", value: Any) -> Any:
    """The value as the driver of this database takes it."""
    return field.get_db_prep_save(value, connection)
