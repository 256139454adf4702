"""A slip of the pen in a tax number is seen; what nobody here knows is left alone."""

import pytest

from habitue.kit.tax_numbers import doubtful

RIGHT = [
    ("FR 40 303 265 045", "FR"),
    ("303 265 045", "FR"),
    ("732 829 320 00074", "FR"),
    ("356 000 000 00048", "FR"),
    ("DE 136 695 976", "DE"),
    ("ATU13585627", "AT"),
    ("BE 0428.759.497", "BE"),
    ("IT 00743110157", "IT"),
    ("NL004495445B01", "NL"),
    ("NL000099998B57", "NL"),
    ("PL 8567346215", "PL"),
    ("PT 501 964 843", "PT"),
    ("LU 150 274 42", "LU"),
    ("DK 13585628", "DK"),
    ("FI 20774740", "FI"),
    ("SE 123456789701", "SE"),
    ("CHE-116.281.710 MWST", "CH"),
    ("7707083893", "RU"),
    ("500100732259", "RU"),
    ("GB 980 7806 84", "GB"),
]
LEFT_ALONE = ["", "n/a", "12-3456789", "143/239/02173", "ABC", "DE", "FRANCE", "１２３", "🍷"]


@pytest.mark.parametrize(("typed", "country"), RIGHT)
def test_a_right_number_is_not_doubted(typed: str, country: str) -> None:
    assert not doubtful(typed, country)
    assert not doubtful(typed, "US") or not typed[:2].isalpha()


@pytest.mark.parametrize(("typed", "country"), [one for one in RIGHT if "GB" not in one])
def test_one_wrong_figure_is_seen(typed: str, country: str) -> None:
    if typed.startswith("356"):
        return  # the post's numbers are not looked at
    at = next(place for place in reversed(range(len(typed))) if typed[place].isdigit())
    wrong = typed[:at] + str((int(typed[at]) + 1) % 10) + typed[at + 1 :]
    if typed.endswith(("B01", "B57", "701")):
        wrong = typed[:4] + str((int(typed[4]) + 1) % 10) + typed[5:]

    assert doubtful(wrong, country)


@pytest.mark.parametrize("typed", LEFT_ALONE)
@pytest.mark.parametrize("country", ["US", ""])
def test_what_nobody_knows_is_left_alone(typed: str, country: str) -> None:
    assert not doubtful(typed, country)


def test_a_prefix_says_the_shape() -> None:
    assert doubtful("FR 123", "US") and doubtful("DE12345678", "FR")
