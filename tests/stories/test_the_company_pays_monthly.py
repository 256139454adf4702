"""A4 to A7, A18 to A21: three people eat all month, their company pays by the month."""

from __future__ import annotations

from datetime import date
from typing import Any

from habitue.bills.summary import summary
from habitue.invoicing import paper
from tests.cast import Cast, refused
from tests.invoicing.eaters import FEBRUARY, MARCH, Eaters


def test_three_people_eat_and_the_boss_pays_monthly(cast: Cast, noon: Any) -> None:
    eaters = Eaters(cast, noon)
    people = [cast.bob, eaters.hired("Eva"), eaters.hired("Omar")]

    # A4, A5: they drink coffee daily; all those bills are generated under the company
    for day in range(2, 28):
        for number, person in enumerate(people):
            eaters.eats(person, f"{number + 2}.{day:02d}", on=(2, day))
    owed = cast.owes(cast.acme).owes
    assert owed == sum((n + 2) * 100 + day for n in range(3) for day in range(2, 28))

    # A6, A18, A21: the summary, which issues nothing and says who ate
    eaters.to(2026, 3, 1)
    told = summary(cast.house, eaters.acme, *FEBRUARY.values())
    assert (told.bills, told.total, told.open) == (78, owed, owed)
    assert [one.customer.display_name for one in told.people] == ["Bob", "Eva", "Omar"]

    # A7: the monthly invoice, e-mailed; the same month twice is refused
    february = eaters.invoiced(send=True)
    assert (february.previous_minor, february.total_minor, february.balance_minor) == (
        0,
        owed,
        owed,
    )
    with refused("already_invoiced"):
        eaters.invoiced()

    # A19: the To-Pay is settled, but for one part
    eaters.to(2026, 3, 10)
    eaters.pays(f"{(owed - 1000) / 100:.2f}")
    assert cast.owes(cast.acme).owes == 1000

    # next month begins with what was left
    eaters.eats(cast.bob, 20, on=(3, 12))
    eaters.to(2026, 4, 1)
    march = eaters.invoiced(**MARCH)
    assert (march.previous_minor, march.total_minor, march.paid_minor, march.balance_minor) == (
        owed,
        2000,
        owed - 1000,
        3000,
    )
    assert march.balance_minor == cast.owes(cast.acme).owes
    said = paper.texts(march.content, "en")
    assert said["owing"] == "Acme owes €30.00."
    assert said["payments"][0][:2] == ["10 Mar 2026", "Bank transfer"]


def test_a_company_can_be_summed_up_to_any_date(cast: Cast, noon: Any) -> None:
    """G36: at any date, and bills paid at once count as eaten, not as owed."""
    eaters = Eaters(cast, noon)
    eaters.eats(cast.bob, 12, on=(2, 3))
    cast.pay(paid := cast.bill(9, cast.bob), "cash")
    cast.close(paid)
    eaters.eats(cast.bob, 5, on=(2, 20))

    told = summary(cast.house, eaters.acme, date(2026, 2, 1), date(2026, 2, 10))

    assert (told.bills, told.total, told.charged) == (2, 2100, 1200)
