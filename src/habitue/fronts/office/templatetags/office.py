"""Days and hours as the house reads them, in its own zone and the reader's language."""

from datetime import date, datetime
from typing import Any

from babel import dates
from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from habitue.fronts.office import calendar, rows
from habitue.fronts.office.cells import Sheet
from habitue.fronts.ui import figures
from habitue.house.models import House

register = template.Library()
A_WEEK = 6


@register.simple_tag(takes_context=True)
def day(context: Context, at: datetime | date | None) -> SafeString | str:
    """`today`, `yesterday`, `Thu 12 Nov`, and the year where it is another."""
    if at is None:
        return ""
    on, today = _local(context, at), _local(context, context["now"])
    return calendar.told(on, today)


@register.simple_tag(takes_context=True)
def iso_day(context: Context, on: str) -> SafeString | str:
    """A day kept as text, as `day` says it."""
    return day(context, date.fromisoformat(on))


@register.simple_tag(takes_context=True)
def when(context: Context, at: datetime | None) -> SafeString | str:
    """`14 Nov 10:00`, with the year where it is another."""
    if at is None:
        return ""
    local = at.astimezone(context["house"].zone)
    now = context["now"].astimezone(context["house"].zone)
    pattern = "d MMM HH:mm" if local.year == now.year else "d MMM y HH:mm"
    words = dates.format_datetime(local, pattern, locale=figures.locale())
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), words)


@register.simple_tag(takes_context=True)
def month(context: Context, at: datetime) -> str:
    """`March 2024`."""
    local = at.astimezone(context["house"].zone)
    return dates.format_date(local, "MMMM y", locale=figures.locale())


@register.simple_tag
def long_day(on: date) -> str:
    """`Saturday 21 November`."""
    return dates.format_date(on, "EEEE d MMMM", locale=figures.locale())


@register.simple_tag
def short_day(on: date) -> str:
    """`21 Nov`."""
    return dates.format_date(on, "d MMM", locale=figures.locale())


@register.filter
def part(things: Any, key: Any) -> Any:
    """What stands under `key`: for ids, which a dot cannot name."""
    return things.get(key) if things else None


@register.filter
def minor(amount: int | None, house: House) -> Any:
    """Minor units as Money; nothing stays nothing."""
    return None if amount is None else house.money(amount)


@register.filter
def some(amount: int | None, house: House) -> Any:
    """The same, but a zero is left out: a column full of noughts hides what counts."""
    return house.money(amount) if amount else None


@register.filter
def sum_of(amounts: Any, house: House) -> Any:
    return house.money(sum(amounts))


@register.simple_tag(takes_context=True)
def customer_rows(context: Context) -> SafeString:
    """The rows of the page of the list."""
    asked = context["wanted"].q
    sheet = Sheet(context["house"], context["may"], context["columns"], asked, context["now"])
    return rows.drawn(sheet, context["found"].rows)


def _local(context: Context, at: datetime | date) -> date:
    return at.astimezone(context["house"].zone).date() if isinstance(at, datetime) else at
