"""The proof that someone was erased."""

from datetime import datetime
from typing import Any
from uuid import UUID

from habitue.customers.models import Customer
from habitue.fronts.api.entry import ApiRequest
from habitue.fronts.api.shown import customers
from habitue.fronts.api.shown.customers import CustomerOut
from habitue.fronts.api.shown.kinds import Out
from habitue.housekeeping.models import Erasure
from habitue.kit.refusals import NotFound


class ErasureOut(Out):
    """When, by whom, why; how many rows of which table said something, and what the law keeps."""

    id: UUID
    customer: UUID
    at: datetime
    actor: str
    reason: str
    removed: dict[str, int]
    kept: dict[str, int]


class ErasedOut(CustomerOut):
    """What is left of a customer, and the proof."""

    erasure: ErasureOut


def find(request: ApiRequest, customer_id: UUID) -> Erasure:
    """The proof of this customer's erasing; raises NotFound."""
    rows = Erasure.objects.of(request.house).filter(customer_id=customer_id)
    found: Erasure | None = rows.select_related("customer").first()
    if found is None:
        raise NotFound("customer")
    return found


def show(request: ApiRequest, proof: Erasure) -> dict[str, Any]:
    return ErasureOut(
        **{key: getattr(proof, key) for key in ("id", "at", "actor", "reason", "removed", "kept")},
        customer=proof.customer_id,
    ).plain()


def show_erased(request: ApiRequest, proof: Erasure) -> dict[str, Any]:
    customer: Customer = customers.find(request, proof.customer_id)
    return {**customers.show(request, customer), "erasure": show(request, proof)}
