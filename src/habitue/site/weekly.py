"""The week's signs of abuse, by letter to the owners: once a week, where there are any.

What stands out is looked for outside the writing transaction; the operation that posts the
letters has the week for a key, so that a restart or a second server writes nobody twice.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from habitue.bookkeeping.signs import Sign, signs
from habitue.house.acting import Actor
from habitue.house.models import House
from habitue.house.scope import house_scope
from habitue.operations import actions as operations
from habitue.operations.actions import Answer, Request
from habitue.operations.models import Operation
from habitue.outbox import actions as outbox
from habitue.staff import reports as staff
from habitue.staff.models import StaffMember

TOLD_FROM = 9  # o'clock where the house stands
NAMED = 20  # sentences in a letter
WEEKLY = Actor(label="job:night", everything=True, name="night")
Letters = list[tuple[StaffMember, str, str, str]]


def one_week(now: datetime) -> int:
    """Write about the week before, where that is wished and was not done; how many houses."""
    done = 0
    for house, monday in _due(now):
        request = Request(house, WEEKLY, _key(monday), {"signs": monday.isoformat()})
        with house_scope(house):
            written = _letters(house, monday - timedelta(days=7), monday - timedelta(days=1))

        def work(op: Operation, letters: Letters = written) -> Answer:
            for owner, subject, text, language in letters:
                to = staff.address_of(owner)
                outbox.post(op, to=to, subject=subject, text=text, language=language)
            return Answer(amounts={"letters": len(letters)})

        done += not operations.run(request, work).replayed
    return done


def _due(now: datetime) -> Iterator[tuple[House, date]]:
    """The houses that were not written to this week, with its Monday; a box that slept through
    it writes on the day it wakes."""
    for house in House.objects.filter(weekly_signs=True).order_by("id"):
        local = now.astimezone(house.zone)
        monday = local.date() - timedelta(days=local.weekday())
        if local.hour < TOLD_FROM:
            continue
        with house_scope(house):
            done = Operation.objects.of(house).filter(key=_key(monday)).exists()
        if not done:
            yield house, monday


def _key(monday: date) -> str:
    return f"signs {monday.isoformat()}"  # a space: no client can send such a key


def _letters(house: House, first: date, last: date) -> Letters:
    """One for each owner, in their language; none where nothing stands out."""
    letters: Letters = []
    for owner in staff.owners(house):
        language = (owner.login.language if owner.login else "") or house.language
        with override(language):
            found = signs(house, first, last)
            if found:
                letters.append((owner, *_words(house, found, first, last), language))
    return letters


def _words(house: House, found: list[Sign], first: date, last: date) -> tuple[str, str]:
    day, until = date_format(first, "DATE_FORMAT"), date_format(last, "DATE_FORMAT")
    subject = _("{house}: worth a look, week of {day}").format(house=house.name, day=day)
    intro = ngettext(
        "From {day} to {until} one thing at {house} looked unusual:",
        "From {day} to {until} {number} things at {house} looked unusual:",
        len(found),
    ).format(day=day, until=until, house=house.name, number=len(found))
    lines = [f"– {sign.says}" for sign in found[:NAMED]]
    more = len(found) - len(lines)
    if more:
        said = ngettext(
            "– and {number} more in the report", "– and {number} more in the report", more
        )
        lines.append(said.format(number=more))
    last_words = _(
        "None of this says that anybody did wrong: ask before you judge. The report “What stands"
        " out” in the back office shows where to look; under “House and rules” you can switch this"
        " letter off."
    )
    parts = [intro, "\n".join(lines), last_words]
    if settings.BASE_URL:
        parts.append(f"{settings.BASE_URL}/office/reports/abuse?from={first}&to={last}")
    return subject, "\n\n".join(parts) + "\n"
