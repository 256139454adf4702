"""What leads to a person without a key: letters to their addresses, what the audit says."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from habitue.audit.models import AuditLine
from habitue.audit.reports import texts_before
from habitue.customers.models import Customer
from habitue.house.models import House
from habitue.housekeeping.forgetting import models
from habitue.outbox import forgetting as outbox
from habitue.outbox.models import Letter

# what remembers the letter by which it was sent, and how its rows lead to whoever got it
SENT = (("invoicing_sending", "invoice__payer"), ("prepaid_notice", "customer"))


def addresses(house: House, customer: Customer) -> set[str]:
    """Every e-mail address they were ever known by: today's, and what was changed since."""
    known = {customer.email, customer.email_key}
    known.update(texts_before(house, customer.id, ("email", "email_key")))
    known.update(_column(house, *SENT[0], customer, "to"))
    return {one for one in known if one}


def letters(house: House, customer: Customer) -> list[Letter]:
    """Every letter to them that is still kept."""
    ids: set[UUID] = {
        letter
        for table, path in SENT
        for letter in _column(house, table, path, customer, "letter_id")
    }
    return outbox.to(house, about=customer.id, addresses=addresses(house, customer), ids=ids)


def history(house: House, people: Sequence[UUID]) -> list[AuditLine]:
    """What was done to them, oldest first."""
    lines = AuditLine.objects.of(house).filter(object_id__in=people)
    return list(lines.order_by("at", "id").prefetch_related("texts"))


def _column(house: House, table: str, path: str, customer: Customer, column: str) -> list[Any]:
    rows = models()[table]._default_manager.filter(**{path: customer.id}, house_id=house.id)
    return list(rows.values_list(column, flat=True))
