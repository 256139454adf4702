"""Writing to a guest: the only door, and the one place that says what needs their consent.

Receipts are a switch of their own. What is about their own money (a notice that it ends, an
invoice) needs no consent to marketing, and says nothing else. Whatever would sell needs one that
stands: given, with its day, channel and words, and not withdrawn; and no objection of whoever
has the address.
"""

from collections.abc import Sequence

from django.db import models
from django.utils.translation import gettext_lazy as _

from habitue.customers import objections
from habitue.customers.consenting import last_of
from habitue.customers.consents import OFFER
from habitue.customers.models import Customer
from habitue.kit.refusals import Refusal
from habitue.operations.models import Operation
from habitue.outbox import actions as outbox
from habitue.outbox.enclosing import Enclosure


class Purpose(models.TextChoices):
    """Why a letter is written."""

    RECEIPT = "receipt", _("Receipt")
    NOTICE = "notice", _("Notice about their own value")
    INVOICE = "invoice", _("Invoice")
    OFFER = OFFER, _("News and offers")


class NotAgreed(Refusal):
    code = "malformed"
    status = 422
    says = _("{name} did not agree to be written for this.")


def wants(customer: Customer, purpose: str, to: str = "") -> bool:
    """Whether `customer` may be written to for this without having asked for that very letter."""
    if purpose == Purpose.INVOICE:
        return customer.erased_at is None
    if customer.archived_at is not None:
        return False
    if purpose == Purpose.RECEIPT:
        return customer.email_receipts
    if purpose == Purpose.NOTICE:
        return customer.email_receipts or customer.marketing_allowed
    return purpose == Purpose.OFFER and _agreed(customer) and not _objected(customer, to)


def _agreed(customer: Customer) -> bool:
    """A consent that stands and says how and in which words."""
    last = last_of(customer)
    return bool(
        customer.marketing_allowed and last and last.allowed and last.channel and last.wording
    )


def _objected(customer: Customer, to: str) -> bool:
    asked = objections.digests(customer.house_id, [to or customer.email])
    return bool(objections.standing(customer.house_id, asked))


def write(
    op: Operation,
    *,
    customer: Customer,
    purpose: str,
    subject: str,
    text: str,
    language: str = "",
    enclosing: Sequence[Enclosure] = (),
    to: str = "",
    asked: bool = False,
    field: str = "email",
) -> outbox.Letter:
    """Put a letter to `customer` in the outbox, at their address or `to`.

    `asked`: somebody asked for this very receipt. Raises NotAgreed,
    Malformed (`field`) where there is no address.
    """
    if (purpose != Purpose.RECEIPT or not asked) and not wants(customer, purpose, to):
        raise NotAgreed(name=customer.display_name)
    return outbox.post(
        op,
        to=to or customer.email,
        subject=subject,
        text=text,
        language=language,
        enclosing=enclosing,
        field=field,
        about=customer.id,
        purpose=purpose,
    )
