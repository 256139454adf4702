import pytest

from habitue.exchange.reading import UnreadableFile
from tests.exchange.reads import table

FRENCH = "Prénom;Nom;Société\nÉlodie;Dupré;Œuvre & Cie\n"
RUSSIAN = "Имя;Фамилия\nАлёна;Ёлкина\n"


@pytest.mark.parametrize(
    ("text", "codec", "language", "name"),
    [
        ("Name;Phone\nBob;06\n", "ascii", "fr", "ascii"),
        (FRENCH, "utf-8", "ru", "utf-8"),
        (FRENCH, "utf-8-sig", "ru", "utf-8"),
        (FRENCH, "utf-16", "fr", "utf-16"),
        (FRENCH, "utf-16-le", "fr", "utf-16-le"),
        ("\ufeff" + FRENCH, "utf-16-be", "fr", "utf-16"),
        (FRENCH, "cp1252", "fr", "cp1252"),
        (FRENCH, "cp1252", "de", "cp1252"),
        (FRENCH, "cp1252", "en-GB", "cp1252"),
        (RUSSIAN, "utf-8", "fr", "utf-8"),
        (RUSSIAN, "cp1251", "ru", "cp1251"),
        ("Imię;Nazwisko\nŁucja;Żak\n", "cp1250", "pl", "cp1250"),
        ("Όνομα;Phone\nΆννα;1\n", "cp1253", "el", "cp1253"),
        ("名前;Phone\n山田;1\n", "cp932", "ja", "cp932"),
    ],
)
def test_an_encoding_is_recognised(text: str, codec: str, language: str, name: str) -> None:
    found = table(text.encode(codec), language)

    assert found.encoding == name
    first = text.lstrip("\ufeff").splitlines()
    assert [*found.columns] == first[0].split(";")
    assert [*next(found.rows()).cells] == first[1].split(";")


def test_what_bytes_leave_open_is_chosen_by_the_language_and_said() -> None:
    found = table(RUSSIAN.encode("cp1251"), "fr")

    assert found.encoding == "cp1252"
    assert "cp1252" in found.warnings[0]


def test_what_utf_proves_needs_no_warning() -> None:
    assert table(FRENCH).warnings == []
    assert table(FRENCH.encode("utf-16")).warnings == []


def test_a_byte_the_code_page_has_not_tries_the_older_one() -> None:
    found = table("Prénom;Nom\nÉric;Zoü\n".encode("cp850"), "fr")

    assert found.encoding == "cp850"
    assert next(found.rows()).cells == ("Éric", "Zoü")


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("cp1251", "cp1251"),
        ("windows-1251", "cp1251"),
        ("Latin1", "iso8859-1"),
        ("KOI8-R", "koi8-r"),
    ],
)
def test_a_person_may_say_the_encoding(asked: str, name: str) -> None:
    found = table(RUSSIAN.encode("cp1251"), "fr", asked)

    assert found.encoding == name
    assert found.warnings == []


def test_utf_8_asked_for_takes_the_mark_off() -> None:
    found = table(FRENCH.encode("utf-8-sig"), "fr", "utf-8")

    assert found.columns[0] == "Prénom"


@pytest.mark.parametrize("asked", ["klingon", "hex", "rot13", "base64", "unicode_escape", "utf\0"])
def test_an_encoding_nobody_has_is_refused(asked: str) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        table("a,b\n", "fr", asked)

    assert "There is no encoding called" in refusal.value.sentence


def test_a_file_that_is_not_in_the_encoding_asked_for_is_refused() -> None:
    with pytest.raises(UnreadableFile) as refusal:
        table(FRENCH.encode("cp1252"), "fr", "utf-8")

    assert refusal.value.sentence == "This file is not written in utf-8."
