"""I38 reads every text: it must find a bank card, and cry wolf over nothing."""

from __future__ import annotations

import pytest

from habitue.house.bank_card_check import no_bank_cards
from habitue.operations.models import Operation
from tests.cast import Cast

CARD = "4111111111111111"


def _said(cast: Cast, key: str) -> list[str]:
    operation = Operation.objects.of(cast.house).first()
    assert operation is not None
    Operation.objects.of(cast.house).filter(pk=operation.pk).update(key=key)
    return [line for line in no_bank_cards(cast.house).offenders if "operations_operation" in line]


@pytest.mark.parametrize(
    "key",
    [
        f"b3{CARD}0a1c4e5f6a7b8c",  # a UUID without its hyphens
        f"{CARD}ab4e5f6a7b8cdeff",
        f"0192{CARD[:4]}-{CARD[4:8]}-{CARD[8:12]}-{CARD[12:]}-0a1c4e5f6a7b",
        f"bill_{CARD}_of_the_terrace",
    ],
)
def test_a_made_up_key_is_no_bank_card(cast: Cast, key: str) -> None:
    assert _said(cast, key) == []


@pytest.mark.parametrize(
    "key", [CARD, f"paid with {CARD}", "4111-1111-1111-1111", f"B{CARD}", f"caf\\u00e9 {CARD}"]
)
def test_a_bank_card_in_a_key_is_found(cast: Cast, key: str) -> None:
    assert len(_said(cast, key)) == 1
