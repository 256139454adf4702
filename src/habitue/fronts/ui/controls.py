"""What a hand presses or fills in: buttons, fields, pads."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import uuid4

from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from habitue.fronts.ui import figures, markup
from habitue.kit.currencies import exponent
from habitue.kit.money import Money

WORDS = (
    "type", "value", "hint", "error", "doubt", "icon", "unit", "choices", "css", "required",
)  # fmt: skip
INPUT_MODES = {"money": "decimal", "tel": "tel", "email": "email", "number": "numeric"}


def button(
    content: str, kind: str = "", icon: str = "", href: str = "", **given: Any
) -> SafeString:
    """A button, or a link that looks like one. `kind`: words of button.css: `main tall sum`."""
    css = markup.classes("btn", *(f"btn-{word}" for word in kind.split()), given.pop("class", ""))
    sign = markup.icon(icon) if icon else ""
    if href:
        link = '<a class="{}" href="{}"{}>{}{}</a>'
        return format_html(link, css, href, markup.attributes(given), sign, content)
    given.setdefault("type", "submit" if {"main", "submit"} & set(kind.split()) else "button")
    return format_html(
        '<button class="{}"{}>{}{}</button>', css, markup.attributes(given), sign, content
    )


def operation_key() -> SafeString:
    """The hidden key that makes ten presses one act; every form that writes carries one."""
    return format_html('<input type="hidden" name="operation_key" value="{}">', uuid4())


def field(name: str | BoundField, label: str = "", **given: Any) -> SafeString:
    """A label, its control, a hint, what is wrong. `name` may be a field of a Django form.

    type: text tel email number date password search textarea select switch money file.
    Also: value, hint, error, doubt, icon, unit, choices, css; the rest are attributes.
    """
    facts = _facts(name, label, given)
    facts["id"] = given.pop("id", "") or f"f-{facts['name']}"
    facts["attributes"] = markup.attributes(_control(facts) | given)
    return render_to_string("ui/_field.html", facts)


def _facts(name: str | BoundField, label: str, given: dict[str, Any]) -> dict[str, Any]:
    """What the template shows: of the bound field, and over it the tag's own words."""
    known = _of_bound(name) if isinstance(name, BoundField) else {"name": name}
    if label:
        known["label"] = label
    for word in WORDS:
        known[word] = given.pop(word, known.get(word, ""))
    known["type"] = known["type"] or ("select" if known["choices"] else "text")
    known["value"] = "" if known["value"] is None else known["value"]
    known["chosen"] = _chosen(known["value"])
    known["checked"] = known["value"] not in ("", False, "off", "0")
    return known


def _control(facts: dict[str, Any]) -> dict[str, Any]:
    """The attributes the control itself carries."""
    kind, ident = facts["type"], facts["id"]
    in_figures = kind in ("money", "number")
    described = markup.classes(
        f"{ident}-hint" if facts["hint"] else "",
        f"{ident}-fault" if facts["error"] or facts["doubt"] else "",
    )
    control: dict[str, Any] = {
        "name": facts["name"],
        "id": ident,
        "aria_describedby": described,
        "aria_invalid": "true" if facts["error"] else None,
        "required": bool(facts["required"]) and kind != "switch",
    }
    if kind not in ("textarea", "select", "switch"):
        control["type"] = "text" if in_figures else kind
        control["class"] = "num" if in_figures else None
        control["inputmode"] = INPUT_MODES.get(kind)
        control["value"] = None if kind in ("password", "file") else facts["value"]
    return control


def _of_bound(bound: BoundField) -> dict[str, Any]:
    widget = bound.field.widget
    kind = getattr(widget, "input_type", "") or type(widget).__name__.lower()
    return {
        "name": bound.html_name,
        "label": bound.label,
        "value": bound.value(),
        "hint": bound.help_text,
        "error": bound.errors[0] if bound.errors else "",
        "type": {"checkbox": "switch"}.get(kind, kind),
        "choices": list(getattr(bound.field, "choices", ())),
        "required": bound.field.required,
    }


