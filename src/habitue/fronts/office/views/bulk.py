"""What is done to several customers at once: a tag, a price level; the export."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST

from habitue.customers import actions as customers
from habitue.customers import reports
from habitue.customers.models import Customer
from habitue.exchange import exporting, writing
from habitue.fronts.office import listing
from habitue.fronts.office.acting import run
from habitue.fronts.office.desk import OfficeRequest, desk
from habitue.fronts.office.pages import done, page
from habitue.fronts.office.wanted import Wanted
from habitue.kit.refusals import Malformed, Refusal
from habitue.menu.models import CustomerGroup, PriceLevel
from habitue.operations.actions import Answer
from habitue.operations.models import Operation

MOST_AT_ONCE = 2_000
MOST_TICKED = 500  # ids in one form
MOST_EXPORTED = 1_000_000
IN_ONE = 100  # customers changed in one operation
NAMED = 12  # as many names a page tells before it counts the rest
UNTOUCHED = "-"  # it stays as it is


class TooMany(Refusal):
    code = "malformed"
    status = 422
    says = gettext_lazy("That is more than {most} at once. Narrow the list first.")


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who was ticked, or everyone who matches; and how a form carries that along."""

    customers: Sequence[Customer]
    everyone: bool
    ask: str  # the question, as an address

    @property
    def named(self) -> Sequence[Customer]:
        return self.customers[:NAMED]

    @property
    def others(self) -> int:
        return max(0, len(self.customers) - NAMED)

    @property
    def ids(self) -> list[UUID]:
        """What a form carries where rows were ticked one by one."""
        return [] if self.everyone else [one.id for one in self.customers]

    @property
    def list_url(self) -> str:
        return f"{reverse('office:customers')}{self.ask}"


def chosen(request: OfficeRequest) -> Chosen:
    """Whoever was ticked, or all that match where that was asked for. Raises TooMany."""
    wanted = Wanted.of(request.GET)
    if not (request.POST.get("everything") or request.GET.get("everything")):
        return Chosen(ticked(request), False, wanted.link())
    ids = listing.everyone(request.house, wanted, request.at, MOST_AT_ONCE + 1)
    if len(ids) > MOST_AT_ONCE:
        raise TooMany(most=MOST_AT_ONCE, field="everything")
    return Chosen(reports.in_order(request.house, ids), True, wanted.link())


def ticked(request: OfficeRequest) -> list[Customer]:
    """Those of this house among the ids that were sent; whatever is no id is nobody."""
    ids = []
    for sent in [*request.POST.getlist("ids"), *request.GET.getlist("ids")][:MOST_TICKED]:
        try:
            ids.append(UUID(sent))
        except ValueError:
            continue
    return list(Customer.objects.of(request.house).filter(pk__in=ids))


@desk("customers.edit")
@require_http_methods(["GET", "POST"])
def tag_many(request: OfficeRequest) -> HttpResponse:
    """A tag to add, a group or a price level to give, to everyone ticked."""
    levels = _given(PriceLevel.objects.of(request.house), _("Normal prices"))
    standing = CustomerGroup.objects.of(request.house).standing()
    groups = _given(standing, pgettext("group", "none"))
    nobody = Chosen([], False, Wanted.of(request.GET).link())
    theirs = nobody if isinstance(request.refusal, TooMany) else chosen(request)
    facts: dict[str, Any] = {"chosen": theirs, "levels": levels, "groups": groups}
    return page(request, "office/customers/tag.html", "customers", sent=request.POST, **facts)


def _given(among: QuerySet[Any], none: str) -> list[tuple[str, str]]:
    rows = among.order_by("name")
    return [(UNTOUCHED, _("as it is")), ("", none), *((str(row.id), row.name) for row in rows)]


@desk("customers.edit", again=tag_many)
@require_POST
def change_many(request: OfficeRequest) -> HttpResponse:
    """Each of them is an edit of its own, with its line in the history."""
    tag = " ".join(request.POST.get("tag", "").split())[:60]
    sent = {key: request.POST.get(key, UNTOUCHED) for key in ("group", "price_level")}
    given = {key: value or None for key, value in sent.items() if value != UNTOUCHED}
    theirs = chosen(request)
    people = [one for one in theirs.customers if one.archived_at is None]
    if not people or not (tag or given):
        raise Malformed(field=_("Tag"))
    for some in _in_parts(people):
        run(request, _editing(some, tag, given), part=some[0].id)
    says = ngettext("{number} customer changed", "{number} customers changed", len(people))
    return done(request, theirs.list_url, says.format(number=len(people)))


def _in_parts(people: Sequence[Customer]) -> Iterator[list[Customer]]:
    source = iter(people)
    while some := list(islice(source, IN_ONE)):
        yield some


def _editing(
    some: Sequence[Customer], tag: str, given: Mapping[str, str | None]
) -> Callable[[Operation], Answer]:
    def work(op: Operation) -> Answer:
        for one in some:
            fields: dict[str, Any] = dict(given)
            if tag:
                fields["tags"] = [*one.tags, tag]
            customers.edit(op, customer=one, fields=fields, front="bulk")
        return Answer()

    return work


@desk("customers.export")
@require_http_methods(["GET", "POST"])
def export(request: OfficeRequest) -> HttpResponse:
    """The list as a file that comes back unchanged: those ticked, else all that match."""
    ids = [one.id for one in ticked(request)] or listing.everyone(
        request.house, Wanted.of(request.GET), request.at, MOST_EXPORTED
    )
    exporting.record(request.house, request.by)
    people = exporting.chosen(request.house, ids)
    keys = exporting.keys(request.house)
    chunks = b"".join(writing.csv_chunks(exporting.rows(request.house, people), keys, mark=True))
    answer = HttpResponse(chunks, content_type="text/csv; charset=utf-8")
    name = f"{request.house.slug}-customers.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
