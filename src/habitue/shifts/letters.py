"""The letter that takes a day's figures and the end of the chain out of the house.

Whoever rewrites the whole book afterwards cannot rewrite what the owner received.
"""

from datetime import timedelta

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from habitue.kit.emails import read
from habitue.operations.models import Operation
from habitue.outbox import actions as outbox
from habitue.paper import figures
from habitue.shifts import closing
from habitue.shifts.models import DayClosing
from habitue.staff.models import StaffMember

RECENT = timedelta(days=2)  # a past that is told afterwards is written to nobody


def tell(op: Operation, row: DayClosing) -> None:
    """Post the closing to every owner with an address, in their language."""
    if op.recorded_at - op.at > RECENT:
        return
    owners = StaffMember.objects.of(op.house).filter(active=True, role__key="owner")
    for owner in owners.select_related("login"):
        if owner.login is None or read(owner.login.email).address is None:
            continue
        language = owner.login.language or op.house.language
        with translation.override(language):
            subject, text = wording(op, row)
        outbox.post(op, to=owner.login.email, subject=subject, text=text, language=language)


def wording(op: Operation, row: DayClosing) -> tuple[str, str]:
    """Subject and text in the language of the moment."""
    currency = op.house.currency

    def sum_of(part: str) -> str:
        return said(closing.standing_in(row.sums, part, currency))

    def said(minor: int) -> str:
        return f"{figures.here().money(minor, currency)} {currency}"

    facts = {
        "house": op.house.name,
        "number": row.number,
        "day": date_format(row.day, "DATE_FORMAT"),
        "sales": sum_of("sales"),
        "tips": sum_of("tips"),
        "total": said(closing.standing_in(row.totals, "sales", currency)),
        "open": said(row.open_bills_minor),
        "entries": row.entries,
        "seal": row.seal_number,
        "chain": closing.in_groups(row.seal_hash),
        "hash": closing.in_groups(row.hash),
    }
    return (
        _("{house}: {day} is closed").format(**facts),
        _(
            "Closing {number} of {house}: {day}\n\n"
            "Sold: {sales}\nTips: {tips}\nSold since the beginning: {total}\n"
            "Paid on bills still open: {open}\nEntries of the day: {entries}\n\n"
            "Keep this letter. It shows later that nothing of that day was changed:\n\n"
            "Last seal: {seal}\n{chain}\n\nThis closing:\n{hash}\n"
        ).format(**facts),
    )
