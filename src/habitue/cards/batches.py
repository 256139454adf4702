"""Cards in batches: numbers made at once, printed as a sheet, bound to owners one by one."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from habitue.audit import actions as audit
from habitue.cards.models import Block, Card, CardBatch, CardKind
from habitue.house.models import House
from habitue.house.rows import insert_many
from habitue.kit.check_digits import ean_digit
from habitue.kit.refusals import Malformed
from habitue.operations.models import Operation
from habitue.operations.rights import right

__all__ = ["CardBatch", "Tally", "block_rest", "make_batch", "numbers", "tallies", "unassigned"]

MOST = 2000
PREFIX = "29"  # EAN-13's range for use inside a shop: never a product's, never a bank's
BODY = 10


class NotACount(Malformed):
    says = _("A batch has 1 to {most} cards.")


class NotPrinted(Malformed):
    says = _("Cards are printed with a barcode or a QR code.")


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the cards of a batch. The rest still waits for its owners."""

    bound: int
    blocked: int
    waiting: int


@right("cards.print")
def make_batch(
    op: Operation, *, count: int, kind: str = CardKind.BARCODE, note: str = ""
) -> CardBatch:
    """`count` new cards that wait for their owners; nobody can guess one from another.

    Raises NotACount, NotPrinted.
    """
    if not 1 <= count <= MOST:
        raise NotACount(field="count", most=MOST)
    if kind not in (CardKind.BARCODE, CardKind.QR):
        raise NotPrinted(field="kind")
    batch = CardBatch.objects.create(
        house=op.house,
        made_at=op.at,
        actor=op.by.label,
        kind=kind,
        count=count,
        note=note.strip()[:120],
    )
    insert_many(
        Card(
            house=op.house,
            number=number,
            number_key=number,
            kind=kind,
            created_at=op.at,
            batch=batch,
        )
        for number in _drawn(op.house, count)
    )
    audit.record(op, "cards.print", on=batch)
    return batch


def _drawn(house: House, count: int) -> list[str]:
    """`count` numbers no card of this house ever had, in the order of the sheet."""
    found = set[str]()
    while len(found) < count:
        tries = {_number() for _each in range(count - len(found))} - found
        known = Card.objects.of(house).filter(number_key__in=tries)
        found |= tries - set(known.values_list("number_key", flat=True))
    return sorted(found)


def _number() -> str:
    body = PREFIX + f"{secrets.randbelow(10**BODY):0{BODY}}"
    return body + ean_digit(body)


@right("cards.print")
def block_rest(op: Operation, *, batch: CardBatch, reason: str = "") -> int:
    """A sheet was lost: whatever of it has no owner finds nobody from now on; how many."""
    waiting = list(_waiting(op.house, batch).select_for_update(of=("self",)).order_by("id"))
    insert_many(
        Block(house=op.house, card=card, at=op.at, actor=op.by.label, reason=reason[:300])
        for card in waiting
    )
    audit.record(op, "cards.block_rest", on=batch, reason=reason)
    return len(waiting)


def _waiting(house: House, batch: CardBatch) -> QuerySet[Card]:
    return Card.objects.of(house).filter(
        batch=batch, customer=None, released_at=None, blocks__isnull=True
    )


def unassigned(house: House, batch: CardBatch) -> list[str]:
    """The numbers that still wait for an owner and may be given out, in the sheet's order."""
    return list(_waiting(house, batch).order_by("number_key").values_list("number", flat=True))


def numbers(house: House, batch: CardBatch) -> list[str]:
    """Every number of the batch, in the sheet's order: the paper does not change."""
    cards = Card.objects.of(house).filter(batch=batch).order_by("number_key")
    return list(cards.values_list("number", flat=True))


def tallies(house: House, batches: Sequence[CardBatch]) -> dict[UUID, Tally]:
    """What became of the cards of each batch; one query."""
    return dict(_counted(house, batches))


def _counted(house: House, batches: Sequence[CardBatch]) -> Iterator[tuple[UUID, Tally]]:
    known = {batch.id: Tally(0, 0, 0) for batch in batches}
    free = Q(customer=None, released_at=None)
    rows = (
        Card.objects.of(house)
        .filter(batch_id__in=list(known))
        .values("batch_id")
        .annotate(
            bound=Count("id", filter=Q(customer__isnull=False)),
            blocked=Count("id", filter=free & Q(blocks__isnull=False)),
            waiting=Count("id", filter=free & Q(blocks__isnull=True)),
        )
    )
    yield from known.items()
    for row in rows:
        yield row["batch_id"], Tally(row["bound"], row["blocked"], row["waiting"])
