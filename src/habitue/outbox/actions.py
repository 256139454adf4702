"""Posting: a letter is written in the operation that decided it, and sent afterwards."""

from collections.abc import Sequence
from uuid import UUID

from habitue.house.acting import Act
from habitue.kit import emails
from habitue.kit.refusals import Malformed
from habitue.kit.text import storable
from habitue.outbox.at_once import send_at_once
from habitue.outbox.enclosing import Enclosure
from habitue.outbox.models import Letter

__all__ = ["Letter", "post", "send_at_once"]


def post(
    op: Act,
    *,
    to: str,
    subject: str,
    text: str,
    language: str = "",
    enclosing: Sequence[Enclosure] = (),
    field: str = "email",
    about: UUID | None = None,
    purpose: str = "",
) -> Letter:
    """Put a letter in the outbox; it goes once the operation is committed.

    `enclosing` names what is made and attached when it is sent. A guest is written to through
    `customers.letters` alone, which says `about` whom and for what `purpose`. Raises Malformed
    (`field`) where `to` is no address.
    """
    address = emails.read(to).address
    if address is None:
        raise Malformed(field=field)
    letter = Letter(
        house=op.house,
        to=address,
        subject=" ".join(storable(subject).split())[:200],
        text=storable(text),
        language=language,
        about=about,
        purpose=purpose,
        enclosures=[[one.kind, str(one.id)] for one in enclosing],
        posted_at=op.at,
        next_try_at=op.recorded_at,
    )
    letter.save(force_insert=True)
    return letter
