"""Forms made of questions: shown as fields, read back as values, each fault at its field."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from habitue.fronts.ui import figures
from habitue.house.models import House
from habitue.kit.money import Money
from habitue.kit.refusals import Refusal

Words = str | Promise
LARGEST_PERCENT = 10_000


class FormRefused(Refusal):
    """What was typed cannot be read: `faults` says why, field by field."""

    code = "malformed"
    status = 422
    says = gettext_lazy("Something here cannot be read. Look at what is marked.")

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__()
        self.faults = dict(faults)


@dataclass(frozen=True, slots=True)
class Ask:
    """One question of a form. Kinds: text long money percent whole flag choice time hour email
    password pins url tel tags phones customer birthday."""

    name: str
    label: Words
    kind: str = "text"
    hint: Words = ""
    choices: Sequence[tuple[Any, Words]] = ()
    needed: bool = False
    css: str = ""
    unit: str = ""
    most: int = 300
    placeholder: Words = ""
    group: Words = ""


@dataclass(slots=True)
class Shown:
    """A question as the page shows it."""

    ask: Ask
    type: str
    value: Any
    error: str
    label: str = ""
    hint: str = ""
    doubt: str = ""
    choices: list[tuple[Any, Words]] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.ask.name


TYPES = {
    "long": "textarea",
    "money": "money",
    "percent": "number",
    "whole": "number",
    "flag": "switch",
    "choice": "select",
    "time": "time",
    "hour": "time",
    "email": "email",
    "password": "password",
    "pins": "text",
    "tel": "tel",
}


class Form:
    """Questions with their answers: those sent, else those that stand."""

    def __init__(
        self,
        asks: Iterable[Ask],
        house: House,
        *,
        initial: Mapping[str, Any] | None = None,
        sent: Any = None,
        refusal: Refusal | None = None,
        doubts: Mapping[str, str] | None = None,
    ) -> None:
        self.asks = list(asks)
        self.doubts = doubts or {}
        self.house = house
        self.initial = initial or {}
        self.sent = sent if sent else None
        self.faults = faults_of(refusal)
        names = {ask.name for ask in self.asks}
        self.rest = [says for name, says in self.faults.items() if name not in names]

    @property
    def fields(self) -> list[Shown]:
        return [self._shown(ask) for ask in self.asks]

    def _shown(self, ask: Ask) -> Shown:
        return Shown(
            ask,
            type=TYPES.get(ask.kind, "text"),
            value=self._value(ask),
            error=self.faults.get(ask.name, ""),
            label=str(ask.label),
            hint=str(ask.hint),
            doubt=self.doubts.get(ask.name, ""),
            choices=list(ask.choices),
        )

    def _value(self, ask: Ask) -> Any:
        if ask.kind == "password":
            return ""
        if self.sent is not None:
            return self.sent.get(ask.name, "")
        return shown(ask.kind, self.initial.get(ask.name))

    @property
    def summary(self) -> list[tuple[str, str, str]]:
        """(field, label, sentence) of every fault, for the summary that takes the focus."""
        labels = {ask.name: str(ask.label) for ask in self.asks}
        return [(name, labels.get(name, ""), says) for name, says in self.faults.items()]

    @property
    def unsaved(self) -> bool:
        return bool(self.faults)

    def read(self) -> dict[str, Any]:
        """Every answer as a value; FormRefused with all faults at once."""
        faults: dict[str, str] = {}
        values = {}
        for ask in self.asks:
            typed = str((self.sent or {}).get(ask.name, "")).strip()
            try:
                values[ask.name] = self._read(ask, typed)
            except ValueError as says:
                faults[ask.name] = str(says)
        if faults:
            raise FormRefused(faults)
        return values

    def _read(self, ask: Ask, typed: str) -> Any:
        if ask.needed and not typed:
            raise ValueError(_("This is needed."))
        if len(typed) > ask.most:
            raise ValueError(_("This is too long."))
        reader = READERS.get(ask.kind)
        if reader is None:
            return " ".join(typed.replace("\0", "").split())
        return reader(self, ask, typed)


def faults_of(refusal: Refusal | None) -> dict[str, str]:
    """What a refusal says, at the field it names (none: the form as a whole)."""
    if refusal is None:
        return {}
    if isinstance(refusal, FormRefused):
        return refusal.faults
    return {str(refusal.facts.get("field", "")): refusal.sentence}


def shown(kind: str, value: Any) -> Any:
    """A value as the field holds it."""
    if value is None:
        return ""
    if kind == "money":
        return figures.in_field(value)
    if kind == "percent":
        whole, part = divmod(int(value), 100)
        return f"{whole}.{part:02d}".rstrip("0").rstrip(".")
    if kind in ("time", "hour"):
        return str(value)[:5]
    if kind == "choice":
        return str(value)
    return value


def money(house: House, typed: str) -> Money | None:
    """What was typed as an amount; None where nothing was. ValueError where it is none."""
    if not typed:
        return None
    found = Money.typed(typed, house.currency)
    if found is None:
        raise ValueError(_("An amount such as 12.50."))
    return found


def percent(typed: str) -> int | None:
    """Basis points of what was typed as a percentage."""
    bare = typed.replace("%", "").replace("\u00a0", "").strip().replace(",", ".")
    if not bare:
        return None
    head, _dot, tail = bare.partition(".")
    plain = head.isascii() and head.isdigit() and (not tail or (tail.isascii() and tail.isdigit()))
    if not plain or len(head) > 3 or len(tail) > 2:
        raise ValueError(_("A percentage from 0 to 100."))
    points = int(head) * 100 + int(tail.ljust(2, "0") if tail else 0)
    if points > LARGEST_PERCENT:
        raise ValueError(_("A percentage from 0 to 100."))
    return points


def whole(typed: str) -> int | None:
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit()) or len(typed) > 9:
        raise ValueError(_("A whole number."))
    return int(typed)


def _choice(form: Form, ask: Ask, typed: str) -> str:
    if typed and typed not in {str(key) for key, _words in ask.choices}:
        raise ValueError(_("Choose one of the list."))
    return typed


def _time(form: Form, ask: Ask, typed: str) -> time:
    try:
        return time.fromisoformat(typed)
    except ValueError:
        raise ValueError(_("A time such as 04:00.")) from None


READERS: dict[str, Callable[[Form, Ask, str], Any]] = {
    "long": lambda form, ask, typed: typed.replace("\0", ""),
    "password": lambda form, ask, typed: typed,
    "money": lambda form, ask, typed: money(form.house, typed),
    "percent": lambda form, ask, typed: percent(typed),
    "whole": lambda form, ask, typed: whole(typed),
    "flag": lambda form, ask, typed: bool(typed),
    "choice": _choice,
    "time": _time,
    "hour": lambda form, ask, typed: _time(form, ask, typed) if typed else None,
}
