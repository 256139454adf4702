"""Two editors of one customer: what each changed, so that neither loses anything.

The form carries what it showed at first. Where only the other changed a field, theirs stands;
where only this one did, theirs does; where both did, this one's stands and the other's is told.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from habitue.fronts.office.forms.parts import Part

LONGEST = 200_000


@dataclass(frozen=True, slots=True)
class Theirs:
    """A field someone else changed meanwhile, and whether this one changed it too."""

    label: str
    before: str
    after: str
    both: bool


@dataclass(frozen=True, slots=True)
class Met:
    """Both edits together: what to show in the fields, what to say about them."""

    values: dict[str, str]
    theirs: list[Theirs]
    doubts: dict[str, str]


def snapshot(parts: Iterable[Part]) -> str:
    """What a form shows, as it sends it back."""
    return json.dumps({name: value for part in parts for name, value in _sent(part)})


def meet(sent: Mapping[str, Any], parts: Iterable[Part]) -> Met:
    """What was sent over what stands by now; `sent["was"]` is what it began with."""
    was, now = _began(sent), list(parts)
    met = Met({}, [], {})
    for part in now:
        pairs = _sent(part)
        mine = any(_plain(sent.get(name, "")) != was.get(name, "") for name, _value in pairs)
        other = any(value != was.get(name, "") for name, value in pairs)
        same = all(_plain(sent.get(name, "")) == value for name, value in pairs)
        for name, value in pairs:
            met.values[name] = str(sent.get(name, "")) if mine else value
        if other and not same:
            before = was.get(f"{part.name}_name", was.get(part.name, ""))
            met.theirs.append(Theirs(part.label, _told(part, before), part.words or "–", mine))
        if other and mine and not same:
            met.doubts[part.name] = _("Someone else wrote: {value}").format(
                value=part.words or "–"
            )
    return met


def _began(sent: Mapping[str, Any]) -> dict[str, str]:
    try:
        was = json.loads(str(sent.get("was", ""))[:LONGEST])
    except ValueError:
        return {}
    return {str(name): str(value) for name, value in was.items()} if isinstance(was, dict) else {}


def _sent(part: Part) -> list[tuple[str, str]]:
    """The names under which a form sends this field, and what it would send now."""
    if part.type == "switch":
        return [(part.name, "on" if part.value else "")]
    if part.type == "customer":
        return [(part.name, str(part.value or "")), (f"{part.name}_name", part.named)]
    return [(part.name, _plain(part.value))]


def _told(part: Part, before: str) -> str:
    if part.type == "switch":
        return _("yes") if before else _("no")
    chosen = {str(key): str(words) for key, words in part.choices}
    return chosen.get(before, before) or "–"


def _plain(value: Any) -> str:
    text = "" if value is None else str(value)
    return text.replace("\r\n", "\n").strip()
