"""The rules of the house as questions, in the groups an owner thinks in."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from habitue.customers.catalogue import BY_KEY
from habitue.fronts.office.asking import Ask
from habitue.fronts.office.forms import opening
from habitue.house.models import House, ProofRule, SpendingOrder

COLOURS = (
    ("bottle", _("Bottle green")),
    ("canal", _("Canal blue")),
    ("plum", _("Plum")),
    ("wine", _("Wine")),
    ("brick", _("Brick")),
    ("olive", _("Olive")),
    ("slate", _("Slate")),
    ("ink", _("Ink")),
)
FRONTS = (("office", _("Back office")), ("till", _("Till")))
MANDATORY = (
    ("first_name", None),
    ("last_name", None),
    ("company_name", None),
    ("phone|email", _("Phone or e-mail")),
    ("phone", None),
    ("email", None),
    ("birthday", None),
    ("pin", _("PIN")),
    ("cards", _("Card")),
)


def house_asks(house: House) -> list[Ask]:
    countries, zones = opening.countries(), opening.zones()
    return [
        Ask("name", pgettext_lazy("thing", "Name"), needed=True, most=120),
        Ask(
            "address",
            _("Address"),
            most=200,
            hint=_("On the card, the receipt and every invoice."),
        ),
        Ask("tax_id", _("Tax number"), most=80, hint=_("Printed on every invoice.")),
        Ask("country", _("Country"), "choice", choices=countries, needed=True, css="third"),
        Ask("timezone", _("Time zone"), "choice", choices=zones, needed=True, css="third"),
        Ask(
            "language",
            _("Language"),
            "choice",
            choices=opening.languages(),
            needed=True,
            css="third",
        ),
        Ask(
            "day_starts_at",
            _("The day begins at"),
            "time",
            needed=True,
            hint=_("A bill at 02:00 still belongs to the evening before."),
        ),
        Ask("card_colour", _("Colour of the card"), "choice", choices=COLOURS),
        Ask("receipt_footer", _("Below the receipt"), most=300, css="full"),
        Ask(
            "invoice_footer",
            _("Below every invoice"),
            "long",
            most=600,
            css="full",
            hint=_("Your bank account, how long they may take, what the law asks."),
        ),
    ]


def rule_asks(house: House) -> list[Ask]:
    """What regulars get, how wallets are spent, what may be owed."""
    return [*_programme(house), *_wallets(house), *_accounts(house)]


def _programme(house: House) -> list[Ask]:
    return [
        Ask(
            "discount_bp",
            _("Discount for every regular"),
            "percent",
            css="third",
            unit="%",
            group=_("What regulars get"),
        ),
        Ask(
            "earn_bp",
            _("Given back on each bill"),
            "percent",
            css="third",
            unit="%",
            hint=_("Comes into the wallet when the bill closes."),
        ),
        Ask("points_per_unit", _("Points for each whole unit paid"), "whole", css="third"),
        Ask("point_worth", _("A point is worth"), "money", css="third", unit=house.currency),
        Ask("on_account_earns", _("Bills on account earn at once"), "flag", css="third"),
    ]


def _wallets(house: House) -> list[Ask]:
    return [
        Ask(
            "spending_order",
            _("The wallet spends first"),
            "choice",
            choices=SpendingOrder.choices,
            needed=True,
            group=_("Wallets"),
        ),
        Ask(
            "wallet_share_max_bp",
            _("At most so much of a bill by wallet and points"),
            "percent",
            unit="%",
        ),
        Ask(
            "gift_days",
            _("Gifts end after so many days"),
            "whole",
            css="third",
            placeholder=_("never"),
        ),
        Ask(
            "proof_rule",
            _("Spending asks for PIN or card"),
            "choice",
            choices=ProofRule.choices,
            needed=True,
            css="third",
        ),
        Ask("proof_above", _("Above this amount"), "money", css="third", unit=house.currency),
    ]


def _accounts(house: House) -> list[Ask]:
    return [
        Ask(
            "default_limit",
            _("Limit on account, unless a customer has their own"),
            "money",
            unit=house.currency,
            placeholder=_("no limit"),
            group=_("On account and approvals"),
        ),
        Ask(
            "approve_alone_below", _("Managers approve alone up to"), "money", unit=house.currency
        ),
        Ask("confirm_before_linking", _("Ask before a bill becomes someone's"), "flag"),
        Ask("prices_include_vat", _("Prices include VAT"), "flag"),
        Ask(
            "publish_on_send",
            _("Changes wait until they are sent"),
            "flag",
            hint=_("Prices, tables, discounts and terms go to the tills together, with Send."),
        ),
    ]


MONEY = {
    "point_worth": "point_worth_minor",
    "proof_above": "proof_above_minor",
    "default_limit": "default_limit_minor",
    "approve_alone_below": "approve_alone_below_minor",
}
NULLABLE = {"default_limit_minor", "gift_days"}
AS_THEY_WERE = {"wallet_share_max_bp": 10_000, "point_worth_minor": 1}


def initial(house: House) -> dict[str, Any]:
    """The rules as the questions hold them."""
    values = {key: getattr(house, key) for key in vars(house) if not key.startswith("_")}
    for ask, column in MONEY.items():
        minor = getattr(house, column)
        values[ask] = None if minor is None else house.money(minor)
    return values


def columns(values: dict[str, Any]) -> dict[str, Any]:
    """What was answered, by column; an empty figure is nothing, or what it was at the start."""
    found = {MONEY.get(key, key): value for key, value in values.items()}
    for key, value in found.items():
        if key in MONEY.values() and value is not None:
            found[key] = value.amount
        if found[key] is None and key not in NULLABLE:
            found[key] = AS_THEY_WERE.get(key, 0)
    return found


def mandatory_rows(house: House, sent: Any = None) -> list[dict[str, Any]]:
    """A table of what may be asked for on each front."""
    return [
        {
            "key": key,
            "label": label or BY_KEY[key].label,
            "fronts": [
                {"front": front, "words": words, "on": key in house.mandatory.get(front, [])}
                for front, words in FRONTS
            ],
        }
        for key, label in MANDATORY
    ]


def mandatory(sent: Any) -> dict[str, list[str]]:
    """What was ticked, per front, in the table's order."""
    return {
        front: [key for key, _label in MANDATORY if sent.get(f"{front}:{key}")]
        for front, _words in FRONTS
    }
