"""What of an answer lasts: ids and amounts, never a text that may be about someone."""

import re
from typing import Any

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(-[a-z_]+)?")
NUMBERS = frozenset({"points", "quantity", "amount", "balance_after", "rate"})
PARTS = frozenset({"lines", "parts", "payments", "shares", "discounts", "vat", "settled"})
FLAGS = frozenset({"on_account_allowed", "on_hold"})
EMPTY = frozenset({"customer", "amount", "limit", "available", "given", "created", "item"})
# plain words of ours that an object without a row of its own could not tell again
WORDS = frozenset({"tender", "unit", "direction", "at", "actor", "on"})


def lasting(body: dict[str, Any]) -> dict[str, Any]:
    """The ids and amounts in `body`, in their places."""
    if body.keys() == {"amount", "currency"}:
        return body
    kept: dict[str, Any] = {}
    for key, value in body.items():
        if isinstance(value, dict):
            inner = lasting(value)
            if inner:
                kept[key] = inner
        elif isinstance(value, list) and key in PARTS:
            kept[key] = [lasting(one) for one in value]
        elif _lasts(key, value):
            kept[key] = value
    return kept


def _lasts(key: str, value: Any) -> bool:
    if value is None:
        return key in EMPTY
    if isinstance(value, str):
        return bool(ID.fullmatch(value)) or key in WORDS
    return (key in NUMBERS and type(value) is int) or key in FLAGS


def overlaid(now: Any, first: Any) -> Any:
    """`now` with the ids and amounts of the first answer in their places."""
    if isinstance(first, dict):
        base = now if isinstance(now, dict) else {}
        return {
            **base,
            **{key: overlaid(base.get(key), value) for key, value in first.items()},
        }
    if isinstance(first, list):
        rows = now if isinstance(now, list) else []
        by_id = {row.get("id", place): row for place, row in enumerate(rows)}
        return [overlaid(by_id.get(row.get("id", place)), row) for place, row in enumerate(first)]
    return first
