"""Acme's people eat in February; what a test needs to make them do it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from habitue.bills.models import Bill
from habitue.bills.opening import NewLine
from habitue.customers import actions as customers
from habitue.customers.models import Customer
from habitue.invoicing import actions as invoicing
from habitue.invoicing.models import Invoice
from tests.cast import Cast, eur, make_customer

ADDRESS = {
    "address.street": "12 rue Mercière",
    "address.postal_code": "69002",
    "address.city": "Lyon",
}
FEBRUARY = {"from_on": date(2026, 2, 1), "to_on": date(2026, 2, 28)}
MARCH = {"from_on": date(2026, 3, 1), "to_on": date(2026, 3, 31)}


class Eaters:
    """Acme, with an address, and the people who eat at its cost."""

    def __init__(self, cast: Cast, clock: Any) -> None:
        self.cast, self.clock = cast, clock
        self.to(2026, 2, 2)
        cast.act(
            customers.edit,
            customer=cast.acme,
            fields=ADDRESS
            | {"email": "compta@acme.example", "tax_id": "FR40303265045", "credit_limit": None},
            front="office",
        )

    @property
    def acme(self) -> Customer:
        found: Customer = self.cast.again(self.cast.acme)
        return found

    def to(self, year: int, month: int, day: int, hour: int = 12) -> None:
        """The clock stands at this hour."""
        self.clock.move_to(datetime(year, month, day, hour, 0, tzinfo=UTC), tick=False)

    def hired(self, name: str) -> Customer:
        """One more of Acme's, who may eat on account."""
        return make_customer(
            self.cast.house,
            first_name=name,
            parent=self.acme.id,
            payer=self.acme.id,
            on_account_allowed=True,
        )

    def eats(self, who: Customer, amount: int | str = 12, on: Any = None, **terms: Any) -> Bill:
        """A bill saved on account; `on` is (month, day)."""
        if on is not None:
            self.to(2026, *on)
        return self.cast.save(self.cast.bill(amount, who, **terms))

    def eats_lines(self, who: Customer, *lines: tuple[str, str, int]) -> Bill:
        """The same with lines: name, price, VAT in basis points."""
        from habitue.bills import actions as bills

        bill = self.cast.act(
            bills.open_bill,
            lines=[NewLine(name=n, unit_price=eur(p), vat_bp=vat) for n, p, vat in lines],
        )
        bill = self.cast.act(bills.link, bill=bill, customer=who.id)
        return self.cast.save(bill)

    def pays(self, amount: int | str, tender: str = "bank_transfer") -> None:
        from habitue.bills import actions as bills

        self.cast.act(bills.settle, customer=self.acme, amount=eur(amount), tender=tender)

    def invoiced(self, **terms: Any) -> Invoice:
        """Acme's invoice, for February unless the test says otherwise."""
        made: Invoice = self.cast.act(invoicing.issue, **{"payer": self.acme} | FEBRUARY | terms)
        return made
