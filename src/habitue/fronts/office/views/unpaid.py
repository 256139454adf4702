"""Owe us: who has bills to pay, since when, by age; several settled in one go."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from habitue.bills import actions as bills
from habitue.customers.models import Customer
from habitue.fronts.office import debtors, telling
from habitue.fronts.office.acting import run
from habitue.fronts.office.desk import OfficeRequest, desk
from habitue.fronts.office.pages import done, page
from habitue.fronts.office.periods import Period
from habitue.fronts.office.views.bulk import ticked
from habitue.house.scope import house_scope
from habitue.house_accounts import receivables_file
from habitue.house_accounts.actions import NothingToSettle
from habitue.kit.refusals import Malformed
from habitue.operations.actions import Answer
from habitue.operations.models import Operation
from habitue.shifts.models import Tender


class NobodyTicked(Malformed):
    says = gettext_lazy("Tick who has paid.")


@desk("customers.see_balances")
@require_GET
def index(request: OfficeRequest) -> HttpResponse:
    """The oldest bill first, or as one likes: who waits longest is called first."""
    facts = debtors.facts(request, debtors.asked(request))
    tenders = Tender.objects.of(request.house).filter(active=True).order_by("position", "kind")
    return page(request, "office/unpaid.html", "unpaid", **facts, tenders=list(tenders))


@desk("customers.see_balances")
@require_GET
def report(request: OfficeRequest) -> HttpResponse:
    """Receivables by age, today or on a day that is over."""
    wanted = debtors.asked(request)
    facts = debtors.facts(request, wanted)
    day = wanted.on or wanted.today
    tabs = telling.ways(request, Period(day.replace(day=1), day))
    return page(request, "office/reports/receivables.html", "reports", **facts, tabs_of=tabs)


@desk("customers.see_balances")
@require_GET
def file(request: OfficeRequest, form: str) -> HttpResponse:
    """All who owe, as CSV or XLSX, in the order looked at."""
    wanted = debtors.asked(request)
    day = wanted.on or wanted.today
    tables = receivables_file.tables(request.house, wanted)
    return telling.file(request, "receivables", Period(day, day), tables, form)


@desk("house_accounts.settle", again=index, walks=True)
@require_POST
def settle_many(request: OfficeRequest) -> HttpResponse:
    """All that each of those ticked owes, by one tender: each an act of its own."""
    tender = request.POST.get("tender", "")
    with house_scope(request.house):
        chosen = ticked(request)
    if not chosen:
        raise NobodyTicked(field="ids")
    paid = [one for one in chosen if _settled(request, one, tender)]
    says = ngettext("{number} account settled", "{number} accounts settled", len(paid))
    return done(request, "office:unpaid", says.format(number=len(paid)))


def _settled(request: OfficeRequest, payer: Customer, tender: str) -> UUID | None:
    """Whoever owes nothing any more is passed over: someone else was quicker."""
    try:
        return run(request, _settling(payer, tender), part=payer.id).id
    except NothingToSettle:
        return None


def _settling(payer: Customer, tender: str) -> Callable[[Operation], Answer]:
    def work(op: Operation) -> Answer:
        return Answer(bills.settle(op, customer=payer, tender=tender).id)

    return work
