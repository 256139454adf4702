"""What must always be true of the audit: its texts are the ones that were written."""

import hmac

from habitue.audit.models import AuditText
from habitue.house import sql
from habitue.house.models import House
from habitue.kit.checks import Examined, Invariant
from habitue.kit.seals import canonical, digest


def texts_fit_their_digest(house: House) -> Examined:
    """Whoever alters a text cannot alter the line; one that was erased is gone with its salt."""
    count, wrong = 0, []
    rows = AuditText.objects.of(house).values_list(
        "line_id", "line__digest", "salt", "changes", "reason"
    )
    for line, kept, salt, changes, reason in rows.iterator(chunk_size=2_000):
        count += 1
        fresh = digest("audit", bytes(salt), canonical(changes), reason)
        if kept is None or not hmac.compare_digest(bytes(kept), fresh):
            wrong.append(f"the text of line {line} was altered")
    return Examined(count, wrong)


def lines_have_an_actor(house: House) -> Examined:
    return sql.examined(
        house.id,
        counted="audit_line",
        wrong="SELECT l.id, l.verb FROM audit_line l WHERE l.house_id = %s AND l.actor = ''",
    )


INVARIANTS = [
    Invariant("I34", "Every line of the audit names an actor", lines_have_an_actor),
    Invariant("I40", "The audit's texts fit their digests", texts_fit_their_digest),
]
