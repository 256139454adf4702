"""A4 to A7, A18 to A21: three people eat all month, their company pays by the month."""

from __future__ import annotations

from datetime import date
from typing import Any

from habitue.bills import actions as bills
from habitue.bills.summary import summary
from habitue.invoicing import paper
from habitue.invoicing.models import Invoice
from tests.cast import Cast, refused
from tests.invoicing.eaters import FEBRUARY, MARCH, Eaters


def all_month(eaters: Eaters) -> int:
    """A4: Bob, Eva and Omar drink coffee daily; what that came to."""
    people = [eaters.cast.bob, eaters.hired("Eva"), eaters.hired("Omar")]
    for day in range(2, 28):
        for number, person in enumerate(people):
            eaters.eats(person, f"{number + 2}.{day:02d}", on=(2, day))
    return sum((n + 2) * 100 + day for n in range(3) for day in range(2, 28))


def figures(invoice: Invoice) -> tuple[int, int, int, int]:
    """Owed before, new, paid since, to pay."""
    return (
        invoice.previous_minor,
        invoice.total_minor,
        invoice.paid_minor,
        invoice.balance_minor,
    )


def test_a5_a6_a18_a21_all_those_bills_stand_under_the_company(cast: Cast, noon: Any) -> None:
    """And the summary, which issues nothing, says which employee ate."""
    eaters = Eaters(cast, noon)
    owed = all_month(eaters)

    told = summary(cast.house, eaters.acme, *FEBRUARY.values())

    assert cast.owes(cast.acme).owes == owed
    assert (told.bills, told.total, told.open) == (78, owed, owed)
    assert [one.customer.display_name for one in told.people] == ["Bob", "Eva", "Omar"]


def test_a7_the_monthly_invoice_is_sent_once(cast: Cast, noon: Any) -> None:
    eaters = Eaters(cast, noon)
    owed = all_month(eaters)
    eaters.to(2026, 3, 1)

    february = eaters.invoiced(send=True)

    assert figures(february) == (0, owed, 0, owed)
    with refused("already_invoiced"):
        eaters.invoiced()


def test_a19_next_month_begins_with_what_was_left(cast: Cast, noon: Any) -> None:
    eaters = Eaters(cast, noon)
    owed = all_month(eaters)
    eaters.invoiced()
    eaters.to(2026, 3, 10)
    eaters.pays(f"{(owed - 1000) / 100:.2f}")
    eaters.eats(cast.bob, 20, on=(3, 12))
    eaters.to(2026, 4, 1)

    march = eaters.invoiced(**MARCH)

    assert figures(march) == (owed, 2000, owed - 1000, 3000)
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


def test_what_was_refunded_was_not_eaten(cast: Cast, noon: Any) -> None:
    """A refund lowers the summary, and stands on the next invoice among the payments."""
    eaters = Eaters(cast, noon)
    bill = eaters.eats(cast.bob, 22, on=(2, 3))
    cast.act(bills.refund, bill=bill, wanted=bills.Wanted(amount=500))

    told = summary(cast.house, eaters.acme, *FEBRUARY.values())
    invoice = eaters.invoiced()

    assert (told.total, told.open) == (1700, 1700)
    assert [(one.gross, one.tax) for one in told.vat] == [(1700, 155)]
    assert [(one["how"], one["amount"]) for one in invoice.content["payments"]] == [
        ("refund", 500)
    ]
    assert invoice.balance_minor == 1700
