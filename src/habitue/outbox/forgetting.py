"""Which letters were written to someone, and that none is kept, or goes, once they are erased."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Lower

from habitue.house.acting import Act
from habitue.house.models import House
from habitue.outbox.models import Letter


def to(
    house: House, *, about: UUID, addresses: Collection[str], ids: Collection[UUID]
) -> list[Letter]:
    """Letters about them, those with these ids, and those to their addresses about nobody else."""
    lowered = {one.lower() for one in addresses}
    theirs = Q(about=about) | Q(pk__in=list(ids)) | Q(about=None, address__in=lowered)
    rows = Letter.objects.of(house).annotate(address=Lower("to")).filter(theirs)
    return list(rows.order_by("posted_at", "id"))


def forget(op: Act, letters: Iterable[Letter]) -> int:
    """How many there were."""
    ids = [one.pk for one in letters]
    return int(Letter.objects.of(op.house).filter(pk__in=ids).delete()[0])


def unsend(op: Act, *, about: UUID, purpose: str) -> int:
    """What waits to go to someone for `purpose` does not go; how many letters that were."""
    waiting = Letter.objects.of(op.house).filter(about=about, purpose=purpose, sent_at=None)
    return int(waiting.delete()[0])


def unsend_to(op: Act, address: str, *, purpose: str) -> int:
    """Nor does what waits for it to go to an address, whoever it is about."""
    waiting = Letter.objects.of(op.house).filter(to__iexact=address, purpose=purpose, sent_at=None)
    return int(waiting.delete()[0])
