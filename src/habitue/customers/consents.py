"""Writing down what someone agreed to, and stopping what waits once they no longer do."""

from collections.abc import Collection, Sequence
from uuid import UUID

from habitue.customers import objections, survivors
from habitue.customers.catalogue import BY_KEY
from habitue.customers.models import Consent, Customer, CustomerPhone, Objection
from habitue.house.models import House
from habitue.operations.models import Operation
from habitue.outbox import forgetting as outbox

OFFER = "offer"  # the purpose of a letter that needs a live consent: see `letters`
FILE = "import"  # the channel of what a file says
MERGE = "merge"
PROGRAM = "api"  # who stood before it when it adds someone, nobody knows
HEARSAY = (FILE, MERGE)  # nobody said it here: it neither is an objection nor lifts one


def words_of(house: House) -> str:
    """What guests of this house agree to: in its own words, else those beside the tick."""
    return house.marketing_wording or str(BY_KEY["marketing_allowed"].label)


def written(
    op: Operation, customer: Customer, *, channel: str, wording: str = "", source: str = ""
) -> Consent:
    """What now stands in `customer`, as a line of its own; withdrawn, no offer goes any more.

    What a person said themselves holds for their addresses too: see `objections`.
    """
    made: Consent = Consent.objects.create(
        house=op.house,
        customer=customer,
        allowed=customer.marketing_allowed,
        at=op.at,
        channel=channel,
        wording=(wording or words_of(op.house))[:300],
        source=source[:120],
        actor=op.by.label,
    )
    if not customer.marketing_allowed:
        outbox.unsend(op, about=customer.id, purpose=OFFER)
    if channel not in HEARSAY:
        if customer.marketing_allowed:
            objections.lift(op, customer)
        else:
            objections.keep(op, objections.of(customer))
            if customer.email:
                outbox.unsend_to(op, customer.email, purpose=OFFER)
    return made


def hold_back(customer: Customer, numbers: Sequence[CustomerPhone], front: str) -> None:
    """A program that adds someone cannot agree for whoever has an address objected to."""
    if front == PROGRAM and customer.marketing_allowed:
        theirs = objections.digests(customer.house_id, [customer.email], numbers)
        customer.marketing_allowed = not objections.standing(customer.house_id, theirs)


def readdressed(op: Operation, customer: Customer, front: str) -> None:
    """Whoever said no said it for what they are reached by from now on, too."""
    if front != FILE and not customer.marketing_allowed and said_no(customer):
        objections.keep(op, objections.of(customer))


def said_no(customer: Customer) -> bool:
    """Whether their last word was a no."""
    return last_words(customer.house_id, [customer.id]).get(customer.id) is False


def last_words(house: House | UUID, ids: Collection[UUID]) -> dict[UUID, bool]:
    """Of each of `ids` who ever said something here, the last of it: theirs, or of whoever was
    merged into them; no file's and no merge's."""
    whose = survivors.families(house, ids) if ids else {}
    said = Consent.objects.of(house).filter(customer__in=list(whose)).exclude(channel__in=HEARSAY)
    words = said.order_by("at", "id").values_list("customer_id", "allowed")
    return {whose[id_]: allowed for id_, allowed in words}


def objections_anew(op: Operation) -> None:
    """The key is another one: those of whoever is in the book are kept under it. Of the erased
    nothing is known that could be."""
    Objection.objects.of(op.house).delete()
    asked = Customer.objects.of(op.house).filter(marketing_allowed=False, erased_at=None)
    for customer in asked.filter(consents__allowed=False).distinct():
        if said_no(customer):
            objections.keep(op, objections.of(customer))
