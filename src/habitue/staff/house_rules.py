"""What an owner changes about the house itself: its rules, its sites, its tills."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from habitue.audit import actions as audit
from habitue.house import places
from habitue.house.models import Till, Venue
from habitue.kit import wallet_law
from habitue.kit.refusals import Refusal
from habitue.operations.models import Operation
from habitue.operations.rights import right
from habitue.publishing import actions as publishing
from habitue.publishing.models import Draft
from habitue.staff.models import Device

# what may change once the house is open: never its currency, nor where its book is kept
COLUMNS = frozenset(
    {
        "name",
        "address",
        "tax_id",
        "country",
        "timezone",
        "language",
        "card_colour",
        "receipt_header",
        "receipt_footer",
        "invoice_footer",
        "marketing_wording",
        "day_starts_at",
        "prices_include_vat",
        "default_limit_minor",
        "discount_bp",
        "earn_bp",
        "points_per_unit",
        "point_worth_minor",
        "on_account_earns",
        "one_purse",
        "spending_order",
        "wallet_share_max_bp",
        "points_share_max_bp",
        "gift_days",
        "earned_days",
        "paid_expires",
        "gift_refund",
        "proof_rule",
        "proof_above_minor",
        "approve_alone_below_minor",
        "confirm_before_linking",
        "mandatory",
        "publish_on_send",
        "blind_count",
        "close_days_at_night",
        "receipt_numbers",
        "weekly_signs",
        "sign_from_minor",
    }
)
PROGRAMME = "programme"  # of drafts: what every regular gets
WAITS = frozenset({"discount_bp", "earn_bp", "points_per_unit", "point_worth_minor"})


class PaidEndsTooSoon(Refusal):
    code = "malformed"
    status = 422
    says = _("The law of the country lets paid value end no sooner: choose a longer time.")


@right("house.edit")
def change_rules(op: Operation, **columns: Any) -> None:
    """Change rules of the house, each by its column; they hold from the next act on.

    Where the house publishes on Send its programme waits. Raises DraftsWait where it stops
    doing so while something waits, PaidEndsTooSoon.
    """
    assert columns.keys() <= COLUMNS, columns.keys() - COLUMNS
    _lasts_enough(op, columns)
    if columns.get("publish_on_send") is False:
        publishing.may_stop(op)
    else:
        columns = _held(op, columns)
    changes = places.change_rules(op, columns)
    if changes:
        audit.record(op, "house.change_rules", on=op.house, changes=changes)


def _lasts_enough(op: Operation, columns: dict[str, Any]) -> None:
    """Paid value ends no sooner than the country lets it; raises PaidEndsTooSoon."""
    country = columns.get("country", op.house.country)
    paid = columns.get("paid_expires", op.house.paid_expires)
    if not wallet_law.lasts_enough(country, paid):
        raise PaidEndsTooSoon(field="paid_expires" if "paid_expires" in columns else "country")


def _held(op: Operation, columns: dict[str, Any]) -> dict[str, Any]:
    """Keep what waits for Send; what is left is to be changed now."""
    programme = {key: value for key, value in columns.items() if _waits(op, key, value)}
    limit = {key: value for key, value in columns.items() if key == "default_limit_minor"}
    given = limit | programme
    before = {key: getattr(op.house, key) if key in programme else given[key] for key in given}
    if not given or not publishing.waits(
        op, kind=PROGRAMME, target=op.house, before=before, after=given
    ):
        return columns
    return {key: value for key, value in columns.items() if key not in programme}


def _waits(op: Operation, column: str, value: Any) -> bool:
    """The programme, and a limit for all that lets them owe more."""
    if column != "default_limit_minor":
        return column in WAITS
    now = op.house.default_limit_minor
    return now is not None and (value is None or value > now)


@publishing.applies(PROGRAMME)
def _sent(op: Operation, draft: Draft) -> None:
    changes = places.change_rules(op, draft.wanted)
    if changes:
        audit.record(op, "house.change_rules", on=op.house, changes=changes)


@right("house.edit")
def add_venue(op: Operation, *, name: str) -> Venue:
    """One more site of the house, with tables and tills of its own. Raises VenueNameTaken."""
    venue = places.add_venue(op, name=name)
    audit.record(op, "house.add_venue", on=venue)
    return venue


@right("house.edit")
def change_venue(op: Operation, *, venue: Venue, **columns: Any) -> Venue:
    """Name, price level (`price_level_id`), tables or none, closed for good.

    Raises VenueNameTaken.
    """
    changes = {key: (getattr(venue, key), value) for key, value in columns.items()}
    places.change_venue(op, venue=venue, columns=columns)
    audit.record(op, "house.change_venue", on=venue, changes=changes)
    return venue


@right("tills.enrol")
def retire_till(op: Operation, *, till: Till) -> None:
    """The till takes no more money; whatever browser was it is signed out at once."""
    places.retire_till(op, till=till)
    Device.objects.of(op.house).filter(till=till, revoked_at=None).update(revoked_at=op.at)
    audit.record(op, "house.retire_till", on=till)
