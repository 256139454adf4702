"""The rules of the house as questions, in the groups an owner thinks in."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from habitue.customers import free
from habitue.customers.catalogue import BY_KEY, FREE
from habitue.fronts.office.asking import Ask, Words
from habitue.fronts.office.forms import opening
from habitue.house.models import GiftRefund, House, ProofRule, ReceiptNumbers, SpendingOrder
from habitue.kit import wallet_law

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
LASTS = (
    ("", _("never")),
    ("1y", _("one year after")),
    ("2y", _("two years after")),
    ("3y", _("three years after")),
    ("3e", _("at the end of the third year after")),
    ("5y", _("five years after")),
    ("10y", _("ten years after")),
    ("30y", _("thirty years after")),
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
    ("address.street", None),
    ("address.postal_code", None),
    ("address.city", None),
    ("tax_id", None),
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
        *_papers(),
    ]


def _papers() -> list[Ask]:
    """What stands on cards, receipts and invoices, and beside the tick of a consent."""
    return [
        Ask("card_colour", _("Colour of the card"), "choice", choices=COLOURS),
        Ask(
            "receipt_header",
            _("Above the receipt"),
            "long",
            most=300,
            css="full",
            hint=_("Under name and address: opening hours, telephone, what the law asks."),
        ),
        Ask("receipt_footer", _("Below the receipt"), most=300, css="full"),
        Ask(
            "marketing_wording",
            _("What guests agree to when they allow marketing"),
            "long",
            most=300,
            css="full",
            hint=_("Kept with each consent, as it was then. Say what you send, and how often."),
        ),
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
    return [*_programme(house), *_wallets(house), *_accounts(house), *_days(house)]


def _days(house: House) -> list[Ask]:
    return [
        Ask(
            "blind_count",
            _("Count drawers before seeing what should be there"),
            "flag",
            group=_("Shifts and days"),
        ),
        Ask(
            "close_days_at_night",
            _("Close each day by itself, when the next one begins"),
            "flag",
            hint=_("Only where every shift was counted; else it waits for you."),
        ),
        Ask(
            "receipt_numbers",
            _("Receipt numbers of your other till"),
            "choice",
            choices=ReceiptNumbers.choices,
            needed=True,
            hint=_("A number that answers for something already is refused."),
        ),
        Ask(
            "weekly_signs",
            _("Write to the owners on Mondays when something looks like abuse"),
            "flag",
            hint=_("The signs of the week before, as in the report."),
        ),
    ]


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
            "gift_refund",
            _("When a top-up is given back"),
            "choice",
            choices=GiftRefund.choices,
            needed=True,
            hint=_("Counted this way, what is left of its gift is withdrawn."),
        ),
        Ask(
            "wallet_share_max_bp",
            _("At most so much of a bill by wallet and points"),
            "percent",
            unit="%",
        ),
        Ask("points_share_max_bp", _("Of it, at most so much by points"), "percent", unit="%"),
        *_endings(house),
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


def _endings(house: House) -> list[Ask]:
    """When value of each kind ends; for what was paid, as the country lets it."""
    law = wallet_law.preset(house.country)
    least = _("The law here names a least ({source}); to be confirmed by your accountant.")
    unknown = _("We know of no least by law here; to be confirmed by your accountant.")
    return [
        Ask(
            "paid_expires",
            _("What was paid in ends"),
            "choice",
            choices=LASTS,
            css="third",
            hint=least.format(source=law.source) if law.source else unknown,
        ),
        Ask(
            "gift_days",
            _("Gifts end after so many days"),
            "whole",
            css="third",
            placeholder=_("never"),
        ),
        Ask(
            "earned_days",
            _("What was earned ends after so many days"),
            "whole",
            css="third",
            placeholder=_("never"),
        ),
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
        Ask(
            "sign_from",
            _("A charge on account is signed from"),
            "money",
            unit=house.currency,
            placeholder=_("never"),
            hint=_("On the till's screen, with a finger, or by typing one's name."),
        ),
        Ask(
            "one_purse",
            _("One purse: on account spends the wallet first"),
            "flag",
            hint=_("One press takes what is in the wallet and charges the rest."),
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
    "sign_from": "sign_from_minor",
    "approve_alone_below": "approve_alone_below_minor",
}
NULLABLE = {"default_limit_minor", "sign_from_minor", "gift_days", "earned_days"}
AS_THEY_WERE = {
    "wallet_share_max_bp": 10_000,
    "points_share_max_bp": 10_000,
    "point_worth_minor": 1,
    "paid_expires": "",
}


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
    """A table of what may be asked for on each front; the house's own fields in the office."""
    return [
        {
            "key": key,
            "label": label or BY_KEY[key].label,
            "fronts": [
                {"front": front, "words": words, "on": key in house.mandatory.get(front, [])}
                for front, words in FRONTS
                if front == "office" or not _only_in_the_office(key)
            ],
        }
        for key, label in _may_be_asked(house)
    ]


def mandatory(house: House, sent: Any) -> dict[str, list[str]]:
    """What was ticked, per front, in the table's order."""
    return {
        front: [
            key
            for key, _label in _may_be_asked(house)
            if sent.get(f"{front}:{key}") and (front == "office" or not _only_in_the_office(key))
        ]
        for front, _words in FRONTS
    }


def _only_in_the_office(key: str) -> bool:
    """What the till's short form does not ask."""
    return key == "tax_id" or key.startswith((FREE, "address."))


def _may_be_asked(house: House) -> list[tuple[str, Words | None]]:
    own = [(f"{FREE}{one.key}", one.name) for one in free.fields_of(house)]
    return [*MANDATORY, *own]
