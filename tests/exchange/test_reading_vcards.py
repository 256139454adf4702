from habitue.exchange.reading.drafts import Draft, Refused
from tests.exchange.reads import drafts, fates, table


def card(*lines: str, version: str = "3.0") -> str:
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


def test_cards_of_three_versions_are_one_table() -> None:
    found = drafts(
        card(
            "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Dupr=C3=A9;=C3=89lo=", "die", version="2.1"
        )
        + card("N:Martin\\, fils;Bob", "FN:Bob, of course", "NOTE:a\\nb\\; c")
        + card("FN:Zoé", "N:;Zoé;;;", "BDAY:--0322", "TEL;VALUE=uri:tel:+33-6-12", version="4.0")
    )

    assert [(d.fields.get("first_name"), d.fields.get("last_name")) for d in found] == [
        ("Élodie", "Dupré"),
        ("Bob", "Martin, fils"),
        ("Zoé", None),
    ]
    assert found[1].fields["notes"] == "a\nb; c"
    assert found[2].fields["birthday"] == "--03-22"
    assert found[2].fields["phone"] == "+33-6-12"


def test_a_broken_card_spoils_no_other() -> None:
    found = fates(
        "BEGIN:VCARD\nVERSION:3.0\nN:Torn;Anne\n"
        + card("N:Martin;Bob", "this is no line", "TEL;TYPE=:06 12 34 56 78")
        + "BEGIN:VCARD\nN:Cut;off\n"
    )

    assert [type(fate) for fate in found] == [Refused, Draft, Refused]
    assert found[0].reason == "The card is not closed."  # type: ignore[union-attr]
    assert found[1].fields["last_name"] == "Martin"  # type: ignore[union-attr]


def test_pictures_are_passed_over_whatever_their_size() -> None:
    picture = "\r\n ".join(["PHOTO;ENCODING=b;TYPE=JPEG:" + "A" * 60] + ["B" * 70] * 40_000)

    [found] = drafts(card("N:Martin;Bob", picture, "EMAIL:bob@example.test"))

    assert found.fields["email"] == "bob@example.test"


def test_a_line_that_holds_up_other_readers_is_passed_over() -> None:
    line = "ORG;CHARSET=UTF-8;ENCODING=QUOTED-PRINTA3" + "=C3=91" * 5_000

    [found] = drafts(card("N:Martin;Bob", line, line + ':"', "EMAIL:bob@example.test"))

    assert found.fields["email"] == "bob@example.test"


def test_folded_lines_are_unfolded() -> None:
    [found] = drafts(card("N:Mar", " tin;Bob", "ORG:Acme;Kit", " chen"))

    assert (found.fields["last_name"], found.fields["company_name"]) == ("Martin", "Acme")


def test_a_company_says_so() -> None:
    shown, kind = drafts(
        card("FN:Acme", "ORG:Acme", "X-ABShowAs:COMPANY")
        + card("FN:Beta", "ORG:Beta", "KIND:org", version="4.0")
    )

    assert shown.fields["type"] == kind.fields["type"] == "company"


def test_fax_machines_are_not_rung() -> None:
    [found] = drafts(
        card("N:M;B", "TEL;TYPE=work,fax:01 23 45 67 89", "TEL;TYPE=cell:06 12 34 56 78")
    )

    assert found.fields["phone"] == "06 12 34 56 78"
    assert "phones" not in found.fields


def test_an_address_book_is_described_like_any_table() -> None:
    found = table(card("N:Dupré;Anne").encode("utf-16"))

    assert (found.format, found.encoding, found.delimiter) == ("vcard", "utf-16", None)
    assert found.header_line is None
