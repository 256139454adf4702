"""Erasing through the program: no byte is left in its folder, and no copy brings anybody back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.serving import Installation, copied
from tests.site.test_backup import Elsewhere, elsewhere

__all__ = ["elsewhere"]

MARK = "Zyxwvut"
EMAIL = f"{MARK}@example.org"
BOOK = f"First name,Last name,E-mail,Phone,Notes\n{MARK},Novak,{EMAIL},+33698765432,likes {MARK}\n"


@pytest.fixture
def installation(prepared: Installation, tmp_path: Path) -> object:
    with copied(prepared, tmp_path / "data") as made:
        file = tmp_path / "book.csv"
        file.write_text(BOOK)
        made.habitue("import", "customers", str(file))
        file.unlink()
        yield made


def _says(folder: Path) -> list[str]:
    return sorted(
        path.name
        for path in folder.rglob("*")
        if path.is_file() and MARK.lower().encode() in path.read_bytes().lower()
    )


@pytest.mark.slow
def test_it_says_first_what_it_would_do(installation: Installation) -> None:
    asked = installation.habitue("erase", EMAIL, check=False)
    done = installation.habitue("erase", EMAIL, "--yes")
    again = installation.habitue("erase", EMAIL, "--yes", check=False)

    assert "say --yes" in asked and f"{MARK} Novak" in asked
    assert "customers_customer" in done and MARK not in done
    assert again == ""  # nobody is known by it any more


@pytest.mark.sqlite
def test_no_byte_of_them_is_left_in_the_data_folder(installation: Installation) -> None:
    assert _says(installation.folder)

    installation.habitue("erase", EMAIL, "--yes")

    assert _says(installation.folder) == []
    installation.habitue("verify")


def test_a_copy_that_is_put_back_brings_nobody_back(
    installation: Installation, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    copy = tmp_path / "copies" / "monday.habitue"
    copy.parent.mkdir()
    installation.habitue("backup", str(copy))
    installation.habitue("erase", EMAIL, "--yes")
    shutil.copy(installation.folder / "erasures.jsonl", copy.parent)

    there = elsewhere(installation)
    said = there.habitue("restore", str(copy))

    assert "1 who had been erased were erased again" in said
    assert MARK not in there.habitue("export", "customers")
    list_ = (there.folder / "erasures.jsonl").read_text()
    assert list_.count("\n") == 3 and list_.count("digest") == 2  # their e-mail, their number


@pytest.mark.slow
def test_an_objection_outlives_a_copy_that_never_knew_whose_it_was(
    installation: Installation, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    copy = tmp_path / "copies" / "monday.habitue"
    copy.parent.mkdir()
    installation.habitue("backup", str(copy))
    file = tmp_path / "later.csv"
    file.write_text("First name,E-mail,Newsletter\nEve,eve@example.org,yes\n")
    installation.habitue("import", "customers", str(file))
    installation.habitue("erase", "eve@example.org", "--yes")
    shutil.copy(installation.folder / "erasures.jsonl", copy.parent)
    there = elsewhere(installation)
    there.habitue("restore", str(copy))

    said = there.habitue("import", "customers", str(file), "--json")

    assert "wanted no offers" in said and json.loads(said)["created"] == 1
    assert (there.folder / "erasures.jsonl").read_text().count("digest") == 1


@pytest.mark.slow
def test_without_the_list_it_says_who_may_be_back(
    installation: Installation, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    copy = tmp_path / "copies" / "monday.habitue"
    copy.parent.mkdir()
    installation.habitue("backup", str(copy))
    installation.habitue("erase", EMAIL, "--yes")

    there = elsewhere(installation)

    assert "no list of erasures was found" in there.habitue("restore", str(copy))
    assert MARK in there.habitue("export", "customers")


@pytest.mark.slow
def test_an_archive_file_brings_nobody_back(
    installation: Installation, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    file = tmp_path / "files" / "marthe.zip"
    file.parent.mkdir()
    installation.habitue("archive", "export", str(file))
    installation.habitue("erase", EMAIL, "--yes")
    shutil.copy(installation.folder / "erasures.jsonl", file.parent)

    there = elsewhere(installation)
    said = there.habitue("archive", "import", str(file), check=False)

    assert "1 who had been erased were erased again" in said
    assert MARK not in there.habitue("export", "customers")
