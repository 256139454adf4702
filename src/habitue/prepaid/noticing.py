"""Telling guests before their value ends: 30 days and 7 days before, once each, by letter.

It is their own value, so it is told to whoever gave an e-mail address and accepts either receipts
by e-mail or news of the house; nobody else is written to. Value that never lasted longer than the
time of a notice gets none: its slip said the day.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from babel import Locale, dates, numbers
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from habitue.customers import letters
from habitue.customers.letters import Purpose
from habitue.customers.models import Customer
from habitue.house.days import local_date
from habitue.house.models import House
from habitue.kit import emails
from habitue.kit.currencies import exponent
from habitue.operations.models import Operation
from habitue.outbox import actions as outbox
from habitue.prepaid.models import Lot, Notice, ValueKind, WalletMember

STAGES = (7, 30)  # days before


def tell(op: Operation) -> int:
    """Write to everyone whose value ends soon and who was not told yet; how many letters."""
    today = local_date(op.house, op.recorded_at)
    written = 0
    for customer, days, lots in _due(op.house, today):
        letter = _write(op, customer, lots)
        Notice.objects.bulk_create(
            [
                Notice(
                    house=op.house,
                    lot=lot,
                    customer=customer,
                    days=days,
                    ends_on=_ends(lot),
                    letter_id=letter.id,
                    at=op.at,
                )
                for lot in lots
            ]
        )
        written += 1
    return written


def _ends(lot: Lot) -> date:
    assert lot.expires_on is not None, "only what ends is told of"
    return lot.expires_on


def _due(house: House, today: date) -> Iterator[tuple[Customer, int, list[Lot]]]:
    """Whom to tell of which lots, with how many days before it is."""
    ending = Lot.objects.of(house).filter(
        remaining_minor__gt=0, expires_on__range=(today, today + timedelta(days=max(STAGES)))
    )
    held: dict[tuple[object, int], list[Lot]] = {}
    for lot in ending.order_by("expires_on", "id"):
        days = _stage(house, lot, today)
        if days:
            held.setdefault((lot.wallet_id, days), []).append(lot)
    told = set(
        Notice.objects.of(house)
        .filter(lot__in=[lot.id for lots in held.values() for lot in lots])
        .values_list("lot_id", "customer_id", "days", "ends_on")
    )
    wallets = {wallet for wallet, _days in held}
    members = WalletMember.objects.of(house).filter(wallet_id__in=wallets)
    for member in members.select_related("customer").order_by("id"):
        for days in STAGES:
            lots = [
                lot
                for lot in held.get((member.wallet_id, days), [])
                if (lot.id, member.customer_id, days, lot.expires_on) not in told
            ]
            if lots and _may_be_written_to(member.customer):
                yield member.customer, days, lots


def _stage(house: House, lot: Lot, today: date) -> int | None:
    """Which notice is due for a lot; none where it was younger than that when it came."""
    assert lot.expires_on is not None
    days = next(each for each in STAGES if (lot.expires_on - today).days <= each)
    lasted = (lot.expires_on - local_date(house, lot.created_at)).days
    return days if lasted > days else None


def _may_be_written_to(customer: Customer) -> bool:
    wanted = letters.wants(customer, Purpose.NOTICE)
    return bool(wanted and customer.email and emails.read(customer.email).address)


def _write(op: Operation, customer: Customer, lots: Sequence[Lot]) -> outbox.Letter:
    language = _language(op.house, customer)
    with translation.override(language):
        locale = Locale("en", "GB") if language == "en" else Locale(language)
        subject, text = _words(op.house, customer, lots, locale)
    return letters.write(
        op,
        customer=customer,
        purpose=Purpose.NOTICE,
        subject=subject,
        text=text,
        language=language,
    )


def _words(
    house: House, customer: Customer, lots: Sequence[Lot], locale: Locale
) -> tuple[str, str]:
    total = _sum(house, sum(lot.remaining_minor for lot in lots), locale)
    first = lots[0].expires_on
    assert first is not None
    subject = _("{sum} of yours at {house} ends on {day}").format(
        sum=total, house=house.name, day=_day(first, locale)
    )
    said = [
        _("Hello {name},").format(name=customer.display_name),
        "",
        ngettext(
            "Something in your wallet at {house} ends soon:",
            "Some of what is in your wallet at {house} ends soon:",
            len(lots),
        ).format(house=house.name),
        "",
        *_lines(house, lots, locale),
        "",
        _("Until then it pays any bill here. What is left afterwards ends."),
        "",
        house.name,
        house.address,
    ]
    return subject, "\n".join(said).rstrip() + "\n"


def _lines(house: House, lots: Iterable[Lot], locale: Locale) -> list[str]:
    """A line for each kind and day."""
    sums: dict[tuple[date, str], int] = {}
    for lot in lots:
        assert lot.expires_on is not None
        key = lot.expires_on, lot.kind
        sums[key] = sums.get(key, 0) + lot.remaining_minor
    says = _("{sum} ({kind}), until {day} inclusive")
    return [
        "– "
        + says.format(
            sum=_sum(house, minor, locale), kind=ValueKind(kind).label, day=_day(on, locale)
        )
        for (on, kind), minor in sorted(sums.items())
    ]


def _language(house: House, customer: Customer) -> str:
    """The customer's, where we speak it, else the house's."""
    spoken = dict(settings.LANGUAGES)
    for wanted in (customer.language, house.language):
        short = wanted.replace("_", "-").split("-")[0].lower()
        if short in spoken:
            return short
    return "en"


def _sum(house: House, minor: int, locale: Locale) -> str:
    value = Decimal(minor).scaleb(-exponent(house.currency))
    return str(numbers.format_currency(value, house.currency, locale=locale))


def _day(on: date, locale: Locale) -> str:
    return str(dates.format_date(on, "long", locale=locale))
