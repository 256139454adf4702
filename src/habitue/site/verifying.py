"""Remembering what verifying the books found: in the audit, and in a letter to the owners."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from habitue.audit import actions as audit
from habitue.audit.models import CHECKED
from habitue.house.acting import Actor
from habitue.house.models import House
from habitue.house.scope import house_scope
from habitue.kit.ids import new_id
from habitue.operations import actions as operations
from habitue.operations.actions import Answer, Request
from habitue.operations.models import Operation
from habitue.outbox import actions as outbox
from habitue.site import anchors
from habitue.site.books import Finding
from habitue.staff import reports as staff

KEPT = 5  # offenders of each invariant that the audit keeps
NAMED = 10  # sentences in a letter


def record(
    house: House, findings: Sequence[Finding], *, by: Actor, key: str, tell: bool = False
) -> None:
    """Write down what was found, once under `key`; `tell` the owners where something is wrong."""
    failing = [finding for finding in findings if not finding.is_clean]
    whole = not any(finding.invariant.code == "I26" for finding in failing)
    with house_scope(house):
        heads = anchors.heads(house) if whole else anchors.kept(house)

    def work(op: Operation) -> Answer:
        _written_down(op, findings, failing, heads)
        if tell and failing:
            _told(op, failing)
        return Answer(amounts={"examined": len(findings), "failing": len(failing)})

    operations.run(Request(house, by, key, {"verify": key}), work)
    if whole:
        anchors.drop(house, heads, datetime.now(UTC))


def _written_down(
    op: Operation, findings: Sequence[Finding], failing: list[Finding], heads: dict[str, list[Any]]
) -> None:
    said = [
        [one.invariant.code, one.invariant.says, len(one.examined.offenders),
         one.examined.count, one.examined.offenders[:KEPT]]
        for one in failing
    ]  # fmt: skip
    changes = {
        "examined": ("", len(findings)),
        "failing": ("", said),
        "heads": ("", [[chain, head] for chain, head in heads.items()]),
    }
    audit.record(op, CHECKED, on=op.house, changes=changes)


def _told(op: Operation, failing: list[Finding]) -> None:
    for owner in staff.owners(op.house):
        language = (owner.login.language if owner.login else "") or op.house.language
        with override(language):
            subject, text = _letter(op.house, failing)
        address = staff.address_of(owner)
        outbox.post(op, to=address, subject=subject, text=text, language=language)


def _letter(house: House, failing: list[Finding]) -> tuple[str, str]:
    lines = [
        f"– {_(one.invariant.says)} ({one.invariant.code}: {len(one.examined.offenders)})"
        for one in failing[:NAMED]
    ]
    first = ngettext(
        "Last night the books of {house} were recomputed, and one thing that must always be true"
        " is not:",
        "Last night the books of {house} were recomputed, and {number} things that must always"
        " be true are not:",
        len(failing),
    ).format(house=house.name, number=len(failing))
    last = _(
        "Nothing was changed, and you can go on working. Keep today's backup, run “habitue"
        " verify” on the machine to see which rows are meant, and ask whoever looks after it."
    )
    subject = _("The books of {house} do not add up").format(house=house.name)
    return subject, "\n\n".join([first, "\n".join(lines), last]) + "\n"


def taken_along(house: House, by: Actor) -> None:
    """Who took the ledger along as a journal: a line of the audit. Raises RightMissing."""
    key = f"journal {new_id()}"

    def work(op: Operation) -> Answer:
        op.require("reports.see")
        audit.record(op, "ledger.journal", on=op.house)
        return Answer()

    operations.run(Request(house, by, key, key), work)
