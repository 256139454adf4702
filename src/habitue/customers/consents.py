"""Writing down what someone agreed to, and stopping what waits once they no longer do."""

from habitue.customers.catalogue import BY_KEY
from habitue.customers.models import Consent, Customer
from habitue.house.models import House
from habitue.operations.models import Operation
from habitue.outbox import forgetting as outbox

OFFER = "offer"  # the purpose of a letter that needs a live consent: see `letters`


def words_of(house: House) -> str:
    """What guests of this house agree to: in its own words, else those beside the tick."""
    return house.marketing_wording or str(BY_KEY["marketing_allowed"].label)


def written(
    op: Operation, customer: Customer, *, channel: str, wording: str = "", source: str = ""
) -> Consent:
    """What now stands in `customer`, as a line of its own; withdrawn, no offer goes any more."""
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
    return made
