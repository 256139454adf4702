import pytest

from habitue.kit.money import Money
from tests.exchange.reads import AMERICAN, FRENCH, draft, drafts, fates, refused, warned


def test_absent_is_not_empty() -> None:
    found = draft(email="", phone="06 12 34 56 78")

    assert found.fields == {"last_name": "Dupont", "type": "person", "phone": "06 12 34 56 78"}
    assert found.type_is_stated is False
    assert found.phones[0].e164 == "+33612345678"


def test_a_malformed_address_is_left_out_with_a_warning() -> None:
    found = draft(email="anne@", email_other="anne@example.test")

    assert found.fields["email"] == "anne@example.test"
    assert warned(found) == ["email"]


@pytest.mark.parametrize("phone", ["06 12 34 56 78", ""])
def test_an_invented_address_is_left_out_with_a_warning(phone: str) -> None:
    found = draft(email="0612345678@aptimyz.com", phone=phone)

    assert "email" not in found.fields
    assert warned(found) == ["email"]


def test_a_number_that_is_none_is_kept_with_a_warning() -> None:
    found = draft(phone="chez sa mère")

    assert found.fields["phone"] == "chez sa mère"
    assert warned(found) == ["phone"]


def test_several_numbers_in_a_cell_are_all_kept() -> None:
    found = draft(phone="06 12 34 56 78 / 01 23 45 67 89", phones="+33 6 12 34 56 78")

    assert found.fields["phone"] == "06 12 34 56 78"
    assert found.fields["phones"] == ("06 12 34 56 78", "01 23 45 67 89")


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        ("'+33 6 12 34 56 78", "+33 6 12 34 56 78"),
        ("'0612345678", "0612345678"),
        ("6.12345678E+08", "612345678"),
        ("6,12345678e+08", "612345678"),
    ],
)
def test_what_spreadsheets_do_to_numbers_is_undone(cell: str, phone: str) -> None:
    found = draft(phone=cell)

    assert found.fields["phone"] == phone
    assert found.phones[0].e164 == "+33612345678"


def test_a_number_a_spreadsheet_has_cut_is_left_out() -> None:
    found = draft(phone="6.12E+08", cards="1.2345678901234E+17")

    assert "phone" not in found.fields
    assert found.cards == ()
    assert warned(found) == ["phone", "cards"]


def test_a_bank_card_never_gets_through() -> None:
    found = draft(
        cards="600123456789;4111 1111 1111 1111",
        phone="5555555555554444",
        notes="pays with 4111-1111-1111-1111, likes tea",
        search_code="378282246310005",
        user_id="%B4111111111111111^DUPONT^2512?",
    )

    assert found.cards == ("600123456789",)
    assert found.fields["notes"] == "pays with , likes tea"
    assert {"phone", "search_code", "user_id"} & found.fields.keys() == set()
    assert sorted(set(warned(found))) == ["cards", "notes", "phone", "search_code", "user_id"]
    assert "4111" not in str(found) and "5555" not in str(found)


def test_a_foreign_mobile_number_is_no_bank_card() -> None:
    found = draft(phone="+49 1512 3456789", notes="call +4915123456789")

    assert found.fields["notes"] == "call +4915123456789"
    assert found.warnings == ()


@pytest.mark.parametrize(
    ("cells", "kind", "stated"),
    [
        ({"type": "P"}, "person", True),
        ({"type": "B"}, "company", True),
        ({"type": "Professionnel"}, "company", True),
        ({"type": "Юрлицо"}, "company", True),
        ({"is_company": "1"}, "company", True),
        ({"is_person": "non"}, "company", True),
        ({"company_name": "Acme"}, "person", False),
        ({"last_name": "", "company_name": "Acme"}, "company", False),
        ({"last_name": "", "full_name": "Müller GmbH"}, "company", False),
        ({"last_name": "", "full_name": "Anne Dupont"}, "person", False),
    ],
)
def test_a_row_is_about_a_person_or_a_company(
    cells: dict[str, str], kind: str, stated: bool
) -> None:
    found = draft(**cells)

    assert (found.fields["type"], found.type_is_stated) == (kind, stated)


@pytest.mark.parametrize(
    ("full", "first", "last"),
    [
        ("Anne Dupont", "Anne", "Dupont"),
        ("DUPONT Anne Marie", "Anne Marie", "DUPONT"),
        ("Dupont, Anne", "Anne", "Dupont"),
        ("Mme Anne Dupont", "Anne", "Dupont"),
        ("Jean de la Fontaine", None, "Jean de la Fontaine"),
        ("Anne", None, "Anne"),
    ],
)
def test_a_name_is_split_only_where_the_seam_is_certain(
    full: str, first: str | None, last: str
) -> None:
    found = draft(last_name="", full_name=full)

    assert (found.fields.get("first_name"), found.fields["last_name"]) == (first, last)


def test_a_row_without_a_name_or_a_sign_is_refused() -> None:
    fate = refused(last_name="", notes="anne")

    assert (fate.field, fate.row) == ("last_name", 1)


def test_a_row_with_a_sign_alone_may_speak_of_someone_in_the_book() -> None:
    assert draft(last_name="", email="anne@example.test").fields["email"] == "anne@example.test"


def test_a_name_too_long_is_refused() -> None:
    assert refused(last_name="x" * 121).field == "last_name"


