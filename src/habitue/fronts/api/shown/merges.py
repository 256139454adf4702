"""Two records that may be one guest, and the merge of two."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from habitue.fronts.api.entry import ApiRequest
from habitue.fronts.api.shown.kinds import MoneyOut, Out, minor
from habitue.kit.refusals import NotFound
from habitue.merging import wording
from habitue.merging.models import Distinct, Look, Merge, Suggestion
from habitue.merging.undoing import obstacle


class DuplicateOut(Out):
    """Two customers that may be the same; `reasons` are words, `score` is higher where surer.

    `weak`: they share no more than people of one name do.
    """

    id: UUID
    customers: list[UUID]
    names: list[str]
    reasons: list[str]
    score: int
    weak: bool
    found_at: datetime


class MovedOut(Out):
    """What went over with a merge."""

    paid: MoneyOut
    gift: MoneyOut
    earned: MoneyOut
    points: int
    owes: MoneyOut
    in_hand: MoneyOut


class MergeOut(Out):
    """`merged` became part of `kept`; `why_not` says why that can no longer be undone."""

    id: UUID
    kept: UUID
    merged: UUID
    moved: MovedOut
    at: datetime
    actor: str
    undone_at: datetime | None
    can_undo: bool
    why_not: str | None


class ApartOut(Out):
    """Two customers that are not the same, whatever they share."""

    id: UUID
    customers: list[UUID]


class LookOut(Out):
    """How far a look has come: `compared` of `records`; once it has ended, the pairs it found.

    `ended_at` is null while it is waited for or under way; `failed`: it was given up, and what
    the look before found stands.
    """

    id: UUID
    at: datetime
    records: int
    compared: int
    suggested: int
    ended_at: datetime | None
    failed: bool


def find(request: ApiRequest, merge_id: UUID) -> Merge:
    rows = Merge.objects.of(request.house).select_related("kept", "merged")
    found: Merge | None = rows.filter(pk=merge_id).first()
    if found is None:
        raise NotFound("merge")
    found.kept.house = found.merged.house = request.house
    return found


def show(request: ApiRequest, row: Merge) -> dict[str, Any]:
    house = request.house
    problem = None if row.undone_at else obstacle(house, row, request.at)
    return MergeOut(
        id=row.id,
        kept=row.kept_id,
        merged=row.merged_id,
        moved=MovedOut(
            paid=minor(house, row.paid_minor),
            gift=minor(house, row.gift_minor),
            earned=minor(house, row.earned_minor),
            points=row.points,
            owes=minor(house, row.owed_minor),
            in_hand=minor(house, row.in_hand_minor),
        ),
        at=row.at,
        actor=row.actor,
        undone_at=row.undone_at,
        can_undo=row.undone_at is None and problem is None,
        why_not=problem.sentence if problem else None,
    ).plain()


def duplicates(rows: Sequence[Suggestion]) -> list[dict[str, Any]]:
    return [
        DuplicateOut(
            id=row.id,
            customers=[row.first_id, row.second_id],
            names=[row.first.display_name, row.second.display_name],
            reasons=wording.of(row.reasons),
            score=row.score,
            weak=row.weak,
            found_at=row.found_at,
        ).plain()
        for row in rows
    ]


def find_apart(request: ApiRequest, id_: UUID) -> Distinct:
    found: Distinct | None = Distinct.objects.of(request.house).filter(pk=id_).first()
    if found is None:
        raise NotFound("pair")
    return found


def show_apart(request: ApiRequest, row: Distinct) -> dict[str, Any]:
    return ApartOut(id=row.id, customers=[row.first_id, row.second_id]).plain()


def find_look(request: ApiRequest, id_: UUID) -> Look:
    found: Look | None = Look.objects.of(request.house).filter(pk=id_).first()
    if found is None:
        raise NotFound("look")
    return found


def show_look(request: ApiRequest, row: Look) -> dict[str, Any]:
    return LookOut(
        id=row.id,
        at=row.at,
        records=row.records,
        compared=row.compared,
        suggested=row.suggested,
        ended_at=row.ended_at,
        failed=row.failed,
    ).plain()
