"""The text of an invoice as it is frozen: figures and names as they were, in whole minor units."""

import hashlib
from datetime import date
from typing import Any

from habitue.bills.models import Line
from habitue.customers.models import Customer
from habitue.house.models import House
from habitue.invoicing.drafting import Draft, Row
from habitue.kit.seals import canonical

Content = dict[str, Any]


def frozen(
    house: House, draft: Draft, *, number: str, language: str, issued_on: date, with_lines: bool
) -> Content:
    """Everything the paper says."""
    return {
        "form": 1,
        "number": number,
        "issued_on": issued_on.isoformat(),
        "from": draft.from_on.isoformat(),
        "to": draft.to_on.isoformat(),
        "language": language,
        "currency": house.currency,
        "house": head_of(house),
        "payer": payer_of(draft.payer),
        "people": [
            {
                "id": str(one.person.id),
                "name": one.person.display_name,
                "total": one.total,
                "bills": [_bill(row, draft, with_lines) for row in one.rows],
            }
            for one in draft.by_person
        ],
        "vat": [[one.rate_bp, one.gross, one.tax] for one in draft.vat],
        "payments": [
            {"on": one.on.isoformat(), "how": one.how, "amount": one.amount}
            for one in draft.payments
        ],
        "previous": draft.previous,
        "total": draft.total,
        "paid": draft.paid,
        "balance": draft.balance,
    }


def digest(content: Content) -> str:
    """What any copy of the content can be compared with."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def head_of(house: House) -> dict[str, str]:
    return {
        "name": house.name,
        "address": house.address,
        "country": house.country,
        "tax_id": house.tax_id,
        "footer": house.invoice_footer,
    }


def payer_of(payer: Customer) -> dict[str, str]:
    fields = ("street", "postal_code", "city", "region", "country", "tax_id")
    name = payer.display_name
    person = f"{payer.first_name} {payer.last_name}".strip()
    return {
        "id": str(payer.id),
        "name": name,
        "attention": person if person != name else "",
        **{key: getattr(payer, key) for key in fields},
    }


def _bill(row: Row, draft: Draft, with_lines: bool) -> dict[str, Any]:
    bill = row.bill
    said: dict[str, Any] = {
        "id": str(bill.id) if bill else None,
        "on": row.on.isoformat(),
        "number": bill.number if bill else None,
        "label": bill.label if bill else row.charge.label,
        "total": bill.total_minor if bill else row.amount,
        "amount": row.amount,
        "tip": row.tip,
        "late": row.on < draft.from_on,
        "vat": [[one.rate_bp, one.gross, one.tax] for one in row.vat],
    }
    if bill is not None and bill.fiscal_ref:
        said["receipt"] = bill.fiscal_ref
    if with_lines:
        said["lines"] = [_line(line) for line in row.lines]
    return said


def _line(line: Line) -> dict[str, Any]:
    return {"name": line.name, "quantity": line.quantity, "amount": line.total_minor}
