"""What erasing someone does to the book itself, besides emptying its texts."""

from habitue.customers import search, waiting
from habitue.customers.models import Customer
from habitue.operations.models import Operation
from habitue.publishing import actions as publishing

# what a row says that is no text, and what stands there once they are erased
RESET: dict[str, object] = {
    "group_id": None,
    "price_level_id": None,
    "discount_bp": None,
    "earn_bp": None,
    "on_account_allowed": False,
    "on_hold": False,
    "ignored": False,
    "credit_limit_minor": None,
    "parent_id": None,
    "payer_id": None,
    "marketing_allowed": False,
    "email_receipts": False,
    "tax_exempt": False,
}


def unfindable(op: Operation, customer: Customer) -> None:
    """No search finds them, and nothing of theirs waits for Send."""
    search.unindexed(customer)
    publishing.forget(op, kind=waiting.KIND, target=customer)


def erased(op: Operation, customer: Customer) -> None:
    """Their row is a number that entries and bills point at."""
    Customer.objects.of(op.house).filter(pk=customer.pk).update(
        **RESET, erased_at=op.at, updated_at=op.at, version=customer.version + 1
    )
