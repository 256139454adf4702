"""Signatures: who ate on account signs for it on the till's screen, or types their name."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from habitue.audit import actions as audit
from habitue.customers.models import Customer
from habitue.house.models import House
from habitue.house_accounts.models import Charge, Signature
from habitue.kit.refusals import Refusal
from habitue.kit.text import storable
from habitue.operations.models import Operation

WIDTH, HEIGHT = 600, 200  # what a stroke's places are counted in
LONGEST = 12_000  # characters of a path: a minute of scribbling
STROKES = re.compile(r"(?:M\d{1,3} \d{1,3}(?:L\d{1,3} \d{1,3})+)+")
LEAST = 24  # so wide or high is more than a touch


class SignatureNeeded(Refusal):
    code = "malformed"
    status = 422
    says = _("From {least} on a charge is signed: sign on the screen, or type the name.")


class NotASignature(Refusal):
    code = "malformed"
    status = 422
    says = _("This is no signature. Sign once more, or type the name.")


@dataclass(frozen=True, slots=True)
class Signed:
    """What the guest left on the screen: strokes, a typed name, or both."""

    path: str = ""
    name: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.path and not self.name


def read(path: str, name: str) -> Signed:
    """What a form sent; raises NotASignature."""
    name = " ".join(storable(name).split())[:120]
    path = path.strip()
    if path and not _is_drawn(path):
        raise NotASignature(field="signature")
    return Signed(path, name)


def wanted(house: House, minor: int) -> bool:
    """Whether a charge so large is signed for."""
    return house.sign_from_minor is not None and 0 < minor >= house.sign_from_minor


def sign(op: Operation, *, bill: UUID, signed: Signed) -> None:
    """Keep the signature with what this operation charged for `bill`; raises SignatureNeeded.

    Nothing charged, or too little: nothing is wanted, and what was given is kept all the same.
    """
    charges = Charge.objects.of(op.house).filter(bill_id=bill, at=op.at, reversed_at=None)
    for charge in charges:
        if signed.is_empty:
            if wanted(op.house, charge.amount_minor):
                assert op.house.sign_from_minor is not None
                raise SignatureNeeded(
                    field="signature", least=op.house.money(op.house.sign_from_minor)
                )
            continue
        row = Signature(
            house=op.house,
            charge=charge,
            person_id=charge.person_id,
            path=signed.path,
            name=signed.name,
            at=op.at,
            actor=op.by.label,
        )
        row.save(force_insert=True)
        audit.record(op, "house_accounts.sign", on=charge)


def forget(op: Operation, *, person: Customer) -> int:
    """Erasing someone: their signatures go, the charges stay. How many there were."""
    rows = Signature.objects.of(op.house).filter(person=person)
    gone = rows.delete()[0]
    if gone:
        audit.record(op, "house_accounts.forget_signatures", on=person)
    return gone


def of_bills(house: House, bills: Iterable[UUID]) -> list[Signature]:
    """Those of charges that stand, oldest first."""
    rows = Signature.objects.of(house).filter(
        charge__bill_id__in=list(bills), charge__reversed_at=None
    )
    return list(rows.select_related("charge").order_by("at", "id"))


def svg(path: str) -> str:
    """The strokes as a picture; `path` was judged when it was kept."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
        f' width="{WIDTH}" height="{HEIGHT}"><path d="{path}" fill="none" stroke="#000"'
        ' stroke-width="5" stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )


def _is_drawn(path: str) -> bool:
    if len(path) > LONGEST or not STROKES.fullmatch(path):
        return False
    places = [int(one) for one in re.findall(r"\d+", path)]
    across, down = places[::2], places[1::2]
    inside = max(across) <= WIDTH and max(down) <= HEIGHT
    return inside and max(max(across) - min(across), max(down) - min(down)) >= LEAST
