"""What was changed, by whom, when: before and after, in words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from habitue.audit.models import AuditLine, AuditText
from habitue.customers import terms
from habitue.customers.catalogue import BY_KEY, FREE
from habitue.customers.models import Customer, FreeField
from habitue.customers.terms import LINKS
from habitue.exchange.reports import Through, through
from habitue.fronts.ui import figures
from habitue.house.models import House, Till
from habitue.menu.models import CustomerGroup, PriceLevel
from habitue.staff.actions import member_ids
from habitue.staff.models import StaffMember

MOST = 200
VERBS: dict[str, str | Promise] = {
    "customers.create": gettext_lazy("Added to the book"),
    "customers.edit": gettext_lazy("Changed"),
    "customers.define_field": gettext_lazy("Field added"),
    "customers.redefine_field": gettext_lazy("Field changed"),
    "customers.retire_field": gettext_lazy("Field put away"),
    "customers.take_up_field": gettext_lazy("Field in use again"),
    "customers.archive": gettext_lazy("Archived"),
    "customers.restore": gettext_lazy("Restored"),
    "customers.consent": gettext_lazy("Asked what they agree to"),
    "customers.erase": gettext_lazy("Erased"),
    "customers.merge": gettext_lazy("Two records became one"),
    "customers.merged": gettext_lazy("Two records became one"),
    "customers.unmerge": gettext_lazy("Two records again"),
    "customers.unmerged": gettext_lazy("Two records again"),
    "customers.not_the_same": gettext_lazy("Not the same"),
    "customers.dossier": gettext_lazy("Dossier written out"),
    "customers.try_import": gettext_lazy("File looked at"),
    "customers.import": gettext_lazy("File brought"),
    "customers.cancel_import": gettext_lazy("Import stopped"),
    "customers.undo_import": gettext_lazy("Import to be taken back"),
    "customers.import_undone": gettext_lazy("Import taken back"),
    "customers.sign_import": gettext_lazy("Balances of an import signed"),
    "publishing.wait": gettext_lazy("Waits for Send"),
    "cards.assign": gettext_lazy("Card given"),
    "cards.block": gettext_lazy("Card blocked"),
    "cards.release": gettext_lazy("Card taken away"),
    "cards.add_tag": gettext_lazy("Tag taken in"),
    "cards.set_pin": gettext_lazy("PIN set"),
    "cards.unlock": gettext_lazy("Unlocked"),
    "cards.make_code": gettext_lazy("Code to spend made"),
    "guests.invite": gettext_lazy("Invited to their phone"),
    "guests.link": gettext_lazy("Card on a phone"),
    "guests.unlink": gettext_lazy("Card taken off a phone"),
    "prepaid.top_up": gettext_lazy("Topped up"),
    "prepaid.open": gettext_lazy("Opening balance entered"),
    "prepaid.unopen": gettext_lazy("Opening balance taken back"),
    "prepaid.refund_top_up": gettext_lazy("Top-up given back"),
    "prepaid.extend": gettext_lazy("Value lasts longer"),
    "prepaid.pay_out": gettext_lazy("Paid out"),
    "prepaid.write_off": gettext_lazy("Value written off"),
    "prepaid.adjust": gettext_lazy("Value adjusted"),
    "points.adjust": gettext_lazy("Points adjusted"),
    "points.open": gettext_lazy("Opening points entered"),
    "points.unopen": gettext_lazy("Opening points taken back"),
    "points.write_off": gettext_lazy("Points ended"),
    "house_accounts.open": gettext_lazy("Opening debt entered"),
    "house_accounts.unopen": gettext_lazy("Opening debt taken back"),
    "house_accounts.adjust": gettext_lazy("Debt adjusted"),
    "house_accounts.settle": gettext_lazy("Settled"),
    "house_accounts.unsettle": gettext_lazy("Settling taken back"),
    "house_accounts.write_off": gettext_lazy("Debt written off"),
    "bills.open": gettext_lazy("Opened"),
    "bills.link": gettext_lazy("Linked to a regular"),
    "bills.unlink": gettext_lazy("Walk-In again"),
    "bills.tag": gettext_lazy("Tag given"),
    "bills.untag": gettext_lazy("Tag taken away"),
    "bills.alter": gettext_lazy("Changed"),
    "bills.price_level": gettext_lazy("Price level chosen"),
    "bills.remove_line": gettext_lazy("Line taken off"),
    "bills.pay": gettext_lazy("Payment taken"),
    "bills.take_back": gettext_lazy("Payment taken back"),
    "bills.save_on_account": gettext_lazy("Saved on account"),
    "bills.move_saved": gettext_lazy("Moved to another account"),
    "bills.reopen": gettext_lazy("Reopened"),
    "bills.close": gettext_lazy("Closed"),
    "bills.void": gettext_lazy("Voided"),
    "bills.refund": gettext_lazy("Refunded"),
}
COLUMNS = {column: key for key, column in terms.COLUMNS.items()}
MODELS: dict[str, Any] = {"customer": Customer, "group": CustomerGroup, "price_level": PriceLevel}
SILENT = {"email_key", "user_id_key"}
NOBODY: Mapping[UUID, str] = {}


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
    file: Through | None = None  # the import that did it, or that was taken back
    of: str = ""  # whose it was, where that is another: someone merged into this record


def history(
    house: House, *objects: UUID, most: int = MOST, named: Mapping[UUID, str] = NOBODY
) -> list[Done]:
    """What was done to these objects, newest first; to those in `named` under their name."""
    lines = list(
        AuditLine.objects.of(house).filter(object_id__in=objects).order_by("-at", "-id")[:most]
    )
    texts = {
        text.line_id: text
        for text in AuditText.objects.of(house).filter(line_id__in=[line.id for line in lines])
    }
    people = _people(house, lines)
    if any(key.startswith(FREE) for text in texts.values() for key in text.changes):
        people |= _own_names(house)
    people |= _linked(house, texts.values())
    files = through(house, {line.operation_id for line in lines})
    return [
        replace(
            _told(house, line, texts.get(line.id), people, files.get(line.operation_id)),
            of=named.get(line.object_id, ""),
        )
        for line in lines
    ]


def actors(house: House, labels: Iterable[str]) -> dict[str, str]:
    """The names of whoever acted, by their labels."""
    wanted = set(labels)
    members = StaffMember.objects.of(house).filter(pk__in=member_ids(*wanted))
    named = {f"staff:{one.id}": one.name for one in members}
    return {label: named.get(label, _("the console")) for label in wanted}


def _people(house: House, lines: Iterable[AuditLine]) -> dict[Any, str]:
    rows = list(lines)
    ids = member_ids(*{line.actor for line in rows}, *{line.approver for line in rows})
    members = StaffMember.objects.of(house).filter(pk__in=ids)
    tills = Till.objects.of(house).filter(pk__in={line.till_id for line in rows if line.till_id})
    named: dict[Any, str] = {f"staff:{one.id}": one.name for one in members}
    return named | {till.id: till.name for till in tills}


def _told(
    house: House,
    line: AuditLine,
    text: AuditText | None,
    people: dict[Any, str],
    file: Through | None,
) -> Done:
    someone = _("the guest") if line.actor.startswith("guest:") else _("the console")
    who = [people.get(line.actor, someone), people.get(line.till_id, "")]
    if line.approver and line.approver != line.actor:
        who.append(_("let pass by {name}").format(name=people.get(line.approver, "…")))
    return Done(
        at=line.at,
        verb=str(VERBS.get(line.verb, line.verb)),
        who=", ".join(one for one in who if one),
        changes=_changes(house, text.changes if text else {}, people),
        reason=text.reason if text else "",
        file=file,
    )


def _changes(house: House, changed: dict[str, Any], named: dict[Any, str]) -> list[Change]:
    told = []
    for column, (before, after) in changed.items():
        if column in SILENT:
            continue
        key = COLUMNS.get(column, column.removesuffix("_id"))
        label = str(BY_KEY[key].label) if key in BY_KEY else named.get(key, column)
        was, is_now = (_worded(house, key, named.get(str(one), one)) for one in (before, after))
        told.append(Change(label, was, is_now))
    return told


def _linked(house: House, texts: Iterable[AuditText]) -> dict[Any, str]:
    """What the ids in changes stand for: people, groups, price levels, each asked for once."""
    ids: dict[str, set[str]] = defaultdict(set)
    for text in texts:
        for column, values in text.changes.items():
            key = column.removesuffix("_id")
            if key in BY_KEY and BY_KEY[key].kind in LINKS:
                ids[BY_KEY[key].kind] |= {str(value) for value in values if value}
    asked = ((MODELS[kind], some) for kind, some in ids.items() if some)
    return {
        str(row.pk): getattr(row, "display_name", "") or str(row)
        for model, some in asked
        for row in model.objects.of(house).filter(pk__in=some)
    }


def _own_names(house: House) -> dict[str, str]:
    """What the house's own fields are called, put away since or not."""
    return {f"{FREE}{one.key}": one.name for one in FreeField.objects.of(house)}


def _worded(house: House, key: str, value: Any) -> str:
    """A stored value as a person reads it."""
    if value is None or value in ("", []):
        return "–"
    kind = BY_KEY[key].kind if key in BY_KEY else ""
    if kind == "flag" or (key.startswith(FREE) and value in ("True", "False")):
        return _("yes") if value in (True, "True") else _("no")
    if kind == "money":
        return figures.plain(house.money(int(value)))
    if kind == "percent":
        return figures.percent(int(value))
    return ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)
