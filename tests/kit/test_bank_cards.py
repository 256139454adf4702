import pytest

from habitue.kit import bank_cards

NUMBERS = [
    "4111111111111111",
    "4222222222222",
    "5555555555554444",
    "2223003122003222",
    "378282246310005",
    "6011111111111117",
    "30569309025904",
    "3530111333300000",
    "6200000000000005",
    "6304000000000000",
    "2200000000000004",
]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_bank_card_is_recognised(number: str) -> None:
    assert bank_cards.is_bank_card(number)
    assert bank_cards.is_bank_card(" " + "-".join(number[i : i + 4] for i in range(0, 19, 4)))
    assert bank_cards.holds_bank_card(f"paid with {number} today")


@pytest.mark.parametrize(
    "swipe",
    [
        "%B4111111111111111^DUPONT/A^25121010000?",
        ";4111111111111111=25121010000012300000?",
        "%B4111111111111112^WRONG/CHECK^2512?",
        "é%b4111111111111111^x^25?;4111111111111111=25?",
    ],
)
def test_a_swipe_is_recognised_by_its_tracks(swipe: str) -> None:
    assert bank_cards.is_bank_card(swipe)
    assert bank_cards.without_bank_cards(swipe) == ""


@pytest.mark.parametrize(
    "ours",
    ["4111111111111112", "600123456789", "04A2B3C4D5", ";600123456?", "3612345678905", "",
     "0612345678", "FR7630006000011234567890189", "06 12 34 56 78 01 02 03 04 05"],
)  # fmt: skip
def test_other_numbers_are_left_alone(ours: str) -> None:
    assert not bank_cards.is_bank_card(ours)
    assert bank_cards.without_bank_cards(ours) == ours


def test_a_note_keeps_everything_but_the_card() -> None:
    note = "Table 4, card 4111 1111 1111 1111, likes tea"

    assert bank_cards.without_bank_cards(note) == "Table 4, card , likes tea"
