"""The tabs over the list of customers: views of the house, then questions one saved by name."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from habitue.customers.models import OwnList
from habitue.fronts.office import narrowing
from habitue.fronts.office.wanted import VIEWS, Wanted
from habitue.fronts.ui import figures


def facts(wanted: Wanted, told: narrowing.Counts | None, own: OwnList | None) -> dict[str, Any]:
    """What the page shows of them."""
    name = _own_view(wanted, own)
    plain = wanted.start in {Wanted(view=view) for view in VIEWS}
    return {
        "views": _views(told, own),
        "view_key": f"own:{name}" if name else wanted.view,
        "own_view": name,
        "may_keep": not plain and not name,
    }


def _views(
    told: narrowing.Counts | None, own: OwnList | None
) -> list[tuple[str, str, str, str | None]]:
    """The views of the house, each with its count, then those this person saved."""
    named = [
        ("all", _("All")),
        ("owing", _("Owe us")),
        ("credit", _("Have credit")),
        ("birthday", _("Birthday this month")),
        ("unseen", _("Not seen for 60 days")),
        ("archived", _("Archived")),
    ]
    shown = [pair for pair in named if pair[0] != "archived" or told is None or told.archived]
    return [
        *((key, words, Wanted(view=key).link(), _count(told, key)) for key, words in shown),
        *((f"own:{name}", name, f"?{asked}", None) for name, asked in _saved(own)),
    ]


def _count(told: narrowing.Counts | None, view: str) -> str | None:
    """The figure beside a view; none while it is still counted."""
    return figures.count(getattr(told, view)) if told else None


def _saved(own: OwnList | None) -> list[tuple[str, str]]:
    return [(str(name), str(asked)) for name, asked in own.views] if own else []


def _own_view(wanted: Wanted, own: OwnList | None) -> str:
    """The name of the saved view that is looked at, if one is."""
    here = wanted.start
    return next(
        (name for name, asked in _saved(own) if Wanted.of(QueryDict(asked)).start == here), ""
    )
