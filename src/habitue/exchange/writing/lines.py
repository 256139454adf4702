"""JSON lines: one customer a line, in the shape and under the names of the API."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from habitue.exchange.writing.values import Value, Values
from habitue.kit.money import Money


def jsonl_chunks(rows: Iterable[Values]) -> Iterator[bytes]:
    """The file, line by line."""
    for row in rows:
        yield json.dumps(_nested(row), ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def _nested(row: Values) -> dict[str, Any]:
    """`address.city` becomes `city` inside `address`."""
    whole: dict[str, Any] = {}
    for key, value in row.items():
        outer, _dot, inner = key.partition(".")
        if inner:
            whole.setdefault(outer, {})[inner] = _plain(value)
        else:
            whole[outer] = _plain(value)
    return whole


def _plain(value: Value) -> Any:
    if isinstance(value, Money):
        return {"amount": value.amount, "currency": value.currency}
    return list(value) if isinstance(value, tuple) else value
