import json
from pathlib import Path

import pytest

from habitue.exchange.reading import UnreadableFile, mapping
from tests.exchange.reads import table

VENDORS = {
    "Toast": {
        "First Name": "first_name", "Last Name": "last_name", "Email": "email",
        "Phone": "phone", "Guest ID": "user_id", "Loyalty Points": "opening_points",
        "Gift Card Balance": "opening_paid", "Lifetime Spend": None,
    },
    "Loyverse": {
        "Customer ID": "user_id", "Customer name": "full_name", "Email": "email",
        "Phone": "phone", "Address": "address.street", "City": "address.city",
        "Region": "address.region", "Postal code": "address.postal_code",
        "Country": "address.country", "Customer code": "cards",
        "Points balance": "opening_points", "Note": "notes", "Total visits": None,
    },
    "Lightspeed": {
        "customer_code": "cards", "company_name": "company_name", "first_name": "first_name",
        "last_name": "last_name", "email": "email", "phone": "phone", "mobile": "phones",
        "physical_address1": "address.street", "physical_city": "address.city",
        "physical_postcode": "address.postal_code", "customer_group_name": "tags",
        "date_of_birth": "birthday", "loyalty_balance": "opening_points",
        "store_credit": "opening_paid", "gender": None,
    },
    "eHopper": {
        "Type": "type", "First Name": "first_name", "Company": "company_name",
        "Customer Code": "cards", "Tax Exempt": "tax_exempt", "Store": None,
        "Salesperson": None, "Points": "opening_points",
    },
    "Aptimyz": {
        "Nom": "first_name", "Nom de famille": "last_name", "Téléphone": "phone",
        "Courriel": "email", "Marketing autorisé": "marketing_allowed",
        "Réception par e-mail au client": "email_receipts",
        "Nom de l’entreprise": "company_name", "Solde du compte": "opening_balance",
        "Limite de crédit": "credit_limit",
    },
    "Jowi": {
        "Имя": "first_name", "Фамилия": "last_name", "Отчество": "middle_name",
        "Телефон": "phone", "Дата рождения": "birthday", "Номер карты": "cards",
        "Скидка %": "discount_percent", "Депозит": "opening_paid",
        "Персональный код": "personal_code", "Пол": None,
    },
    "WooCommerce": {
        "user_login": None, "user_email": "email", "user_pass": None,
        "billing_first_name": "first_name", "billing_last_name": "last_name",
        "billing_phone": "phone", "billing_address_1": "address.street",
        "billing_city": "address.city", "billing_postcode": "address.postal_code",
    },
    "Outlook, German": {
        "Vorname": "first_name", "Nachname": "last_name", "Firma": "company_name",
        "Straße geschäftlich": "address.street", "Ort geschäftlich": "address.city",
        "Postleitzahl geschäftlich": "address.postal_code", "Mobiltelefon": "phone",
        "Telefon (privat)": "phones", "E-Mail-Adresse": "email", "Geburtstag": "birthday",
    },
    "Outlook, French": {
        "Prénom": "first_name", "Nom": "last_name", "Société": "company_name",
        "Rue (bureau)": "address.street", "Code postal (bureau)": "address.postal_code",
        "Tél. mobile": "phone", "Adresse de messagerie": "email",
    },
    "Apple Numbers, Russian": {
        "ФИО": "full_name", "Эл. почта": "email", "Город": "address.city",
        "Баланс": "opening_balance", "Бонусы": "opening_points",
    },
}  # fmt: skip


@pytest.mark.parametrize("vendor", VENDORS)
def test_columns_of_many_vendors_are_known(vendor: str) -> None:
    known = VENDORS[vendor]

    assert mapping.guess(list(known), []) == known


def test_headers_of_known_vendors_are_known(shared: Path) -> None:
    vendors = json.loads((shared / "data/customer-files/vendor_headers.json").read_text("utf-8"))
    square, shopify, dish = (mapping.guess(vendor["columns"], []) for vendor in vendors)

    assert square["Email Subscription Status"] == "marketing_allowed"
    assert square["Reference ID"] == "user_id"
    assert square["Memo"] == "notes"
    assert shopify["Default Address City"] == "address.city"
    assert shopify["Default Address Address1"] == "address.street"
    assert (shopify["Phone"], shopify["Default Address Phone"]) == ("phone", "phones")
    assert None not in dish.values()
    assert dish["Nom"] == "full_name"


def test_one_whole_address_is_read_of_several() -> None:
    columns = ["Home Street", "Home City", "Business Street", "Business City", "Name"]

    guessed = mapping.guess(columns, [["", "", "Rue du Port", "Sète", "Anne"]])

    assert guessed["Business Street"] == "address.street"
    assert guessed["Business City"] == "address.city"
    assert guessed["Home Street"] is None


def test_a_name_that_may_mean_anything_is_believed_by_its_contents() -> None:
    columns = ["Name", "Status", "Type"]

    assert mapping.guess(columns, [["A", "Active", "P"]])["Status"] == "active"
    assert mapping.guess(columns, [["A", "Gold", "32"]]) == {
        "Name": "full_name",
        "Status": None,
        "Type": None,
    }


def test_the_fullest_column_tells_customers_apart() -> None:
    columns = ["Customer number", "ID", "Name"]

    guessed = mapping.guess(columns, [["", "1", "A"], ["7", "2", "B"]])

    assert guessed == {"Customer number": None, "ID": "user_id", "Name": "full_name"}


def test_a_column_full_of_addresses_is_the_e_mail() -> None:
    found = table("Anne;anne@a.test\nBob;bob@b.test\n")

    assert mapping.guess(found.columns, found.sample()) == {"Column 1": None, "Column 2": "email"}


@pytest.mark.parametrize("column", ["Password *", "Mot de passe", "PIN", "IBAN", "user_pass"])
def test_a_secret_column_is_never_read(column: str) -> None:
    assert mapping.guess(["Name", column], [["A", "a@b.test"]])[column] is None
    assert mapping.secret(["Name", column]) == [column]


def test_a_person_corrects_the_guess() -> None:
    guessed = mapping.guess(["Name", "Nickname", "Text", "Phone"], [])

    corrected = mapping.corrected(
        guessed, {"nickname": "search_code", "Text": "full_name", "Phone": ""}
    )

    assert corrected == {
        "Name": None,
        "Nickname": "search_code",
        "Text": "full_name",
        "Phone": None,
    }


@pytest.mark.parametrize("asked", [{"Nom": "notes"}, {"Name": "shoe_size"}])
def test_a_correction_that_fits_nothing_is_refused(asked: dict[str, str]) -> None:
    with pytest.raises(UnreadableFile):
        mapping.corrected({"Name": "full_name"}, asked)
