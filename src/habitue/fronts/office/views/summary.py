"""A summary: what a customer, or a company's people, ate over any period. It issues nothing."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from habitue.bills import summary_file
from habitue.bills.summary import Summary, summary
from habitue.customers.models import Customer
from habitue.fronts.office import periods
from habitue.fronts.office.desk import OfficeRequest, desk, found
from habitue.fronts.office.pages import page
from habitue.fronts.office.periods import Period


@desk("reports.see")
@require_GET
def show(request: OfficeRequest, key: UUID) -> HttpResponse:
    """By person, with sums; each bill a link away."""
    customer = found(Customer, request, key)
    period = periods.asked(request, request.GET)
    facts: dict[str, Any] = {
        "customer": customer,
        "period": period,
        "usual": periods.usual(request),
        "told": _told(request, customer, period) if not period.fault else None,
    }
    return page(request, "office/invoices/summary.html", "customers", **facts)


@desk("reports.see")
@require_GET
def as_csv(request: OfficeRequest, key: UUID) -> HttpResponse:
    """A line for each bill."""
    customer = found(Customer, request, key)
    period = periods.asked(request, request.GET)
    told = _told(request, customer, period)
    content = ("\ufeff" + summary_file.as_csv(request.house, told)).encode()
    name = f"summary-{period.first}-{period.last}.csv"
    return HttpResponse(
        content,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _told(request: OfficeRequest, customer: Customer, period: Period) -> Summary:
    return summary(request.house, customer, period.first, period.last)
