"""Checks of bills grow with the bills there are: nothing is looked through for each anew."""

from collections.abc import Callable

import pytest

from habitue.bills import checks
from habitue.house.models import House
from habitue.kit.checks import Examined
from tests.cast import Cast
from tests.prepaid.test_plans import plan_of

pytestmark = pytest.mark.sqlite


@pytest.mark.parametrize("check", [checks.bills_are_paid, checks.charges_have_their_bill])
def test_charges_are_held_against_payments_in_one_reading(
    cast: Cast, check: Callable[[House], Examined]
) -> None:
    plan = plan_of(lambda: check(cast.house), "house_accounts_charge")

    assert "bills_payment" in plan
    assert "CORRELATED" not in plan
