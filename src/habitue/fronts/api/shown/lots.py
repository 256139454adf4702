"""A lot: value of one kind that came at once and ends at once."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from habitue.fronts.api.entry import ApiRequest
from habitue.fronts.api.shown.kinds import MoneyOut, Out, minor
from habitue.house import rows
from habitue.kit.refusals import NotFound
from habitue.prepaid.models import Extension, Lot


class LotOut(Out):
    """`expires_on` is its last day, itself included; null: it never ends."""

    id: UUID
    kind: str
    amount: MoneyOut
    left: MoneyOut
    expires_on: date | None
    created_at: datetime


class ExtensionOut(Out):
    id: UUID
    lot: LotOut
    before: date | None
    after: date | None
    reason: str
    at: datetime
    actor: str


def show(request: ApiRequest, lot: Lot) -> LotOut:
    return LotOut(
        id=lot.id,
        kind=lot.kind,
        amount=minor(request.house, lot.amount_minor),
        left=minor(request.house, lot.remaining_minor),
        expires_on=lot.expires_on,
        created_at=lot.created_at,
    )


def find_extension(request: ApiRequest, id_: UUID) -> Extension:
    found = rows.first(Extension, request.house, id=id_, related=("lot",))
    if found is None:
        raise NotFound("lot")
    return found


def show_extension(request: ApiRequest, row: Extension) -> dict[str, Any]:
    return ExtensionOut(
        id=row.id,
        lot=show(request, row.lot),
        before=row.before,
        after=row.after,
        reason=row.reason,
        at=row.at,
        actor=row.actor,
    ).plain()
