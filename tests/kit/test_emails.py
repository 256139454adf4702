import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest

from habitue.kit import emails, phones


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (" Anne.Dupre@Example.COM ", "Anne.Dupre@example.com"),
        ("<a.b@c.test>", "a.b@c.test"),
        ("mailto:john@doe.invalid", "john@doe.invalid"),
        ("müller@exämple.example", "müller@exämple.example"),
        ("till@caisse.local", "till@caisse.local"),
    ],
)
def test_an_address_has_a_normal_form(typed: str, address: str) -> None:
    assert emails.read(typed) == emails.Email(address)


@pytest.mark.parametrize("typed", ["", "anne", "anne@", "@x.fr", "a b@x.fr", "a@x", "a@x..fr"])
def test_what_is_no_address_says_so(typed: str) -> None:
    email = emails.read(typed)

    assert email.address is None
    assert email.reason


def test_two_spellings_are_one_address_when_matching() -> None:
    assert emails.key("Anne@Example.com ") == emails.key("anne@example.com")


@pytest.mark.parametrize(
    ("address", "phone", "made"),
    [
        ("0612345678@aptimyz.com", None, True),
        ("0612345678@gmail.com", "06 12 34 56 78", True),
        ("33612345678@x.test", "06 12 34 56 78", True),
        ("+33612345678@x.test", None, True),
        ("06.12.34.56.78@x.test", None, True),
        ("anne0612345678@x.test", "06 12 34 56 78", False),
        ("anne@aptimyz.com", "06 12 34 56 78", False),
        ("20181234@uni.test", "06 12 34 56 78", False),
        ("13812345678@139.com", "+86 138 1234 5678", False),
        ("12345@x.test", None, False),
    ],
)
def test_an_address_made_of_a_phone_is_recognised(
    address: str, phone: str | None, made: bool
) -> None:
    known = phones.read(phone, "FR") if phone else None

    assert emails.is_made_from_phone(address, known, "FR") is made


def test_isemail_cases_differ_only_where_we_mean_to(shared: Path) -> None:
    """We forgive blank space around an address and ask for a dot in its domain; no more."""
    for address, category in _cases(shared / "data/people/isemail_tests.xml"):
        accepted = emails.read(address).address is not None
        if category in ("ISEMAIL_VALID_CATEGORY", "ISEMAIL_DNSWARN"):
            assert accepted or "." not in address.rpartition("@")[2], address
        if category == "ISEMAIL_ERR":
            assert not accepted or address != address.strip(), address


def _cases(path: Path) -> Iterator[tuple[str, str]]:
    """The file writes control characters as their pictures, U+2400 and on."""
    for case in ET.parse(path).getroot().iter("test"):
        written = case.findtext("address") or ""
        yield (
            "".join(chr(ord(c) - 0x2400) if 0x2400 <= ord(c) <= 0x2420 else c for c in written),
            case.findtext("category") or "",
        )
