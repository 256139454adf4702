"""Balance words: `has 74.50`, `owes 43.10`, `no limit`. Words, never signs."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from habitue.fronts.ui import figures, markup


def has(money: figures.Sum) -> SafeString:
    return _chip("has", _("has {amount}"), amount=_strong(money))


def owes(money: figures.Sum) -> SafeString:
    return _chip("owes", _("owes {amount}"), amount=_strong(money))


def gift(money: figures.Sum, until: str = "") -> SafeString:
    """`of which 20.00 gift`, and until when if that is known."""
    if until:
        says = _("of which {amount} gift until {day}")
        return _chip("gift", says, amount=_strong(money), day=until)
    return _chip("gift", _("of which {amount} gift"), amount=_strong(money))


def earned(money: figures.Sum) -> SafeString:
    return _chip("earned", _("of which {amount} earned"), amount=_strong(money))


def in_hand(money: figures.Sum) -> SafeString:
    return _chip("has", _("in hand {amount}"), amount=_strong(money))


def limit(money: figures.Sum | None) -> SafeString:
    """`limit 200.00`; without one, the words."""
    if money is None:
        return _chip("", _("no limit"))
    return _chip("", _("limit {amount}"), amount=_strong(money))


def points(number: int) -> SafeString:
    says = ngettext("{number} point", "{number} points", number)
    return _chip("earned", says, number=format_html("<b>{}</b>", figures.count(number)))


def chip(content: str, kind: str = "", icon: str = "", **given: Any) -> SafeString:
    """Any other word on a chip: `{% chip "warn" icon="warning" %}walnuts{% endchip %}`."""
    sign = markup.icon(icon) if icon else ""
    css = markup.classes("chip", f"chip-{kind}" if kind else "")
    return format_html(
        '<span class="{}"{}>{}<span>{}</span></span>',
        css,
        markup.attributes(given),
        sign,
        content,
    )


def _chip(kind: str, says: str, **parts: SafeString | str) -> SafeString:
    css = markup.classes("chip", f"chip-{kind}" if kind else "")
    words = format_html(says, **parts) if parts else says
    return format_html('<span class="{}"><span>{}</span></span>', css, words)


def _strong(money: figures.Sum) -> SafeString:
    return format_html("<b>{}</b>", figures.money_html(money))
