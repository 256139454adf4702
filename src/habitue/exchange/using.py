"""Whether someone an import made was used since, and how: then they stay."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.db.models import ForeignObjectRel, Model, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from habitue.cards.models import Card
from habitue.customers import terms
from habitue.customers.catalogue import BY_KEY
from habitue.customers.models import Customer
from habitue.exchange.models import Fate, FateKind
from habitue.house.models import House
from habitue.house_accounts.models import Charge, HouseAccount
from habitue.ledger import actions as ledger
from habitue.prepaid import reports as prepaid

# tables with a row for everyone, or that the import itself writes to
OWN = frozenset(
    {
        "customers_phone", "customers_consent", "customers_search", "cards_personal_code",
        "prepaid_wallet", "prepaid_member", "house_accounts_account",
        "merging_suggestion",  # by the night's work, not by anybody
    }
)  # fmt: skip
SAYS: dict[str, str | Promise] = {
    "bills_bill": gettext_lazy("They are on a bill since."),
    "bills_link": gettext_lazy("They were on a bill since."),
    "cards_pin": gettext_lazy("They have a PIN since."),
    "merging_merge": gettext_lazy("They became one with someone since."),
    "customers_customer": gettext_lazy("Someone belongs to them, or is paid for by them."),
}
VALUE = gettext_lazy("Value was moved on their account since.")
Reasons = dict[UUID, list[str]]


def since(house: House, id_: UUID, people: Sequence[Customer]) -> Reasons:
    """Why each of those whom import `id_` made must stay; nothing for those it need not."""
    return _since(house, id_, people, frozenset())


def _since(house: House, id_: UUID, people: Sequence[Customer], seen: Collection[UUID]) -> Reasons:
    found: Reasons = defaultdict(list)
    if not people:
        return found
    _changed(house, id_, people, found)
    _valued(house, people, _booked(house, id_, people), found)
    _carded(house, people, found)
    _named(house, people, found)
    _belonging(house, id_, people, found, frozenset(seen) | {one.id for one in people})
    return found


def made_by(house: House, id_: UUID, ids: Collection[UUID]) -> set[UUID]:
    """Those of `ids` whom the import made."""
    rows = Fate.objects.of(house).filter(customer_id__in=ids, of_id=id_, fate=FateKind.CREATED)
    return {one for one in rows.values_list("customer_id", flat=True) if one}


def _fates(house: House, id_: UUID, people: Sequence[Customer]) -> list[Fate]:
    ids = [one.id for one in people]
    return list(Fate.objects.of(house).filter(customer_id__in=ids, of_id=id_))


def _changed(house: House, id_: UUID, people: Sequence[Customer], found: Reasons) -> None:
    versions: dict[UUID | None, int] = {}
    for fate in _fates(house, id_, people):
        version = int(fate.trace.get("version", 1))
        versions[fate.customer_id] = max(version, versions.get(fate.customer_id, 1))
    for one in people:
        if one.version > versions.get(one.id, 1) and not one.archived_at:
            found[one.id].append(_("They were changed since."))


def opened_for(
    house: House, id_: UUID, people: Sequence[Customer]
) -> dict[UUID, list[Sequence[str]]]:
    """What the import opened for each of these, by whichever of its rows: what, and its id."""
    found: dict[UUID, list[Sequence[str]]] = defaultdict(list)
    for fate in _fates(house, id_, people):
        if fate.customer_id:
            found[fate.customer_id] += fate.trace.get("booked", [])
    return found


def _booked(house: House, id_: UUID, people: Sequence[Customer]) -> set[str]:
    """Ids of what the import opened: entries, and charges of room house_accounts."""
    opened = opened_for(house, id_, people).values()
    return {booked for several in opened for _what, booked in several}


def _valued(house: House, people: Sequence[Customer], booked: set[str], found: Reasons) -> None:
    ids = [one.id for one in people]
    mine = _codes(house, ids)
    charges = Charge.objects.of(house).filter(pk__in=[UUID(one) for one in booked])
    opened = booked | {str(entry) for entry in charges.values_list("entry_id", flat=True)}
    moves = ledger.movements(house, list(mine), limit=2 * len(opened) + 1)
    whole = len(moves) <= 2 * len(opened)
    for code, owner in mine.items():
        its = moves if whole else ledger.movements(house, [code], limit=len(opened) + 1)
        moved = any(one.code == code and str(one.entry) not in opened for one in its)
        if moved and str(VALUE) not in found[owner]:
            found[owner].append(str(VALUE))
    touched = charges.filter(Q(invoice_id__isnull=False) | Q(reversed_at__isnull=False))
    for owner in touched.values_list("account__customer_id", flat=True):
        found[owner].append(_("What they owed before is on an invoice."))


def _codes(house: House, ids: Sequence[UUID]) -> dict[str, UUID]:
    """Every account of these people in the ledger, and whose it is."""
    codes = {f"points:{id_}": id_ for id_ in ids}
    for owner, wallet in prepaid.wallets_of(house, list(ids)).items():
        codes |= dict.fromkeys(prepaid.codes_of(wallet), owner)
    accounts = HouseAccount.objects.of(house).filter(customer_id__in=ids)
    for account, owner in accounts.values_list("id", "customer_id"):
        codes |= {f"receivable:{account}": owner, f"in_hand:{account}": owner}
    return codes


def _carded(house: House, people: Sequence[Customer], found: Reasons) -> None:
    held = Card.objects.of(house).filter(customer_id__in=[one.id for one in people])
    for card in held.filter(released_at=None):
        if is_read(card):
            found[card.customer_id].append(_("Their card was used since."))


def is_read(card: Card) -> bool:
    """Whether anything points at the card: it was read, blocked, used as a proof."""
    return any(
        model._default_manager.filter(**{"house_id": card.house_id, name: card}).exists()
        for model, name in pointing(Card)
    )


def pointing(model: type[Model]) -> list[tuple[type[Model], str]]:
    """Each table that points at `model`, and by which field; those that hide it too."""
    all_of_them = model._meta.get_fields(include_hidden=True)
    relations = [one for one in all_of_them if isinstance(one, ForeignObjectRel)]
    found = ((one.related_model, one.field.name) for one in relations)
    return [(other, name) for other, name in found if not isinstance(other, str)]


def _named(house: House, people: Sequence[Customer], found: Reasons) -> None:
    """Whatever points at a customer in any table, but for what the import itself wrote."""
    ids = [one.id for one in people]
    for model, name in pointing(Customer):
        table, column = model._meta.db_table, f"{name}_id"
        if table in OWN or model in (Customer, Card, Charge):
            continue
        rows = model._default_manager.filter(**{"house_id": house.id, f"{column}__in": ids})
        says = str(SAYS.get(table) or _("Something was done with them since."))
        for owner in set(rows.values_list(column, flat=True)):
            if says not in found[owner]:
                found[owner].append(says)


def _belonging(
    house: House, id_: UUID, people: Sequence[Customer], found: Reasons, seen: Collection[UUID]
) -> None:
    """Someone who stays belongs to them. Those the import made may go with them."""
    ids = [one.id for one in people]
    theirs = (
        Customer.objects.of(house)
        .kept()
        .filter(Q(parent_id__in=ids) | Q(payer_id__in=ids))
        .exclude(pk__in=seen)
    )
    others = {one.id: one for one in theirs}
    made = made_by(house, id_, others.keys())
    stay = _since(house, id_, [others[one] for one in made], seen)
    for one in others.values():
        if one.id in made and not stay.get(one.id):
            continue
        for above in _above(one, ids):
            found[above].append(str(SAYS["customers_customer"]))
    _upwards({one.id: one for one in people}, found)


def _upwards(people: Mapping[UUID, Customer], found: Reasons) -> None:
    """Who stays keeps those they belong to, however far up."""
    still = [id_ for id_ in people if found.get(id_)]
    while still:
        one = people[still.pop()]
        for above in _above(one, people):
            if not found.get(above):
                found[above] = [str(SAYS["customers_customer"])]
                still.append(above)


def _above(one: Customer, among: Collection[UUID]) -> set[UUID]:
    """Whom they belong to and who pays for them, if among these."""
    return {above for above in (one.parent_id, one.payer_id) if above and above in among}


def label_of(column: str) -> str:
    """What a column is called where people read it."""
    keys = {name: key for key, name in terms.COLUMNS.items()}
    key = keys.get(column) or column.removesuffix("_id")
    key = key if key in BY_KEY else column
    return str(BY_KEY[key].label) if key in BY_KEY else column
