"""Pages: whatever a name holds is printed as text, and a page always comes out."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from habitue.paper import codes, pages
from tests.pictures import read_codes

WORDS = Path(__file__).with_name("words.typ")
HOSTILE = (
    "#panic()",
    "$x$ *bold* `raw` @ref <label> // no comment",
    'say "hi" \\ #read("/etc/passwd")',
    "new\nline",
    "a" * 60,
    "مطعم الأرز",
    "日本語のレストラン",
    "Ελένη, Кот, Żółć",
    "bell\x07nul\x00half\ud800",
    "🍕 \uffff",
    "",
)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_printed_as_text(name: str) -> None:
    page = pages.pdf(WORDS, {"names": [name]})

    assert page.startswith(b"%PDF")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_page_meant_to_last_comes_out_whatever_the_fonts(name: str) -> None:
    assert pages.pdf(WORDS, {"names": [name]}, lasting=True).startswith(b"%PDF")


def test_what_a_name_says_is_not_done() -> None:
    told, silent = (pages.pictures(WORDS, {"names": [name]}, 72)[0] for name in ("#lorem(9)", ""))

    assert told != silent


def test_the_same_page_made_at_the_same_moment_is_the_same_file() -> None:
    at = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)

    once, again = (pages.pdf(WORDS, {"names": ["Élodie"]}, at=at) for _ in range(2))

    assert once == again


def test_a_page_meant_to_last_says_so() -> None:
    page = pages.pdf(WORDS, {"names": ["Élodie"]}, lasting=True)

    assert b"pdfaid:part" in page


def test_a_fault_of_the_template_is_not_hidden(tmp_path: Path) -> None:
    broken = tmp_path / "broken.typ"
    broken.write_text("#data.nothing")

    with pytest.raises(pages.typst.TypstError):
        pages.pdf(broken, {}, lasting=True)


def test_a_code_on_a_page_is_read_back() -> None:
    drawn = [codes.qr("habitué").svg(quiet=4), codes.ean13("2912345678906").svg(quiet=11)]

    (page,) = pages.pictures(WORDS, {"names": [], "codes": drawn}, 150)

    assert sorted(read_codes(page)) == ["2912345678906", "habitué"]
