"""Days as people say them, in the reader's language."""

from datetime import date, timedelta

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from habitue.fronts.ui import figures


def day_words(on: date, today: date) -> str:
    """`today`, `yesterday`, `Thu 12 Nov`, and the year where it is another."""
    if on == today:
        return _("today")
    if on == today - timedelta(days=1):
        return _("yesterday")
    return figures.dated(on, "EEE d MMM" if on.year == today.year else "d MMM y")


def told(on: date, today: date) -> SafeString:
    """The same, with the day as programs read it."""
    return format_html('<time datetime="{}">{}</time>', on.isoformat(), day_words(on, today))


def birthday(value: str) -> str:
    """`17 November`, and the year where it is known."""
    if not value:
        return ""
    year, month, day = value.rsplit("-", 2)
    on = date(int(year) if year.isdigit() else 2000, int(month), int(day))
    return figures.dated(on, "d MMM y" if year.isdigit() else "d MMM")
