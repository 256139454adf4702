"""The rows of the list of customers, drawn here and not by a template: on the hottest page of the
office Django's templates cost more than everything else together."""

from collections.abc import Iterable

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from habitue.customers.models import Customer
from habitue.fronts.office.cells import Sheet, cell
from habitue.fronts.office.listing import Row
from habitue.fronts.ui import controls, markup, words

ROW = (
    '<tr{}><td class="c-tick">{}</td><td><span class="who">{}{}{}{}</span></td>{}'
    '<td class="c-more">{}</td></tr>\n'
)
NAME = '<a class="clip opens" href="{}" title="{}" dir="auto">{}</a>'
OF = '<span class="of small clip" title="{}" dir="auto">{}</span>'
MENU = (
    '<details class="more" data-more>'
    '<summary aria-label="{label}" title="{label}">{sign}</summary>'
    '<div class="more-list">{ways}</div></details>'
)


def drawn(sheet: Sheet, rows: Iterable[Row]) -> SafeString:
    """The rows of a table, one under the other."""
    return markup.joined(_row(sheet, row) for row in rows)


def _row(sheet: Sheet, row: Row) -> SafeString:
    one, name = row.customer, row.customer.display_name
    return format_html(
        ROW,
        markup.attributes({"class": "gone" if one.archived_at or not one.active else ""}),
        controls.tick("ids", one.pk, name),
        markup.icon("company" if one.is_company else "person"),
        format_html(NAME, sheet.address("customer", one), name, sheet.marked(name)),
        format_html(OF, row.of, sheet.marked(row.of)) if row.of else "",
        _state(one),
        markup.joined(cell(sheet, column, row) for column in sheet.columns),
        _menu(sheet, row, name),
    )


def _state(one: Customer) -> SafeString:
    """What must be known of someone before anything is done."""
    told = []
    if not one.active:
        told.append(words.chip(_("not active")))
    if one.on_hold:
        told.append(words.chip(_("on hold"), "warn"))
    if one.ignored:
        told.append(words.chip(_("on the ignore list"), "warn", "warning"))
    return markup.joined(told)


def _menu(sheet: Sheet, row: Row, name: str) -> SafeString:
    one, may = row.customer, sheet.may
    ways = [_link(sheet.address("customer", one), "person", _("Open"))]
    if may.get("prepaid_top_up") and not one.archived_at:
        ways.append(_link(sheet.address("top_up", one), "wallet", _("Top up")))
    if row.owes and may.get("house_accounts_settle"):
        ways.append(_link(sheet.address("settle", one), "cash", _("Settle")))
    if may.get("customers_archive"):
        ways.append(_shelving(sheet, one))
    label = _("More for %(name)s") % {"name": name}
    return format_html(MENU, label=label, sign=markup.icon("more"), ways=markup.joined(ways))


def _link(href: str, sign: str, says: str) -> SafeString:
    return format_html('<a href="{}">{} {}</a>', href, markup.icon(sign), says)


def _shelving(sheet: Sheet, one: Customer) -> SafeString:
    """Into the archive, or back from it."""
    act, sign, says = (
        ("restore", "undo", _("Restore"))
        if one.archived_at
        else ("archive", "archive", _("Archive"))
    )
    button = '<button type="submit" formaction="{}">{} {}</button>'
    return format_html(button, sheet.address(act, one), markup.icon(sign), says)
