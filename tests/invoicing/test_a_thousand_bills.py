"""A year of a big company on one invoice: issued, printed and listed while a till waits."""

from __future__ import annotations

import time

import pytest

from habitue.invoicing import paper
from tests.cast import Cast
from tests.invoicing.eaters import Eaters

BILLS = 1_000
ISSUED_MAX, PRINTED_MAX = 5.0, 10.0  # seconds, on a machine that does other things too


@pytest.mark.faults
def test_a_thousand_bills_are_one_invoice(cast: Cast, eaters: Eaters) -> None:
    people = [eaters.hired(f"Eater {n}") for n in range(20)]
    for number in range(BILLS):
        eaters.eats(people[number % 20], "12.34")

    began = time.perf_counter()
    invoice = eaters.invoiced()
    issued = time.perf_counter() - began
    page = paper.pdf(invoice)
    printed = time.perf_counter() - began - issued

    print(f"\n{BILLS} bills: issued in {issued:.2f} s, printed in {printed:.2f} s, {len(page)} B")
    assert invoice.bills == BILLS
    assert invoice.total_minor == 1234 * BILLS
    assert issued < ISSUED_MAX
    assert printed < PRINTED_MAX
