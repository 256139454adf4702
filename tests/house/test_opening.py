"""Opening a house: from nothing to ready for bills."""

import pytest

from habitue.bills import actions as bills
from habitue.house.models import House, Venue
from habitue.housekeeping.opening import Plan, open_house
from habitue.menu.models import VatRate
from habitue.shifts.models import Tender
from habitue.staff.models import Login, Role, StaffMember
from tests.cast import act_in, eur, refused

PLAN = {
    "name": "Café Zoé",
    "country": "fr",
    "currency": "eur",
    "timezone": "Europe/Paris",
    "owner_email": "Zoe@Example.org",
}


def test_ready_for_bills(db: None) -> None:
    house, new = open_house(Plan(**PLAN))

    assert (new, house.slug, house.currency) == (True, "cafe-zoe", "EUR")
    assert Venue.objects.of(house).count() == 1
    assert VatRate.objects.of(house).get(is_default=True).rate_bp == 1_000
    assert Role.objects.of(house).count() == 5
    assert Tender.objects.of(house).filter(active=True).count() == 4
    owner = StaffMember.objects.of(house).get()
    assert (owner.email, owner.role.key) == ("zoe@example.org", "owner")
    bill = act_in(house, bills.open_bill, amount=eur(5))
    act_in(house, bills.pay, bill=bill, terms=bills.Terms("cash"))
    assert act_in(house, bills.close, bill=bill).state == "closed"


def test_no_programme_and_no_limit(db: None) -> None:
    house, _new = open_house(Plan(**PLAN))

    assert (house.discount_bp, house.earn_bp, house.points_per_unit) == (0, 0, 0)
    assert (house.default_limit_minor, house.mandatory) == (None, {})


def test_the_same_name_again_changes_nothing(db: None) -> None:
    first, _new = open_house(Plan(**PLAN))

    again, new = open_house(Plan(**PLAN | {"country": "DE", "owner_email": "x@example.org"}))

    assert (again, new) == (first, False)
    assert House.objects.get().country == "FR"
    assert StaffMember.objects.count() == 1


def test_one_owner_of_two_houses(db: None) -> None:
    open_house(Plan(**PLAN))
    second, new = open_house(Plan(**PLAN | {"name": "Cafe Zoe!"}))

    assert new
    assert second.slug == "cafe-zoe-2"
    assert Login.objects.get().memberships.count() == 2


def test_a_country_without_rates_has_nothing(db: None) -> None:
    house, _new = open_house(Plan(**PLAN | {"country": "ZZ"}))

    assert VatRate.objects.of(house).get().rate_bp == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "  "),
        ("name", "x" * 121),
        ("country", "FRA"),
        ("country", "12"),
        ("currency", "ECU"),
        ("timezone", "Europe/Lyon"),
        ("owner_email", "nobody"),
        ("password", "short"),
        ("password", "password"),
    ],
)
def test_answers_that_cannot_stand(db: None, field: str, value: str) -> None:
    with refused("malformed"):
        open_house(Plan(**PLAN | {field: value}))
    assert House.objects.count() == 0
