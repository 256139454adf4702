"""A charge on account is signed where the house wants it; a signature goes with the person."""

from __future__ import annotations

from typing import Any

import pytest

from habitue.bills import actions as bills
from habitue.bills.models import Bill
from habitue.house_accounts import signatures
from habitue.house_accounts.models import Charge, Signature
from habitue.house_accounts.signatures import NotASignature, Signed
from habitue.printing import actions as printing
from habitue.printing import papers
from tests.cast import Cast, refused

SCRIBBLE = "M20 100L60 40L100 150L140 60M200 90L320 95"


def save(cast: Cast, bill: Bill, signed: Signed) -> Any:
    def work(op: Any) -> None:
        bills.save_on_account(op, bill=bill)
        signatures.sign(op, bill=bill.id, signed=signed)

    return cast.act(work)


def test_a_signature_is_kept_with_its_charge(cast: Cast) -> None:
    cast.rule(sign_from_minor=2000)
    bill = cast.bill("43.10", cast.bob)

    save(cast, bill, signatures.read(SCRIBBLE, ""))

    [kept] = signatures.of_bills(cast.house, [bill.id])
    assert (kept.path, kept.person_id, kept.charge.amount_minor) == (SCRIBBLE, cast.bob.id, 4310)


@pytest.mark.parametrize(("amount", "wanted"), [("19.99", False), ("20", True), ("43.10", True)])
def test_it_is_wanted_from_an_amount_on(cast: Cast, amount: str, wanted: bool) -> None:
    cast.rule(sign_from_minor=2000)
    bill = cast.bill(amount, cast.bob)

    if wanted:
        with refused("malformed", field="signature"):
            save(cast, bill, Signed())
    else:
        save(cast, bill, Signed())

    assert Charge.objects.of(cast.house).exists() is not wanted


def test_a_house_that_wants_none_takes_none(cast: Cast) -> None:
    save(cast, cast.bill(500 - 1, cast.bob), Signed())

    assert not Signature.objects.of(cast.house).exists()


def test_a_typed_name_will_do(cast: Cast) -> None:
    cast.rule(sign_from_minor=0)
    bill = cast.bill(10, cast.bob)

    save(cast, bill, signatures.read("", "  Ирина \x00 Петрова "))

    assert signatures.of_bills(cast.house, [bill.id])[0].name == "Ирина Петрова"


@pytest.mark.parametrize(
    "path",
    [
        "M1 1",
        "M1 1L2 2",
        "M0 0L601 3",
        "M0 0L3 201",
        "L1 1L200 100",
        "M0 0L100 100Z",
        'M0 0L100 100"/><script>alert(1)</script>',
        "M0 0L100 100" + "L100 100" * 2000,
        "M-5 0L100 100",
        "M1e9 0L100 100",
        "nonsense",
    ],
    ids=[
        "dot",
        "touch",
        "wide",
        "low",
        "no-start",
        "closed",
        "script",
        "long",
        "minus",
        "e",
        "no",
    ],
)
def test_what_is_no_signature_is_refused(path: str) -> None:
    with pytest.raises(NotASignature):
        signatures.read(path, "")


def test_the_paper_shows_it(cast: Cast) -> None:
    cast.rule(sign_from_minor=0)
    bill = cast.bill("43.10", cast.bob)
    save(cast, bill, signatures.read(SCRIBBLE, "Bob"))
    printer = cast.act(
        printing.add_printer, venue=cast.venue, name="Bar", host="10.0.0.9", tills=[cast.till.id]
    )
    job = cast.act(printing.put, document="receipt", of=bill.id, printer=printer, by=cast.cashier)

    texts = papers.texts(job, job.asked_at)

    [drawing] = [part for part in texts["parts"] if part[0] == "drawing"]
    without = texts | {"parts": [part for part in texts["parts"] if part[0] != "drawing"]}
    signed, unsigned = papers.drawn(texts, 576), papers.drawn(without, 576)
    assert SCRIBBLE in drawing[1]
    assert signed.height - unsigned.height > 100
    assert sum(map(int.bit_count, signed.bits)) > sum(map(int.bit_count, unsigned.bits)) + 500


def test_forgetting_someone_takes_their_signatures(cast: Cast) -> None:
    cast.rule(sign_from_minor=0)
    bill = cast.bill(10, cast.bob)
    save(cast, bill, signatures.read(SCRIBBLE, ""))

    assert cast.act(signatures.forget, person=cast.bob) == 1

    assert signatures.of_bills(cast.house, [bill.id]) == []
    assert Charge.objects.of(cast.house).filter(bill_id=bill.id).exists()
