"""What must always be true of the audit: its texts are the ones that were written."""

from habitue.audit.chain import chain_holds
from habitue.audit.models import CHECKED, ERASED, AuditText
from habitue.audit.texts import fits
from habitue.house import sql
from habitue.house.models import House
from habitue.kit.checks import Examined, Invariant


def texts_fit_their_digest(house: House) -> Examined:
    """Whoever alters a text cannot alter the line; one that was erased is gone with its salt."""
    count, wrong = 0, []
    rows = (
        AuditText.objects.of(house)
        .filter(erased_in=None)
        .values_list("line_id", "line__digest", "salt", "changes", "reason")
    )
    for line, kept, salt, changes, reason in rows.iterator(chunk_size=2_000):
        count += 1
        if kept is None or not fits(bytes(kept), bytes(salt), changes, reason):
            wrong.append(f"the text of line {line} was altered")
    return Examined(count, wrong)


def lines_have_an_actor(house: House) -> Examined:
    return sql.examined(
        house.id,
        counted="audit_line",
        wrong="SELECT l.id, l.verb FROM audit_line l WHERE l.house_id = %s AND l.actor = ''",
    )


def lines_say_what_their_operation_says(house: House) -> Examined:
    """Who, at which till, when; and an approver only where the operation had one."""
    return sql.examined(
        house.id,
        counted="audit_line",
        wrong="SELECT l.id, l.verb, 'says otherwise than its operation' FROM audit_line l"
        " LEFT JOIN operations_operation o ON o.house_id = l.house_id AND o.id = l.operation_id"
        " WHERE l.house_id = %s AND (o.id IS NULL OR l.actor <> o.actor OR l.at <> o.recorded_at"
        " OR l.approver NOT IN ('', o.approver) OR (l.till_id IS NULL) <> (o.till_id IS NULL)"
        " OR l.till_id <> o.till_id)",
    )


def no_text_is_gone(house: House) -> Examined:
    """A line with a digest has its text; only erasing someone empties it, and is in the audit."""
    return sql.examined(
        house.id,
        counted="audit_text",
        wrong="SELECT l.id, l.verb, 'has lost its text' FROM audit_line l"  # noqa: S608
        " LEFT JOIN audit_text t ON t.house_id = l.house_id AND t.line_id = l.id"
        " WHERE l.house_id = %s AND l.digest IS NOT NULL AND (t.id IS NULL"
        " OR (t.erased_in IS NOT NULL AND NOT EXISTS (SELECT 1 FROM audit_line e"
        " WHERE e.house_id = t.house_id AND e.operation_id = t.erased_in"
        f" AND e.verb = '{ERASED}')))",
    )


def what_is_erased_is_empty(house: House) -> Examined:
    """Of an erased text neither a word nor the salt is left."""
    rows = AuditText.objects.of(house).exclude(erased_in=None)
    left = rows.exclude(salt=b"", changes={}, reason="").values_list("line_id", flat=True)
    return Examined(
        rows.count(), [f"the text of line {line} was erased, not all" for line in left]
    )


def checks_are_recorded(house: House) -> Examined:
    """Each time the books were verified, what was found is a line of the audit."""
    return sql.examined(
        house.id,
        counted="operations_operation",
        wrong="SELECT o.\"key\", 'is not in the audit' FROM operations_operation o"  # noqa: S608
        " WHERE o.house_id = %s AND o.\"key\" LIKE 'verify %%' AND o.status = 200"
        " AND NOT EXISTS (SELECT 1 FROM audit_line l WHERE l.house_id = o.house_id"
        f" AND l.operation_id = o.id AND l.verb = '{CHECKED}')",
    )


INVARIANTS = [
    Invariant("I34", "Every line of the audit names an actor", lines_have_an_actor),
    Invariant("I40", "The chain of the audit has no gap and recomputes", chain_holds),
    Invariant("I34", "The audit says what operations say", lines_say_what_their_operation_says),
    Invariant("I36", "No text of the audit is gone", no_text_is_gone),
    Invariant("I36", "What is erased of the audit is empty", what_is_erased_is_empty),
    Invariant("I40", "Each verifying of the books is in the audit", checks_are_recorded),
    Invariant("I40", "The audit's texts fit their digests", texts_fit_their_digest),
]
