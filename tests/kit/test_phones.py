import json
from pathlib import Path

import pytest

from habitue.kit import phones


@pytest.mark.parametrize(
    ("typed", "country", "e164"),
    [
        ("06 12 34 56 78", "FR", "+33612345678"),
        ("06.12.34.56.78", "fr", "+33612345678"),
        ("+33 (0)6 12 34 56 78", "FR", "+33612345678"),
        ("0033 6 12 34 56 78", "FR", "+33612345678"),
        ("00336 12 34 56 78", "US", "+33612345678"),
        ("tel:+1-418-656-9254;ext=102", "CA", "+14186569254"),
        ("8 (912) 345-67-89", "RU", "+79123456789"),
        ("030 239923", "DE", "+4930239923"),
    ],
)
def test_one_number_has_one_form(typed: str, country: str, e164: str) -> None:
    phone = phones.read(typed, country)

    assert phone.e164 == e164
    assert phone.typed == typed


@pytest.mark.parametrize("typed", ["maison", "12", "", "06 12", "?", "+", "\N{BELL}"])
def test_what_is_no_number_is_kept_with_a_warning(typed: str) -> None:
    phone = phones.read(typed, "FR")

    assert phone.typed == typed
    assert phone.e164 is None
    assert phone.warning


def test_a_number_nobody_has_is_kept_with_a_warning() -> None:
    phone = phones.read("123-456-7890", "US")

    assert phone.e164 == "+11234567890"
    assert phone.warning


def test_a_number_is_found_by_its_world_form_and_its_national_one() -> None:
    phone = phones.read("06 12 34 56 78", "FR")

    assert phone.search == ("33612345678", "0612345678")


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("06 12 34", "061234"),
        ("+33 (0)6 12", "33612"),
        ("0033 6", "336"),
        ("345-67", "34567"),
        ("dupont 06", None),
        ("", None),
        ("()", None),
    ],
)
def test_a_query_that_looks_like_a_number_is_asked_by_its_digits(
    query: str, asked: str | None
) -> None:
    assert phones.asked(query) == asked


def test_every_region_is_understood_however_it_is_written(shared: Path) -> None:
    examples = json.loads((shared / "data/phones/example_numbers.json").read_text("utf-8"))

    for number in examples["valid"]:
        for form in ("e164", "national", "international", "rfc3966"):
            phone = phones.read(number[form], number["region"])
            assert (phone.e164, phone.warning) == (number["e164"], None), number
    for number in examples["invalid"]:
        assert phones.read(number["e164_shape"], number["region"]).warning, number
