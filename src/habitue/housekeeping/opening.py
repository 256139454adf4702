"""Opening a house: from nothing to ready for bills."""

import zoneinfo
from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from habitue.house.acting import CONSOLE
from habitue.house.models import House, Venue
from habitue.kit import emails, wallet_law
from habitue.kit.currencies import EXPONENTS
from habitue.kit.ids import new_id
from habitue.kit.refusals import Refusal
from habitue.menu import actions as menu
from habitue.operations.actions import Answer, Request, run
from habitue.operations.models import Operation
from habitue.operations.writer import in_write_transaction
from habitue.shifts import actions as shifts
from habitue.staff import actions as staff
from habitue.staff.models import Login, StaffMember


class SetUpRefused(Refusal):
    code = "malformed"
    status = 422
    says = _("{reason}")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a new house is asked: everything else has a default that can be changed later."""

    name: str
    country: str
    currency: str
    timezone: str
    owner_email: str
    owner_name: str = ""
    language: str = "en"
    password: str = ""
    venue: str = ""


def open_house(plan: Plan) -> tuple[House, bool]:
    """The house of that name, opened if there is none; whether it is new.

    One venue, the country's VAT rates with a default, roles, tenders and the owner; no
    programme, no default limit. Raises SetUpRefused.
    """
    _check(plan)
    existing = House.objects.filter(name=plan.name.strip()).first()
    if existing is not None:
        return existing, False
    return in_write_transaction(lambda: _open(plan)), True


def _check(plan: Plan) -> None:
    """Each answer, in the words of whoever typed it."""
    checks = (
        (
            "name",
            bool(plan.name.strip()) and len(plan.name.strip()) <= 120,
            _("The house needs a name."),
        ),
        (
            "country",
            len(plan.country) == 2 and plan.country.isalpha(),
            _("The country is two letters, such as FR."),
        ),
        (
            "currency",
            plan.currency.upper() in EXPONENTS,
            _("The currency is three letters, such as EUR."),
        ),
        (
            "timezone",
            plan.timezone in zoneinfo.available_timezones(),
            _("The time zone is a name such as Europe/Paris."),
        ),
        (
            "owner",
            emails.read(plan.owner_email).address is not None,
            _("The owner's e-mail address cannot be read."),
        ),
    )
    for field, fine, reason in checks:
        if not fine:
            raise SetUpRefused(field=field, reason=reason)
    if plan.password:
        try:
            validate_password(plan.password)
        except ValidationError as problem:
            raise SetUpRefused(field="password", reason=" ".join(problem.messages)) from None


def _open(plan: Plan) -> House:
    house = House.objects.create(
        name=plan.name.strip(),
        slug=_slug(plan.name),
        country=plan.country.upper(),
        currency=plan.currency.upper(),
        timezone=plan.timezone,
        language=plan.language,
        paid_expires=wallet_law.preset(plan.country).paid,
        created_at=datetime.now(UTC),
    )
    house.refresh_from_db()
    login = _login(plan)

    def work(op: Operation) -> Answer:
        roles = staff.open_roles(op)
        menu.open_rates(op, house.country)
        shifts.open_tenders(op)
        Venue.objects.create(house=house, name=plan.venue or plan.name.strip())
        StaffMember.objects.create(
            house=house,
            login=login,
            name=plan.owner_name or login.email.split("@")[0],
            email=login.email,
            role=roles["owner"],
            created_at=op.at,
        )
        return Answer(house.id, status=201)

    run(Request(house, CONSOLE, f"open:{new_id()}", {"open": house.slug}), work)
    return house


def _login(plan: Plan) -> Login:
    email = (emails.read(plan.owner_email).address or "").casefold()
    login = Login.objects.filter(email=email).first()
    if login is None:
        return Login.objects.create_user(email, plan.password or None, language=plan.language)
    return login


def _slug(name: str) -> str:
    base = slugify(name)[:50] or "house"
    slug, number = base, 1
    while House.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug
