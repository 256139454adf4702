"""What someone agrees to be written, and takes back: by staff, and by the guest themselves."""

from habitue.audit import actions as audit
from habitue.customers import actions as customers
from habitue.customers import consents
from habitue.customers.models import Consent, Customer
from habitue.kit.text import storable
from habitue.operations.models import Operation
from habitue.operations.rights import ONESELF, right

PHONE = "phone"  # the channel of the guest's own pages


@right("customers.edit")
def agree(
    op: Operation, *, customer: Customer, channel: str = "office", wording: str = "",
    source: str = "",
) -> Customer:  # fmt: skip
    """They allow marketing, in these words (else the house's); `source`: what that rests on.

    Said again it is a consent of its own, with its own day. Raises CustomerArchived.
    """
    return _said(op, customer, allowed=True, channel=channel, wording=wording, source=source)


@right("customers.edit")
def withdraw(
    op: Operation, *, customer: Customer, channel: str = "office", source: str = ""
) -> Customer:
    """They want none, or none any more: what waits does not go. Twice changes nothing."""
    return _said(op, customer, allowed=False, channel=channel, source=source)


@right(ONESELF)
def choose(op: Operation, *, customer: Customer, marketing: bool, receipts: bool) -> Customer:
    """The guest on their own phone: news of the house, and receipts, each for itself."""
    customer = _said(op, customer, allowed=marketing, channel=PHONE)
    if customer.email_receipts != receipts:
        _changed(op, customer, "email_receipts", receipts)
    return customer


def _said(
    op: Operation, customer: Customer, *, allowed: bool, channel: str, wording: str = "",
    source: str = "",
) -> Customer:  # fmt: skip
    customer = customers.lock(op, customer.id)
    if customer.archived_at:
        raise customers.CustomerArchived()
    was = customer.marketing_allowed
    if was == allowed and (channel == PHONE or (not allowed and consents.said_no(customer))):
        return customer
    if was != allowed:
        _changed(op, customer, "marketing_allowed", allowed)
    wording, source = (" ".join(storable(one).split()) for one in (wording, source))
    consents.written(op, customer, channel=channel, wording=wording, source=source)
    return customer


def _changed(op: Operation, customer: Customer, column: str, value: bool) -> None:
    before = getattr(customer, column)
    setattr(customer, column, value)
    customer.version += 1
    customer.updated_at = op.at
    customer.save(update_fields=[column, "version", "updated_at"])
    audit.record(op, "customers.consent", on=customer, changes={column: (before, value)})


def last_of(customer: Customer) -> Consent | None:
    rows = Consent.objects.of(customer.house_id).filter(customer=customer)
    found: Consent | None = rows.order_by("-at", "-id").first()
    return found
