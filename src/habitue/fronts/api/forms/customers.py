"""What may be sent about customers: the writable fields of the catalogue."""

from typing import Annotated, Any, Literal

from pydantic import Field

from habitue.fronts.api.forms.kinds import (
    BasisPoints,
    Id,
    MoneyIn,
    Pin,
    Sent,
    Write,
)

Short = Annotated[str, Field(max_length=300)]
Long = Annotated[str, Field(max_length=10_000)]


class AddressIn(Sent):
    street: Short | None = None
    postal_code: Short | None = None
    city: Short | None = None
    region: Short | None = None
    country: Short | None = None


class CustomerFields(Write):
    """Null clears, absent keeps, lists are replaced."""

    type: Literal["person", "company"] = "person"
    first_name: Short | None = None
    last_name: Short | None = None
    company_name: Short | None = None
    user_id: Short | None = None
    search_code: Short | None = None
    email: Short | None = None
    phone: Short | None = None
    phones: Annotated[list[Short], Field(max_length=50)] | None = None
    website: Short | None = None
    address: AddressIn | None = None
    birthday: Short | None = None
    language: Short | None = None
    currency: Short | None = None
    description: Long | None = None
    notes: Long | None = None
    allergies: Short | None = None
    ignored: bool | None = None
    other_addresses: Long | None = None
    free: Annotated[dict[str, bool | Short | None], Field(max_length=30)] | None = None
    tags: Annotated[list[Short], Field(max_length=50)] | None = None
    group: Id | None = None
    price_level: Id | None = None
    discount_percent: BasisPoints | None = None
    earn_percent: BasisPoints | None = None
    on_account_allowed: bool | None = None
    on_hold: bool | None = None
    credit_limit: MoneyIn | None = None
    parent: Id | None = None
    payer: Id | None = None
    active: bool = True
    marketing_allowed: bool | None = None
    email_receipts: bool | None = None
    tax_id: Short | None = None
    tax_exempt: bool | None = None

    def given(self) -> dict[str, Any]:
        """Catalogue key -> value, of what was sent; the credit limit is left to the view."""
        elsewhere = {"approval", "address", "version", "cards", "pin", "credit_limit"}
        found = {key: getattr(self, key) for key in self.model_fields_set if key not in elsewhere}
        if found.get("free", 0) is None:
            del found["free"]  # each of them is cleared by its own null
        if "address" in self.model_fields_set:
            place = self.address or AddressIn()
            parts = AddressIn.model_fields if self.address is None else place.model_fields_set
            found.update({f"address.{part}": getattr(place, part) for part in parts})
        return found


class CardIn(Write):
    number: Annotated[str, Field(min_length=1, max_length=64)]
    kind: Literal["barcode", "magstripe", "nfc", "qr"] = "barcode"


class NewCard(Sent):
    number: Annotated[str, Field(min_length=1, max_length=64)]
    kind: Literal["barcode", "magstripe", "nfc", "qr"] = "barcode"


class NewCustomer(CustomerFields):
    cards: Annotated[list[NewCard], Field(max_length=10)] = []
    pin: Pin | None = None


class ChangedCustomer(CustomerFields):
    version: int


class ArchiveIn(Write):
    settle: Literal["pay_out", "collect", "write_off"] | None = None
    tender: Annotated[str, Field(pattern=r"^(cash|card|bank_transfer|other)$")] = "cash"
    reason: Short = ""


class PinIn(Write):
    pin: Pin


class BlockIn(Write):
    reason: Short = ""


class ReplaceIn(CardIn):
    reason: Short = ""


class ReadIn(Write):
    number: Annotated[str, Field(min_length=1, max_length=300)]
