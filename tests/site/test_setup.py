"""`habitue setup` opens a house; again it changes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from habitue.house.models import House, Venue
from habitue.menu.models import VatRate
from habitue.staff.models import Login, StaffMember

PARIS = ("--currency", "EUR", "--country", "FR", "--timezone", "Europe/Paris")
OWNER = ("--owner", "marthe@example.org")


def test_it_opens_a_house_ready_for_bills(habitue: Any) -> None:
    said = habitue("setup", "--house", "Chez Marthe", *PARIS, *OWNER, "--language", "fr")

    house = House.objects.get()
    assert (said.code, house.slug, house.language) == (0, "chez-marthe", "fr")
    assert Venue.objects.of(house).count() == 1
    assert VatRate.objects.of(house).filter(is_default=True).count() == 1
    assert StaffMember.objects.of(house).get().role.key == "owner"


def test_again_with_the_same_name_changes_nothing(habitue: Any) -> None:
    habitue("setup", "--house", "Chez Marthe", *PARIS, *OWNER)

    said = habitue("setup", "--house", "Chez Marthe", *PARIS, "--owner", "else@example.org")

    assert (said.code, House.objects.count(), Login.objects.count()) == (0, 1, 1)
    assert "nothing was changed" in said.out


def test_with_another_name_it_adds_a_house(habitue: Any) -> None:
    habitue("setup", "--house", "Chez Marthe", *PARIS, *OWNER)

    habitue("setup", "--house", "Bar Marthe", *PARIS, *OWNER)

    assert sorted(House.objects.values_list("slug", flat=True)) == ["bar-marthe", "chez-marthe"]


def test_a_country_nobody_knows_has_no_vat(habitue: Any) -> None:
    habitue(
        *("setup", "--house", "Far", "--currency", "USD", "--country", "ZZ"),
        *("--timezone", "UTC", *OWNER),
    )

    assert VatRate.objects.of(House.objects.get()).get().rate_bp == 0


def test_the_password_is_the_first_line_of_its_file(habitue: Any, tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("la-clef-du-bistro\n")

    habitue("setup", "--house", "Chez Marthe", *PARIS, *OWNER, "--password-file", str(file))

    assert Login.objects.get().check_password("la-clef-du-bistro")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (("--currency", "EURO"), "currency"),
        (("--country", "France"), "country"),
        (("--timezone", "Paris"), "time zone"),
        (("--owner", "marthe"), "e-mail"),
        (("--language", "français"), "language"),
        (("--password-file", "nowhere"), "nowhere"),
    ],
)
def test_a_wrong_answer_is_a_sentence(habitue: Any, wrong: tuple[str, str], sentence: str) -> None:
    said = habitue("setup", "--house", "Chez Marthe", *PARIS, *OWNER, *wrong)

    assert (said.code, sentence in said.err) == (1, True), said.err
    assert not House.objects.exists()
