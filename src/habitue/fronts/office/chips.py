"""What the list of customers may be narrowed to: chips, and chips that open a choice."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from habitue.customers.models import FreeField, FreeKind
from habitue.customers.owning import ANY, NONE
from habitue.fronts.office.wanted import Wanted
from habitue.house.models import House
from habitue.menu.models import CustomerGroup


@dataclass(frozen=True, slots=True)
class Chip:
    words: str
    href: str
    on: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A chip that opens: what it is about, what is chosen, the way out of it, the choices."""

    key: str
    words: str
    chosen: str
    clear: str
    choices: list[tuple[str, str]]  # words, address
    more: str = ""  # where further choices are asked for when it is opened


def of(wanted: Wanted) -> list[Chip]:
    named = [
        ("type", "person", _("Person")),
        ("type", "company", _("Company")),
        ("active", "yes", _("Active")),
        ("active", "no", _("Not active")),
    ]
    chips = [
        Chip(words, wanted.toggled(key, value), getattr(wanted, key) == value)
        for key, value, words in named
    ]
    for view, words in (("owing", _("Owes")), ("credit", _("Has")), ("archived", _("Archived"))):
        on = wanted.view == view
        chips.append(Chip(words, wanted.link(view="all" if on else view), on))
    return chips


def groups(wanted: Wanted) -> list[Group]:
    """Last visit, letters, tags; the tags are asked for when their chip is opened."""
    seen = [
        ("7", _("Seen in the last 7 days")),
        ("30", _("Seen in the last 30 days")),
        ("-60", _("Not seen for 60 days")),
        ("-180", _("Not seen for 180 days")),
        ("never", _("Never seen")),
    ]
    consent = [("yes", _("May get letters")), ("no", _("No letters"))]
    return [
        _group(wanted, "seen", _("Last visit"), seen),
        _group(wanted, "consent", pgettext("consent", "Letters"), consent),
        _group(
            wanted,
            "tag",
            _("Tag"),
            [(wanted.tag, wanted.tag)] if wanted.tag else [],
            reverse("office:customer_tags") + wanted.link(),
        ),
    ]


def of_groups(wanted: Wanted, house: House) -> list[Group]:
    """A chip with the house's groups, where it has any."""
    rows = CustomerGroup.objects.of(house).standing().order_by("name").values_list("id", "name")
    choices = [(str(id_), name) for id_, name in rows]
    return [_group(wanted, "group", _("Group"), choices)] if choices else []


def own(wanted: Wanted, fields: Sequence[FreeField]) -> list[Group]:
    """A chip for each field of the house's own; one that was put away since can still be left."""
    known = {one.key for one in fields}
    gone = [FreeField(key=key, name=key) for key in wanted.of_own if key not in known]
    return [_of_field(wanted, one) for one in (*fields, *gone)]


def _of_field(wanted: Wanted, field: FreeField) -> Group:
    """Yes and no, or the choices; of what is written freely, what is in use is asked for then."""
    listed: list[tuple[str, str]] = [(str(one), str(one)) for one in field.choices]
    if field.kind == FreeKind.FLAG:
        listed = [("true", _("yes")), ("false", _("no"))]
    told = [*listed, (ANY, _("Something is written")), (NONE, _("Nothing is written"))]
    asked = wanted.of_own.get(field.key)
    says = None if asked is None else dict(told).get(asked, asked)
    freely = field.kind not in (FreeKind.FLAG, FreeKind.CHOICE)
    return Group(
        f"own-{field.key}",
        field.name,
        chosen="" if says is None else _("{field}: {value}").format(field=field.name, value=says),
        clear=wanted.with_own(field.key, None),
        choices=[(words, wanted.with_own(field.key, value)) for value, words in told],
        more=reverse("office:own_values", args=[field.key]) + wanted.link() if freely else "",
    )


def _group(
    wanted: Wanted, key: str, words: str, choices: list[tuple[str, str]], more: str = ""
) -> Group:
    value = getattr(wanted, key)
    return Group(
        key,
        words,
        chosen=dict(choices).get(value, "") if value else "",
        clear=wanted.link(**{key: ""}),
        choices=[] if more else [(says, wanted.link(**{key: one})) for one, says in choices],
        more=more,
    )
