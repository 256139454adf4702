"""A customer whole, alone or a page of them: one statement beside the customers themselves."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects

from habitue.customers import survivors
from habitue.customers.models import Customer
from habitue.fronts.api.entry import ApiRequest
from habitue.fronts.api.shown.kinds import MoneyOut, Out, minor_or_none
from habitue.fronts.api.shown.proofs import Facts, facts_of
from habitue.fronts.api.shown.publishing import waiting
from habitue.kit import text
from habitue.kit.refusals import NotFound


class AddressOut(Out):
    street: str | None
    postal_code: str | None
    city: str | None
    region: str | None
    country: str | None


class CardOfCustomer(Out):
    id: UUID
    number: str
    kind: str
    blocked: bool


class ConsentOut(Out):
    """When marketing was last allowed or withdrawn, by which channel, in which words."""

    at: datetime
    how: str
    wording: str


class CustomerOut(Out):
    id: UUID
    type: str
    first_name: str | None
    last_name: str | None
    company_name: str | None
    display_name: str
    user_id: str | None
    search_code: str | None
    personal_code: str | None
    email: str | None
    phone: str | None
    phones: list[str]
    website: str | None
    address: AddressOut
    birthday: str | None
    language: str | None
    currency: str
    description: str | None
    notes: str | None
    allergies: str | None
    ignored: bool
    other_addresses: str | None
    free: dict[str, Any]  # the house's own fields, by their keys
    tags: list[str]
    group: UUID | None
    price_level: UUID | None
    discount_percent: int | None
    earn_percent: int | None
    on_account_allowed: bool
    on_hold: bool
    credit_limit: MoneyOut | None
    parent: UUID | None
    payer: UUID | None
    active: bool
    marketing_allowed: bool
    marketing: ConsentOut | None
    email_receipts: bool
    tax_id: str | None
    tax_exempt: bool
    cards: list[CardOfCustomer]
    has_pin: bool
    visits: int
    created_at: datetime
    updated_at: datetime
    last_visit_at: datetime | None
    archived_at: datetime | None
    version: int
    waiting: dict[str, Any] | None  # fields that Send will change, where the house wants that


TEXTS = (
    *("first_name", "last_name", "company_name", "user_id", "search_code", "email", "website"),
    *("birthday", "language", "description", "notes", "allergies", "other_addresses", "tax_id"),
)
AS_THEY_ARE = (
    *("id", "type", "display_name", "tags", "on_account_allowed", "on_hold", "active"),
    *("ignored", "free", "marketing_allowed", "email_receipts", "tax_exempt", "visits"),
    *("created_at", "updated_at", "last_visit_at", "archived_at", "version"),
)


def find(request: ApiRequest, customer_id: UUID) -> Customer:
    """A customer of this house, archived ones too, or whom they were merged into; raises
    NotFound."""
    found: Customer | None = (
        Customer.objects.of(request.house).select_related("payer").filter(pk=customer_id).first()
    )
    if found is None:
        raise NotFound("customer")
    found.house = request.house
    return survivors.current(request.house, found)


def show(request: ApiRequest, customer: Customer) -> dict[str, Any]:
    return show_all(request, [customer])[0]


def show_all(request: ApiRequest, customers: Sequence[Customer]) -> list[dict[str, Any]]:
    ids = [customer.id for customer in customers]
    prefetch_related_objects([one for one in customers if one.group_id], "group")
    facts, waits = facts_of(request.house, ids), waiting(request, "customer", ids)
    return [_shown(request, one, facts[one.id], waits.get(one.id)).plain() for one in customers]


def _shown(
    request: ApiRequest, customer: Customer, facts: Facts, waits: dict[str, Any] | None
) -> CustomerOut:
    columns: dict[str, Any] = {key: getattr(customer, key) or None for key in TEXTS}
    return CustomerOut(
        **columns | {key: getattr(customer, key) for key in AS_THEY_ARE},
        personal_code=facts.code,
        phone=facts.phones[0] if facts.phones else None,
        phones=facts.phones,
        address=AddressOut(
            street=customer.street or None,
            postal_code=customer.postal_code or None,
            city=customer.city or None,
            region=customer.region or None,
            country=customer.country or None,
        ),
        currency=customer.currency or request.house.currency,
        group=customer.in_group.id if customer.in_group else None,
        price_level=customer.price_level_id,
        discount_percent=customer.discount_bp,
        earn_percent=customer.earn_bp,
        credit_limit=minor_or_none(request.house, customer.credit_limit_minor),
        parent=customer.parent_id,
        payer=customer.payer_id,
        marketing=ConsentOut(**facts.consent) if facts.consent else None,
        cards=[CardOfCustomer(**card) for card in facts.cards],
        has_pin=facts.has_pin,
        waiting=waits,
    )


def digits_of(request: ApiRequest, customer: Customer) -> list[str]:
    """What others know of a customer in digits: no PIN may be made of it."""
    facts = facts_of(request.house, [customer.id])[customer.id]
    return [text.digits(one) for one in (*facts.phones, facts.code or "", customer.birthday)]
