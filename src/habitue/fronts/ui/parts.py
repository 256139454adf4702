"""What is looked at: the card, the measure, sheets, toasts, the way back."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from habitue.fronts.ui import figures, markup
from habitue.fronts.ui.toasts import take

SHEETS = {"side": "sheet-side", "foot": "sheet-foot", "wide": "sheet sheet-wide"}
SCALE = 10_000  # a measure is drawn in hundredths of a per cent, so that nothing is a float


def card_face(house: str, name: str, number: str = "", code: str = "", **look: Any) -> SafeString:
    """The emblem. `code` is what the QR holds (the number without one).

    Also: address, colour (bottle canal plum wine brick olive slate ink), mark, in_hand, stamp.
    """
    return render_to_string(
        "ui/_card_face.html",
        _card(name, number, code)
        | {
            "house": house,
            "address": look.get("address", ""),
            "colour": look.get("colour", ""),
            "mark": look.get("mark") or "mark-carafe",
            "in_hand": look.get("in_hand", False),
            "stamp": look.get("stamp", ""),
        },
    )


def card_strip(
    content: str, name: str, number: str = "", code: str = "", href: str = "", **look: Any
) -> SafeString:
    """The card seen from above, on a bill. What stands between the tags goes to its end side."""
    return render_to_string(
        "ui/_card_strip.html",
        _card(name, number, code)
        | {
            "content": content,
            "href": href,
            "colour": look.pop("colour", ""),
            "slides": look.pop("slides", False),
            "attributes": markup.attributes(look),
        },
    )


def _card(name: str, number: str, code: str) -> dict[str, Any]:
    return {
        "name": name,
        "number": figures.in_groups(number),
        "long_number": len(number) > 16,
        "qr": code or number,
    }


def measure_bar(parts: Iterable[Sequence[Any]], total: Any = None, label: str = "") -> SafeString:
    """How a sum is made up. `parts`: (kind, money or number); what `total` leaves is hatched.

    Kinds: has gift earned owes other.
    """
    sized = [(part[0], _size(part[1])) for part in parts]
    whole = max(_size(total) if total is not None else 0, sum(size for _, size in sized), 1)
    bars, at = [], 0
    for kind, size in sized:
        if size > 0:
            bars.append({"kind": kind, "x": _share(at, whole), "width": _share(size, whole)})
        at += max(size, 0)
    return render_to_string("ui/_measure_bar.html", {"bars": bars, "label": label})


def _size(value: Any) -> int:
    return value if isinstance(value, int) else int(value.amount)


def _share(size: int, whole: int) -> str:
    hundredths = size * SCALE // whole
    return f"{hundredths // 100}.{hundredths % 100:02d}%"


def tabs(items: Iterable[Sequence[Any]], current: str = "", label: str = "") -> SafeString:
    """Links: (key, words, href) or (key, words, href, count). `current` is the key of one."""
    shown = [
        {
            "words": each[1],
            "href": each[2],
            "count": each[3] if len(each) > 3 else None,
            "current": each[0] == current,
        }
        for each in items
    ]
    return render_to_string("ui/_tabs.html", {"items": shown, "label": label})


def empty_state(
    content: str, says: str, hint: str = "", draw: str = "book", **look: Any
) -> SafeString:
    """One sentence, one drawing, and the action that stands between the tags."""
    return render_to_string(
        "ui/_empty.html",
        {
            "content": content if content.strip() else "",
            "says": says,
            "hint": hint,
            "draw": draw,
            "small": look.get("small", False),
        },
    )


def notice(content: str, kind: str = "", icon: str = "", **given: Any) -> SafeString:
    """A sentence that stays. `kind`: warn good bad."""
    return render_to_string(
        "ui/_notice.html",
        {
            "content": content,
            "kind": kind,
            "icon": icon,
            "attributes": markup.attributes(given),
        },
    )


def toast(
    context: RequestContext, text: str, undo: str = "", kind: str = "", oob: bool = False
) -> SafeString:
    """What was done, with Undo. `oob` hangs it under an htmx answer of something else."""
    return render_to_string(
        "ui/_toast.html",
        {
            "text": text,
            "undo": undo,
            "kind": kind,
            "oob": oob,
            "csrf_token": context.get("csrf_token"),
        },
    )


def toasts(context: RequestContext) -> list[Any]:
    """What waits to be said to this person."""
    request = context.get("request")
    return list(take(request)) if request is not None else []


def sheet(content: str, ident: str, title: str, kind: str = "", **given: Any) -> SafeString:
    """A dialog. `kind`: wide, side, foot. Opened by `data-open="#ident"`, or `data_open_now`."""
    css = SHEETS.get(kind, "sheet")
    return render_to_string(
        "ui/_sheet.html",
        {
            "content": content,
            "id": ident,
            "title": title,
            "css": css,
            "foot": kind == "foot",
            "attributes": markup.attributes(given),
        },
    )


def more(content: str, label: str, kind: str = "", words: str = "") -> SafeString:
    """The menu behind three dots. Links, buttons and small forms stand between the tags."""
    return render_to_string(
        "ui/_more.html",
        {
            "content": content,
            "label": label,
            "kind": kind,
            "words": words,
        },
    )


def crumbs(*way: str) -> SafeString:
    """The way back: words and address in turn, the last word alone."""
    steps = [
        {"words": way[at], "href": way[at + 1] if at + 1 < len(way) else ""}
        for at in range(0, len(way), 2)
    ]
    return render_to_string("ui/_crumbs.html", {"steps": steps})


def pager(says: str, before: str = "", after: str = "", size: int = 50) -> SafeString:
    """How far one has come in a list; the addresses of what is before and after."""
    return render_to_string(
        "ui/_pager.html",
        {
            "says": says,
            "before": before,
            "after": after,
            "size": size,
        },
    )


def steps(words: Sequence[str], current: int = 1) -> SafeString:
    """The steps of a wizard, counted from one."""
    shown = [
        {"words": each, "done": at < current, "current": at == current}
        for at, each in enumerate(words, start=1)
    ]
    return render_to_string("ui/_steps.html", {"steps": shown})


def save_bar(another: bool = False, save: str = "", always: bool = False) -> SafeString:
    """Stands at the foot of a `data-dirty` form while something is not yet kept."""
    return render_to_string(
        "ui/_save_bar.html",
        {
            "another": another,
            "save": save,
            "always": always,
        },
    )


def search_box(url: str, target: str, name: str = "q", value: str = "", **look: Any) -> SafeString:
    """A box that asks `url` while one types and puts the answer into `target`.

    Also: label, placeholder, large, autofocus, shortcut, and attributes for the input.
    """
    large, shortcut = look.pop("large", False), look.pop("shortcut", "")
    control = {
        "type": "search",
        "name": name,
        "value": value,
        "autocomplete": "off",
        "autocapitalize": "off",
        "spellcheck": "false",
        "role": "combobox",
        "aria_autocomplete": "list",
        "aria_expanded": "false",
        "aria_controls": target.lstrip("#"),
        "aria_label": look.pop("label", "") or _("Search"),
        "hx_get": url,
        "hx_trigger": "input changed delay:150ms, search",
        "hx_target": target,
        "hx_sync": "this:replace",
        "data_search": True,
        "data_shortcut": shortcut,
        "data_shortcut_says": _("Search") if shortcut else "",
    }
    facts = {"large": large, "shortcut": shortcut, "attributes": markup.attributes(control | look)}
    return render_to_string("ui/_search_box.html", facts)


def bulk_bar(content: str, total: int | None = None, name: str = "everything") -> SafeString:
    """Takes the filters' place while rows are ticked. `total` offers to select all that match."""
    return render_to_string(
        "ui/_bulk_bar.html",
        {
            "content": content,
            "total": total,
            "total_words": figures.count(total or 0),
            "name": name,
        },
    )
