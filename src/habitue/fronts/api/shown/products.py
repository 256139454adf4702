"""A voucher or top-up as the house sells it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from habitue.fronts.api.entry import ApiRequest
from habitue.fronts.api.shown.kinds import MoneyOut, Out, minor_or_none
from habitue.prepaid.models import Product


class ProductOut(Out):
    """`purpose` single or multi; `vat_rate` (basis points) only of a single-purpose one."""

    id: UUID
    name: str
    purpose: str
    vat_rate: int | None
    pays: MoneyOut | None
    receives: MoneyOut | None
    position: int
    retired_at: datetime | None


def show_all(request: ApiRequest, products: Sequence[Product]) -> list[dict[str, Any]]:
    return [
        ProductOut(
            id=row.id,
            name=row.name,
            purpose=row.purpose,
            vat_rate=row.vat_bp,
            pays=minor_or_none(request.house, row.pays_minor),
            receives=minor_or_none(request.house, row.receives_minor),
            position=row.position,
            retired_at=row.retired_at,
        ).plain()
        for row in products
    ]