def _chosen(value: object) -> list[str]:
    if isinstance(value, list | tuple | set):
        return [str(each) for each in value]
    return [str(value)]


def segmented(
    name: str, choices: Iterable[Sequence[Any]], value: object = "", label: str = "", **given: Any
) -> SafeString:
    """One of a few as radio buttons. `choices`: (value, words) or (value, words, sign)."""
    options = [
        {
            "value": each[0],
            "words": each[1],
            "icon": each[2] if len(each) > 2 else "",
            "chosen": str(each[0]) == str(value),
        }
        for each in choices
    ]
    facts = {"name": name, "options": options}
    facts["attributes"] = markup.attributes({"aria_label": label, **given})
    return render_to_string("ui/_segmented.html", facts)


def pin_pad(
    name: str = "pin",
    ask: str = "",
    hint: str = "",
    *,
    error: str = "",
    length: int = 4,
    most: int = 8,
    auto: bool = False,
) -> SafeString:
    """Own keys, dots, no reveal. `auto` sends the form at `length` digits."""
    return render_to_string(
        "ui/_pin_pad.html",
        {
            "name": name,
            "ask": ask,
            "hint": hint,
            "error": error,
            "length": length,
            "most": length if auto else most,
            "auto": auto,
            "digits": "123456789",
        },
    )


def code_pad(
    name: str = "code",
    ask: str = "",
    hint: str = "",
    *,
    error: str = "",
    length: int = 6,
    auto: bool = False,
) -> SafeString:
    """Keys for a code that is no secret: its digits are shown. `auto` sends it at the last."""
    return render_to_string(
        "ui/_code_pad.html",
        {
            "name": name,
            "ask": ask,
            "hint": hint,
            "error": error,
            "label": ask or _("Code"),
            "length": length,
            "auto": auto,
            "most": length if auto else 12,
            "digits": "123456789",
        },
    )


def amount_pad(
    name: str = "amount",
    currency: str = "EUR",
    value: figures.Sum | None = None,
    *,
    label: str = "",
    quick: Iterable[int] = (),
    error: str = "",
    keys: bool = True,
    typed: str = "",
    **given: Any,
) -> SafeString:
    """A sum typed with large keys; `quick` are whole minor units added by one press.

    `typed` is what a refused form had: it stands there again, whatever it is.
    """
    digits = exponent(currency)
    control = {
        "type": "text",
        "name": name,
        "value": typed or (figures.in_field(value) if value and value.amount else ""),
        "inputmode": "decimal",
        "autocomplete": "off",
        "placeholder": figures.in_field(Money(0, currency)),
        "aria_label": label or _("Amount"),
        "aria_invalid": "true" if error else None,
        "data_amount": True,
    }
    facts = {
        "currency": currency,
        "digits": digits,
        "attributes": markup.attributes(control | given),
        "quick": [{"minor": each, "words": f"+{_short(each, currency)}"} for each in quick],
        "error": error,
        "keys": keys,
        "numbers": "123456789",
    }
    return render_to_string("ui/_amount_pad.html", facts)


def _short(minor: int, currency: str) -> str:
    """`20` rather than `20.00` on a small key."""
    whole, part = divmod(minor, 10 ** exponent(currency))
    return figures.in_field(Money(minor, currency)) if part else str(whole)


def tick(name: str, value: object, label: str, checked: bool = False, **given: Any) -> SafeString:
    """The box at the head of a row. The label is for those who do not see the row."""
    return format_html(
        '<input class="tick" type="checkbox" name="{}" value="{}" aria-label="{}"{}>',
        name,
        value,
        label,
        markup.attributes({"checked": checked, **given}),
    )


def camera(url: str = "", label: str = "", **given: Any) -> SafeString:
    """The camera as a reader: what it sees is a `wedge:read` from its place, as of a card.

    `url` reads the frames where the browser has no detector (`frames.answer` of this front);
    with `data_wedge_url=…` and its companions the code goes there, whatever is around it.
    """
    facts = {"url": url, "label": label, "attributes": markup.attributes(given)}
    return render_to_string("ui/_camera.html", facts)
