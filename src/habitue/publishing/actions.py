"""Keeping changes as drafts, and applying them together."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from habitue.audit import actions as audit
from habitue.house.models import HouseRow
from habitue.house.places import next_edition, publishes_on_send
from habitue.kit.refusals import NotFound, Refusal
from habitue.operations.models import Operation
from habitue.operations.rights import right
from habitue.publishing.models import Draft, Edition, TillEdition

Applier = Callable[[Operation, Draft], None]
APPLIERS: dict[str, Applier] = {}  # kind -> what Send calls: each room names its own


class NothingWaits(Refusal):
    code = "nothing_waits"
    status = 422
    says = _("Nothing waits to be sent.")


class DraftsWait(Refusal):
    code = "drafts_wait"
    status = 422
    says = _("Changes are waiting. Send them or take them back first.")


def applies(kind: str) -> Callable[[Applier], Applier]:
    """Send hands drafts of `kind` to this function, which may refuse one."""

    def name(applier: Applier) -> Applier:
        APPLIERS[kind] = applier
        return applier

    return name


def on_send(op: Operation) -> bool:
    """Whether changes wait for Send here; who asks takes turns with others who change."""
    return publishes_on_send(op)


def waits(
    op: Operation,
    *,
    kind: str,
    target: Model,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    is_new: bool = False,
) -> bool:
    """Keep a change for Send where the house wants that; False: make it now.

    It joins the draft that stands for `target`; a column that is back to what is live leaves it,
    and a draft with none left ends.
    """
    if not on_send(op):
        return False
    draft = _standing(op, kind, target) or Draft(
        house=op.house, kind=kind, target_id=target.pk, is_new=is_new
    )
    merged = dict(draft.changes)
    for column, value in after.items():
        merged[column] = [plain(before.get(column)), plain(value)]
    live = {column for column, (old, new) in merged.items() if old == new}
    kept = merged if draft.is_new else {c: pair for c, pair in merged.items() if c not in live}
    if kept != draft.changes:
        told = {c: (_wanted(draft, c, before), plain(after[c])) for c in after if c in merged}
        _keep(op, draft, kept)
        audit.record(op, "publishing.wait", on=target, changes=_differing(told))
    return True


def _wanted(draft: Draft, column: str, before: Mapping[str, Any]) -> Any:
    pair = draft.changes.get(column)
    return pair[1] if pair else plain(before.get(column))


def _differing(told: Mapping[str, tuple[Any, Any]]) -> dict[str, tuple[Any, Any]]:
    return {column: pair for column, pair in told.items() if pair[0] != pair[1]}


def _standing(op: Operation, kind: str, target: Model) -> Draft | None:
    rows = Draft.objects.of(op.house).standing()
    found: Draft | None = rows.filter(kind=kind, target_id=target.pk).first()
    return found


def _keep(op: Operation, draft: Draft, changes: dict[str, Any]) -> None:
    draft.changes, draft.actor, draft.at = changes, op.by.label, op.at
    if not changes:
        Draft.objects.of(op.house).filter(pk=draft.pk).delete()
        return
    draft.save(force_insert=draft._state.adding)


def forget(op: Operation, *, kind: str, target: Model) -> None:
    """Whatever waits for `target` has lost its sense: something new that is not wanted."""
    Draft.objects.of(op.house).standing().filter(kind=kind, target_id=target.pk).delete()


def plain(value: Any) -> Any:
    """A value as a draft keeps it: rows and ids by their id."""
    if isinstance(value, HouseRow):
        return str(value.pk)
    return str(value) if isinstance(value, UUID) else value


@right("publishing.send")
def send(op: Operation) -> Edition:
    """Apply everything that waits, as one edition. Raises NothingWaits.

    A draft that no longer fits is dropped with its reason; the rest goes.
    """
    number = next_edition(op)
    drafts = list(Draft.objects.of(op.house).standing())
    if not drafts:
        raise NothingWaits()
    for draft in drafts:
        draft.dropped = _apply(op, draft)
    edition: Edition = Edition.objects.create(
        house=op.house,
        number=number,
        sent_at=op.at,
        actor=op.by.label,
        count=sum(draft.dropped is None for draft in drafts),
    )
    for draft in drafts:
        draft.sent_in = edition
    Draft.objects.bulk_update(drafts, ["sent_in", "dropped"], batch_size=500)
    audit.record(op, "publishing.send", on=edition)
    return edition


def _apply(op: Operation, draft: Draft) -> dict[str, Any] | None:
    """Why it could not be applied, None where it was; half of it never is."""
    try:
        with transaction.atomic():
            APPLIERS[draft.kind](op, draft)
    except Refusal as refusal:
        return refusal.remembered()
    return None


@right("publishing.send")
def take_back(op: Operation, *, draft: Draft) -> None:
    """What is live stays. Raises NotFound for one that was sent meanwhile."""
    on_send(op)
    gone, _rows = Draft.objects.of(op.house).filter(pk=draft.pk, sent_in=None).delete()
    if not gone:
        raise NotFound("draft")
    changes = {column: (after, before) for column, (before, after) in draft.changes.items()}
    audit.record(op, "publishing.take_back", on=draft, changes=changes)


def may_stop(op: Operation) -> None:
    """A house that wants changes live again has nothing waiting. Raises DraftsWait."""
    if on_send(op) and Draft.objects.of(op.house).standing().exists():
        raise DraftsWait(field="publish_on_send")


def acknowledge(op: Operation, *, till_id: UUID, number: int) -> None:
    """A till showed this edition; one that is not there, or told before, changes nothing."""
    edition = Edition.objects.of(op.house).filter(number=number).first()
    if edition:
        seen = TillEdition(house=op.house, till_id=till_id, edition=edition, seen_at=op.at)
        TillEdition.objects.bulk_create([seen], ignore_conflicts=True)
