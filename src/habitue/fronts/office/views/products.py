"""Vouchers and top-ups as the house sells them: a list and a form."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from habitue.fronts.office.acting import do
from habitue.fronts.office.asking import Ask, Form
from habitue.fronts.office.desk import OfficeRequest, desk, found
from habitue.fronts.office.pages import done
from habitue.fronts.office.views.house import settings_page
from habitue.fronts.ui import figures
from habitue.house.models import House
from habitue.menu.models import VatRate
from habitue.prepaid import products
from habitue.prepaid.models import Product, Purpose


@desk("house.edit")
@require_GET
def index(request: OfficeRequest) -> HttpResponse:
    """What may be sold, and one more."""
    house = request.house
    rows = [(row, _some(house, row.pays_minor), _some(house, row.receives_minor))
            for row in products.shelf(house)]  # fmt: skip
    form = Form(_asks(house), house, sent=request.POST, refusal=request.refusal)
    return settings_page(request, "products", rows=rows, form=form)


@desk("house.edit", again=index)
@require_POST
def add(request: OfficeRequest) -> HttpResponse:
    do(request, products.add, **_columns(request))
    return done(request, "office:products", _("Kept."))


@desk("house.edit")
@require_POST
def retire(request: OfficeRequest, key: UUID) -> HttpResponse:
    """It is not sold any more; what was sold stays as it is."""
    do(request, products.retire, row=found(Product, request, key))
    return done(request, "office:products", _("It is not sold any more."))


def _asks(house: House) -> list[Ask]:
    rates = VatRate.objects.of(house).order_by("rate_bp").values_list("rate_bp", flat=True)
    shown = [("", _("any: taxed when it is spent"))]
    shown += [(str(rate), figures.percent(rate)) for rate in dict.fromkeys(rates)]
    hint = _("One rate: single-purpose, its VAT is due when it is sold. Ask your accountant.")
    return [
        Ask("name", pgettext("thing", "Name"), needed=True, most=60),
        Ask("vat_rate", _("What it pays is taxed at"), "choice", choices=shown, hint=hint),
        Ask("pays", _("Customer pays"), "money", css="third", unit=house.currency),
        Ask("receives", _("Customer receives"), "money", css="third", unit=house.currency),
        Ask("position", _("Position"), "whole", css="third"),
    ]


def _columns(request: OfficeRequest) -> dict[str, Any]:
    values = Form(_asks(request.house), request.house, sent=request.POST).read()
    rate, pays, receives = values["vat_rate"], values["pays"], values["receives"]
    return {
        "name": values["name"],
        "purpose": Purpose.SINGLE if rate else Purpose.MULTI,
        "vat_bp": int(rate) if rate else None,
        "pays_minor": pays.amount if pays else None,
        "receives_minor": receives.amount if receives else None,
        "position": values["position"] or 0,
    }


def _some(house: House, minor: int | None) -> Any:
    return None if minor is None else house.money(minor)