def test_places_are_known_by_any_name() -> None:
    found = draft(
        address__country="Allemagne",
        address__street="Feldweg",
        street_number="28",
        street_more="Hof 2",
        postal_code_city="D-01067 Dresden",
    )

    assert found.fields["address.country"] == "DE"
    assert found.fields["address.street"] == "Feldweg 28, Hof 2"
    assert found.fields["address.postal_code"] == "01067"
    assert found.fields["address.city"] == "Dresden"


def test_a_zero_lost_from_a_postal_code_comes_back() -> None:
    assert draft(address__postal_code="1000").fields["address.postal_code"] == "01000"
    assert draft(address__postal_code="1000", address__country="BE").fields[
        "address.postal_code"
    ] == "1000"  # fmt: skip


def test_the_house_number_stands_first_in_france() -> None:
    found = draft(address__street="rue du Port", street_number="5")

    assert found.fields["address.street"] == "5 rue du Port"


@pytest.mark.parametrize(
    ("cells", "fields"),
    [
        ({"language": "Français"}, {"language": "fr"}),
        ({"language": "en-GB"}, {"language": "en"}),
        ({"currency": "chf"}, {"currency": "CHF"}),
        ({"currency": "€"}, {"currency": "EUR"}),
        ({"active": "Actif"}, {"active": True}),
        ({"inactive": "yes"}, {"active": False}),
        ({"taxable": "y"}, {"tax_exempt": False}),
        ({"on_account_allowed": "Да"}, {"on_account_allowed": True}),
        ({"tags": "VIP, Wholesale; * My Contacts"}, {"tags": ("VIP", "Wholesale", "My Contacts")}),
        ({"website": "www.acme.test"}, {"website": "www.acme.test"}),
        ({"discount_percent": "12.5 %"}, {"discount_percent": 1250}),
        ({"discount_percent": "5", "discount_kind": "0"}, {"discount_percent": 500}),
        ({"credit_limit": "€ 1.000,50"}, {"credit_limit": Money(100050, "EUR")}),
        ({"credit_limit": "illimité"}, {}),
        ({"marketing_allowed": "Subscribed"}, {"marketing_allowed": True}),
        ({"marketing_allowed": "Unknown"}, {}),
        ({"marketing_allowed": "yes", "marketing_refused": "1"}, {"marketing_allowed": False}),
        ({"notes": "a\r\nb", "first_name": "An\nne"}, {"notes": "a\nb", "first_name": "An ne"}),
    ],
)
def test_fields_are_read(cells: dict[str, str], fields: dict[str, object]) -> None:
    found = draft(**cells)

    assert found.fields == {"last_name": "Dupont", "type": "person"} | fields
    assert found.warnings == ()


@pytest.mark.parametrize(
    ("key", "cell"),
    [
        ("currency", "shells"),
        ("address__country", "Atlantis"),
        ("birthday", "31/02/1980"),
        ("birthday", "2031-01-01"),
        ("website", "javascript:alert(1.0)"),
        ("discount_percent", "5"),
    ],
)
def test_what_cannot_be_read_is_left_out_and_said(key: str, cell: str) -> None:
    found = draft(**{key: cell, "discount_kind": "1"})

    assert key.replace("__", ".") not in found.fields
    assert warned(found) == [key.replace("__", ".")]


@pytest.mark.parametrize(
    ("cells", "paid", "owes", "points"),
    [
        ({"opening_balance": "12,50"}, 1250, 0, 0),
        ({"opening_balance": "-43,10"}, 0, 4310, 0),
        ({"opening_balance": "(43,10)"}, 0, 4310, 0),
        ({"opening_paid": "20", "opening_points": "120.7"}, 2000, 0, 120),
        ({"opening_owes": "43,10 €"}, 0, 4310, 0),
    ],
)
def test_balances_open_in_words_not_signs(
    cells: dict[str, str], paid: int, owes: int, points: int
) -> None:
    opening = draft(**cells).opening

    assert opening is not None
    assert (opening.paid.amount, opening.owes.amount, opening.points) == (paid, owes, points)


def test_a_balance_of_nothing_opens_nothing() -> None:
    assert draft(opening_balance="0,00", opening_points="0").opening is None


@pytest.mark.parametrize(
    ("key", "cell"),
    [
        ("opening_paid", "-5"),
        ("opening_owes", "-5"),
        ("opening_paid", "5 USD"),
        ("opening_paid", "$5"),
        ("opening_paid", "a lot"),
        ("opening_paid", "1.2345"),
        ("opening_points", "-3"),
        ("opening_paid", "9" * 15),
        ("credit_limit", "-1"),
        ("discount_percent", "120"),
        ("discount_percent", "half"),
        ("opening_paid", "12.345"),
        ("opening_on", "soon"),
    ],
)
def test_money_that_is_not_certain_refuses_its_row(key: str, cell: str) -> None:
    fate = refused(AMERICAN if cell == "12.345" else FRENCH, **{"opening_paid": "1", key: cell})

    assert fate.field == key


def test_phones_of_the_wrong_kind_are_passed_over() -> None:
    [found] = drafts(
        "Name,Phone 1 - Type,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value\n"
        "Anne,Home Fax,01 23 45 67 89,Mobile,06 12 34 56 78\n"
    )

    assert found.fields["phone"] == "06 12 34 56 78"


def test_every_row_has_a_fate_when_nothing_maps() -> None:
    found = fates("Umsatz;Konto\n1,00;8400\n2,00;8400\n")

    assert [fate.row for fate in found] == [1, 2]
    assert {type(fate).__name__ for fate in found} == {"Refused"}
