"""The house and its rules, its sites, the tenders it takes."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from habitue.fronts.office import drafts
from habitue.fronts.office.acting import do
from habitue.fronts.office.asking import Ask, Form
from habitue.fronts.office.desk import OfficeRequest, desk, found
from habitue.fronts.office.forms import rules
from habitue.fronts.office.pages import done, page
from habitue.house.models import Venue
from habitue.shifts import actions as shifts
from habitue.shifts.models import Tender
from habitue.staff import house_rules


@desk("house.edit")
@require_GET
def show(request: OfficeRequest) -> HttpResponse:
    """Who the house is."""
    return settings_page(request, "house", form=_form(request, rules.house_asks(request.house)))


@desk("house.edit", again=show)
@require_POST
def change(request: OfficeRequest) -> HttpResponse:
    values = Form(rules.house_asks(request.house), request.house, sent=request.POST).read()
    do(request, house_rules.change_rules, **values)
    return done(request, "office:house", _("Kept."))


@desk("house.edit")
@require_GET
def programme(request: OfficeRequest) -> HttpResponse:
    """What regulars get, how wallets are spent, what may be owed."""
    return settings_page(request, "rules", form=_form(request, rules.rule_asks(request.house)))


@desk("house.edit", again=programme)
@require_POST
def change_programme(request: OfficeRequest) -> HttpResponse:
    values = Form(rules.rule_asks(request.house), request.house, sent=request.POST).read()
    do(request, house_rules.change_rules, **rules.columns(values))
    return done(request, "office:rules", _("Kept."))


@desk("house.edit")
@require_GET
def asked(request: OfficeRequest) -> HttpResponse:
    """What a new customer must tell, front by front."""
    return settings_page(
        request, "mandatory", rows=rules.mandatory_rows(request.house), fronts=rules.FRONTS
    )


@desk("house.edit", again=asked)
@require_POST
def change_asked(request: OfficeRequest) -> HttpResponse:
    wanted = request.house.mandatory | rules.mandatory(request.house, request.POST)
    do(request, house_rules.change_rules, mandatory=wanted)
    return done(request, "office:mandatory", _("Kept."))


@desk("house.edit")
@require_GET
def sites(request: OfficeRequest) -> HttpResponse:
    """Where the house stands."""
    rows = list(Venue.objects.of(request.house).order_by("closed", "name"))
    return settings_page(request, "sites", rows=rows, sent=request.POST)


@desk("house.edit", again=sites)
@require_POST
def add_site(request: OfficeRequest) -> HttpResponse:
    do(request, house_rules.add_venue, name=_name(request))
    return done(request, "office:sites", _("Kept."))


@desk("house.edit", again=sites)
@require_POST
def change_site(request: OfficeRequest, key: UUID) -> HttpResponse:
    venue = found(Venue, request, key)
    switches = {key: request.POST.get(key) == "on" for key in ("closed", "has_tables")}
    do(request, house_rules.change_venue, venue=venue, name=_name(request), **switches)
    return done(request, "office:sites", _("Kept."))


@desk("house.edit")
@require_GET
def tenders(request: OfficeRequest) -> HttpResponse:
    """The ways of paying, named as the house names them."""
    rows = list(Tender.objects.of(request.house).order_by("position", "kind"))
    return settings_page(request, "tenders", rows=rows)


@desk("house.edit", again=tenders)
@require_POST
def change_tender(request: OfficeRequest, key: UUID) -> HttpResponse:
    tender = found(Tender, request, key)
    name = request.POST.get("name", "").strip()[:60]
    do(request, shifts.change, tender=tender, name=name, active=bool(request.POST.get("active")))
    return done(request, "office:tenders", _("Kept."))


def _name(request: OfficeRequest) -> str:
    asks = [Ask("name", pgettext("thing", "Name"), needed=True, most=120)]
    return str(Form(asks, request.house, sent=request.POST).read()["name"])


def _form(request: OfficeRequest, asks: Any) -> Form:
    later, doubts = drafts.of_programme(request.house)
    return Form(
        asks,
        request.house,
        initial=rules.initial(later),
        sent=request.POST,
        refusal=request.refusal,
        doubts=doubts,
    )


def settings_page(request: OfficeRequest, tab: str, **facts: Any) -> HttpResponse:
    tabs = [
        ("house", _("House"), "/office/settings/house"),
        ("rules", _("Rules"), "/office/settings/rules"),
        ("mandatory", _("What must be asked"), "/office/settings/mandatory"),
        ("own_fields", _("Own fields"), "/office/settings/fields"),
        ("sites", _("Sites"), "/office/settings/sites"),
        ("tenders", _("Tenders"), "/office/settings/tenders"),
        ("products", _("Vouchers"), "/office/settings/products"),
    ]
    return page(request, f"office/settings/{tab}.html", "house", tabs=tabs, tab=tab, **facts)
