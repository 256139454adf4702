"""Small pieces of markup: attributes, ids, signs, codes."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.forms.utils import flatatt
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify

from habitue.paper import codes


def attributes(given: Mapping[str, Any]) -> SafeString:
    """`hx_post="/x"` as ` hx-post="/x"`. True is a bare attribute; False and None are left out."""
    kept = {
        name.strip("_").replace("_", "-"): value
        for name, value in given.items()
        if value is not None and value is not False and value != ""
    }
    return flatatt(kept)


def joined(pieces: Iterable[SafeString]) -> SafeString:
    """Pieces of markup one after the other."""
    each = list(pieces)
    return format_html("{}" * (len(each) + 1), *each, "")  # which wants one at least


def classes(*names: str) -> str:
    return " ".join(name for name in names if name)


def dom_id(thing: object, part: str = "") -> str:
    """One id for one thing on a page: `customer-0198…-balance`, `new-customer` before it is."""
    if isinstance(thing, str):
        return classes(thing, part).replace(" ", "-")
    kind = thing.__name__ if isinstance(thing, type) else type(thing).__name__
    key = getattr(thing, "pk", None)
    if isinstance(thing, type) or key is None:
        base = f"new-{kind.lower()}"
    else:
        base = f"{kind.lower()}-{slugify(str(key))}"
    return f"{base}-{part}" if part else base


@lru_cache(maxsize=2048)  # a list shows hundreds; the same few dozen
def icon(name: str, *, label: str = "", css: str = "") -> SafeString:
    """A sign of the house. Without a label it is ornament and silent."""
    spoken = {"role": "img", "aria-label": label} if label else {"aria-hidden": "true"}
    return format_html(
        '<svg class="{}"{}><use href="{}#{}"/></svg>',
        classes("i", css),
        flatatt(spoken),
        static("ui/icons.svg"),
        name,
    )


def drawing(name: str, css: str = "draw") -> SafeString:
    """One of the few drawings: an empty page, a mark of the house."""
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        css,
        static("ui/drawings.svg"),
        name,
    )


def qr_svg(content: str, label: str = "") -> SafeString:
    """A code as one path, dark on light in every theme, without a size of its own."""
    code = codes.qr(content)
    return format_html(
        '<svg viewBox="0 0 {} {}" role="img" aria-label="{}"><path d="{}"/></svg>',
        code.width,
        code.height,
        label,
        code.path,
    )
