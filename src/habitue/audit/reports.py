"""What was done to something, and what verifying the books last found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext

from habitue.audit.models import CHECKED, AuditLine, AuditText
from habitue.house.models import House

AT_ONCE = 500


def was_recorded(house: House, object_id: UUID, verbs: Sequence[str]) -> bool:
    """Whether any of `verbs` was ever done to this object."""
    lines = AuditLine.objects.of(house).filter(object_id=object_id, verb__in=verbs)
    return bool(lines.exists())


def done_to(house: House, ids: Sequence[UUID], verbs: Sequence[str]) -> Iterator[tuple[UUID, str]]:
    """Each time one of `verbs` was done to one of these objects: which, and by which verb."""
    for start in range(0, len(ids), AT_ONCE):
        lines = AuditLine.objects.of(house).filter(
            object_id__in=ids[start : start + AT_ONCE], verb__in=verbs
        )
        yield from lines.values_list("object_id", "verb")


@dataclass(frozen=True, slots=True)
class Failing:
    """An invariant that did not hold: its sentence, and how many rows are wrong."""

    code: str
    says: str
    wrong: int

    @property
    def sentence(self) -> str:
        return gettext(self.says)


@dataclass(frozen=True, slots=True)
class Checked:
    """When the books were last verified, and what was wrong."""

    at: datetime
    failing: list[Failing]


def last_checked(house: House) -> Checked | None:
    """None where nobody verified them yet."""
    lines = AuditLine.objects.of(house).filter(verb=CHECKED)
    line = lines.order_by("-at", "-id").first()
    if line is None:
        return None
    text = AuditText.objects.of(house).filter(line=line).first()
    _before, said = text.changes.get("failing", ["", []]) if text else ["", []]
    return Checked(line.at, [Failing(code, says, wrong) for code, says, wrong, *_more in said])


def touched_since(house: House, first: UUID) -> dict[UUID, list[tuple[str, UUID | None]]]:
    """Kind and id of what was touched, by operation, in lines whose id is not before `first`."""
    found: dict[UUID, list[tuple[str, UUID | None]]] = {}
    rows = AuditLine.objects.of(house).filter(id__gte=first)
    for operation, kind, id_ in rows.values_list("operation_id", "object_kind", "object_id"):
        found.setdefault(operation, []).append((kind, id_))
    return found


def texts_before(house: House, object_id: UUID, columns: Sequence[str]) -> set[str]:
    """What these columns of an object ever said, before and after each change of them."""
    texts = AuditText.objects.of(house).filter(line__object_id=object_id, erased_in=None)
    return {
        str(said)
        for changes in texts.values_list("changes", flat=True)
        for column in columns
        for said in changes.get(column, ())
        if said
    }


def last_before(house: House, model: type[Model], id_: UUID, verb: str) -> dict[str, Any]:
    """Of the last time this was done to an object: what stood in each column before."""
    texts = AuditText.objects.of(house).filter(
        line__object_kind=model._meta.label_lower,
        line__object_id=id_,
        line__verb=verb,
        erased_in=None,
    )
    last = texts.order_by("-line__at", "-line_id").first()
    return {column: before for column, (before, _after) in last.changes.items()} if last else {}
