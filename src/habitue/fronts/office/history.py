"""What was changed, by whom, when: before and after, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from habitue.audit.models import AuditLine, AuditText
from habitue.customers import terms
from habitue.customers.catalogue import BY_KEY
from habitue.fronts.ui import figures
from habitue.house.models import House, Till
from habitue.staff.actions import member_ids
from habitue.staff.models import StaffMember

MOST = 200
VERBS: dict[str, str | Promise] = {
    "customers.create": gettext_lazy("Added to the book"),
    "customers.edit": gettext_lazy("Changed"),
    "customers.archive": gettext_lazy("Archived"),
    "customers.restore": gettext_lazy("Restored"),
    "cards.assign": gettext_lazy("Card given"),
    "cards.block": gettext_lazy("Card blocked"),
    "cards.release": gettext_lazy("Card taken away"),
    "cards.set_pin": gettext_lazy("PIN set"),
    "cards.unlock": gettext_lazy("Unlocked"),
    "cards.make_code": gettext_lazy("Code to spend made"),
    "guests.invite": gettext_lazy("Invited to their phone"),
    "guests.link": gettext_lazy("Card on a phone"),
    "guests.unlink": gettext_lazy("Card taken off a phone"),
    "prepaid.top_up": gettext_lazy("Topped up"),
    "prepaid.open": gettext_lazy("Opening balance entered"),
    "prepaid.pay_out": gettext_lazy("Paid out"),
    "prepaid.write_off": gettext_lazy("Value written off"),
    "points.open": gettext_lazy("Opening points entered"),
    "points.write_off": gettext_lazy("Points ended"),
    "house_accounts.open": gettext_lazy("Opening debt entered"),
    "house_accounts.settle": gettext_lazy("Settled"),
    "house_accounts.write_off": gettext_lazy("Debt written off"),
    "bills.open": gettext_lazy("Opened"),
    "bills.link": gettext_lazy("Linked to a regular"),
    "bills.unlink": gettext_lazy("Walk-In again"),
    "bills.alter": gettext_lazy("Changed"),
    "bills.remove_line": gettext_lazy("Line taken off"),
    "bills.pay": gettext_lazy("Payment taken"),
    "bills.take_back": gettext_lazy("Payment taken back"),
    "bills.save_on_account": gettext_lazy("Saved on account"),
    "bills.reopen": gettext_lazy("Reopened"),
    "bills.close": gettext_lazy("Closed"),
    "bills.void": gettext_lazy("Voided"),
    "bills.refund": gettext_lazy("Refunded"),
}
COLUMNS = {column: key for key, column in terms.COLUMNS.items()}
SILENT = {"email_key", "user_id_key"}


@dataclass(frozen=True, slots=True)
class Change:
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Done:
    """One line of the audit, told."""

    at: datetime
    verb: str
    who: str
    changes: list[Change]
    reason: str


def history(house: House, *objects: UUID) -> list[Done]:
    """What was done to these objects, newest first."""
    lines = list(
        AuditLine.objects.of(house).filter(object_id__in=objects).order_by("-at", "-id")[:MOST]
    )
    texts = {
        text.line_id: text
        for text in AuditText.objects.of(house).filter(line_id__in=[line.id for line in lines])
    }
    people = _people(house, lines)
    return [_told(house, line, texts.get(line.id), people) for line in lines]


def _people(house: House, lines: Iterable[AuditLine]) -> dict[Any, str]:
    rows = list(lines)
    ids = member_ids(*{line.actor for line in rows}, *{line.approver for line in rows})
    members = StaffMember.objects.of(house).filter(pk__in=ids)
    tills = Till.objects.of(house).filter(pk__in={line.till_id for line in rows if line.till_id})
    named: dict[Any, str] = {f"staff:{one.id}": one.name for one in members}
    return named | {till.id: till.name for till in tills}


def _told(house: House, line: AuditLine, text: AuditText | None, people: dict[Any, str]) -> Done:
    someone = _("the guest") if line.actor.startswith("guest:") else _("the console")
    who = [people.get(line.actor, someone), people.get(line.till_id, "")]
    if line.approver and line.approver != line.actor:
        who.append(_("let pass by {name}").format(name=people.get(line.approver, "…")))
    return Done(
        at=line.at,
        verb=str(VERBS.get(line.verb, line.verb)),
        who=", ".join(one for one in who if one),
        changes=_changes(house, text.changes if text else {}),
        reason=text.reason if text else "",
    )


def _changes(house: House, changed: dict[str, Any]) -> list[Change]:
    told = []
    for column, (before, after) in changed.items():
        if column in SILENT:
            continue
        key = COLUMNS.get(column, column.removesuffix("_id"))
        label = str(BY_KEY[key].label) if key in BY_KEY else column
        told.append(Change(label, _worded(house, key, before), _worded(house, key, after)))
    return told


def _worded(house: House, key: str, value: Any) -> str:
    """A stored value as a person reads it."""
    if value is None or value in ("", []):
        return "–"
    kind = BY_KEY[key].kind if key in BY_KEY else ""
    if kind == "flag":
        return _("yes") if value in (True, "True") else _("no")
    if kind == "money":
        return house.money(int(value)).text
    if kind == "percent":
        return figures.percent(int(value))
    return ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)
