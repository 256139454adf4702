"""What a field's value looks like in a cell, so that reading makes the same value of it."""

from collections.abc import Callable, Mapping

from habitue.customers.catalogue import BY_KEY, FIELDS, FREE, by_import_name, field
from habitue.exchange.reading import separators
from habitue.kit.currencies import exponent
from habitue.kit.money import Money

Value = str | bool | int | Money | tuple[str, ...] | list[str] | None
Values = Mapping[str, Value]

KEYS: tuple[str, ...] = tuple(field.key for field in FIELDS)


def labels() -> dict[str, str]:
    """Column names in the reader's language, where our own import knows them; else the keys."""
    named = {key: str(BY_KEY[key].label) for key in KEYS}
    return {
        key: label if (known := by_import_name(label)) and known.key == key else key
        for key, label in named.items()
    }


def cell(key: str, value: Value) -> str:
    """The text of one cell."""
    if value is None or value == "":
        return ""
    if key.startswith(FREE) and isinstance(value, bool):
        return _flag(value)
    writer = _WRITERS.get(field(key).kind)
    return writer(value) if writer else str(value)


def _flag(value: Value) -> str:
    return "yes" if value else "no"


def _percent(points: Value) -> str:
    """Basis points with their sign: a bare 0.5 might be taken for a half."""
    assert isinstance(points, int)
    whole, part = divmod(points, 100)
    return f"{whole}.{part:02}".rstrip("0").rstrip(".") + "%"


def _money(money: Value) -> str:
    """Plain figures; three decimals get a fourth, for `1.234` alone can be read in two ways."""
    assert isinstance(money, Money)
    return money.text + ("0" if exponent(money.currency) == 3 else "")


def _joined(kind: str) -> Callable[[Value], str]:
    usual = separators.CARDS if kind == "cards" else separators.PHONES

    def write(values: Value) -> str:
        several = (values,) if isinstance(values, str) else tuple(values or ())  # type: ignore[arg-type]
        if kind == "tags":
            return separators.join_tags(several)
        return separators.join(several, usual)

    return write


_WRITERS: dict[str, Callable[[Value], str]] = {
    "flag": _flag,
    "percent": _percent,
    "money": _money,
    **{kind: _joined(kind) for kind in ("phone", "phones", "cards", "tags")},
}
