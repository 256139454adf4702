"""What a reader or a camera read: a code of a bill or a phone, a tag, a card, a personal code."""

import re
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from habitue.bills import tags as bill_tags
from habitue.bills.models import Bill
from habitue.cards import actions as cards
from habitue.cards import tags
from habitue.cards.models import Card
from habitue.customers.models import Customer
from habitue.guests import entry as guests
from habitue.house.models import House
from habitue.kit.refusals import NotFound

OF_A_BILL = re.compile(r"/b/([\w-]{8,64})/?$", re.ASCII)
OF_A_PHONE = re.compile(r"\.?[\w-]+:[\w-]+:[\w-]+", re.ASCII)  # signed by this house, short-lived
IN_GROUPS = re.compile(r"\d+(?:[ \u00a0\u202f-]\d+)+")


class BillElsewhere(NotFound):
    says = _("This is not a bill of this house.")


class NotACode(NotFound):
    says = _("This is no card, no guest’s code and no bill’s.")


def bill_of(house: House, read: str) -> Bill | None:
    """The bill whose code this is; None where it is none. Raises BillElsewhere, NotACode."""
    if not read.casefold().startswith(("http:", "https:")):
        return None
    try:
        token = OF_A_BILL.search(urlsplit(read).path)
    except ValueError:
        token = None
    if token is None:
        raise NotACode("card", field="code")
    bill: Bill | None = Bill.objects.of(house).filter(public_token=token[1]).first()
    if bill is None:
        raise BillElsewhere("bill", field="code")
    return bill


def tag_of(house: House, read: str) -> tuple[Card, Bill | None] | None:
    """The tag that was read, with the open bill it stands for; None where it is something else."""
    tag = tags.find(house, read)
    return None if tag is None else (tag, bill_tags.bill_of(house, tag))


def plain(read: str) -> str:
    """A number shown in groups, as it is kept."""
    bare = read.strip()
    return re.sub(r"\D", "", bare) if IN_GROUPS.fullmatch(bare) else bare


def is_phone(read: str) -> bool:
    """Whether it is the signed text of a guest's phone rather than a number."""
    return OF_A_PHONE.fullmatch(read) is not None


def whose(house: House, read: str) -> Customer:
    """Who was read. Raises CardUnknown, CodeUnknown, CardBlocked, BankCard, NotFound, TokenOld."""
    if is_phone(read):
        return guests.customer_by_token(house, read)
    return cards.whose(house, read)
