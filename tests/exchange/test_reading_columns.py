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
        "physical_postcode": "address.postal_code", "customer_group_name": "group",
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
    "Toast, rewards": {
        "Rewards Account Number": "cards", "First Name": "first_name", "Email": "email",
        "Phone": "phone", "Current Points": "opening_points", "Lifetime Points": None,
    },
    "Toast, gift cards": {
        "Card #": "cards", "Amount Remaining": "opening_paid", "Status": "card_active",
        "Last Used": None,
    },
    "Square, gift cards": {
        "Gift Card Number": "cards", "Status": "card_active", "Balance": "opening_balance",
        "Initial Value": None, "Activated On": None, "Customer Name": "full_name",
    },
    "Square, loyalty": {
        "Loyalty Account ID": None, "Phone Number": "phone", "Point Balance": "opening_points",
    },
    "Shopify, gift cards": {
        "Id": None, "Last Characters": None, "Code": "cards", "Customer Name": "full_name",
        "Email": "email", "Created At": None, "Expires On": None, "Initial Balance": None,
        "Current Balance": "opening_balance", "Enabled?": "card_active",
    },
    "Loyverse, French": {
        "ID client": "user_id", "Nom du client": "full_name", "Téléphone": "phone",
        "Code client": "cards", "Solde des points": "opening_points", "Total dépensé": None,
    },
    "Loyverse, Russian": {
        "Идентификатор клиента": "user_id", "Имя клиента": "full_name", "Телефон": "phone",
        "Код клиента": "cards", "Баланс баллов": "opening_points", "Первое посещение": None,
    },
    "Lightspeed R": {
        "System ID": "user_id", "First Name": "first_name", "Mobile": "phone",
        "Credit Limit": "credit_limit", "Deposit": "opening_paid", "Archived": "inactive",
        "No Email": "marketing_refused", "Title": None,
    },
    "eHopper, template": {
        "Customer Type": "type", "First Name": "first_name", "Last Name": "last_name",
        "Company Name": "company_name", "Date of Birthday": "birthday",
        "Tax Exempt": "tax_exempt", "Marketing": "marketing_allowed", "Sales Person": None,
    },
    "gift cards, French": {
        "N° carte cadeau": "cards", "Montant restant": "opening_paid", "Valeur initiale": None,
    },
    "gift cards, German": {
        "Gutschein-Nr.": "cards", "Restwert": "opening_paid", "Ursprungswert": None,
    },
    "gift cards, Russian": {
        "Номер сертификата": "cards", "Остаток": "opening_balance", "Номинал": None,
    },
    "unpaid bills": {
        "Invoice Number": None, "Reference": None, "Date": "opening_on", "Due Date": None,
        "Customer": "full_name", "Amount": None, "Amount Due": "opening_owes",
    },
    "unpaid bills, French": {
        "N° facture": None, "Date de facture": "opening_on", "Échéance": None,
        "Client": "full_name", "Montant TTC": None, "Reste à payer": "opening_owes",
    },
    "unpaid bills, German": {
        "Rechnungsnummer": None, "Rechnungsdatum": "opening_on", "Fälligkeit": None,
        "Kunde": "full_name", "Betrag": None, "Offen": "opening_owes",
    },
    "unpaid bills, Russian": {
        "Номер счета": None, "Дата": "opening_on", "Контрагент": "full_name", "Сумма": None,
        "Остаток долга": "opening_owes",
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


def test_a_day_without_a_balance_is_no_balance_of_that_day() -> None:
    assert mapping.guess(["Belegdatum", "Betrag"], []) == {"Belegdatum": None, "Betrag": None}


@pytest.mark.parametrize(
    ("columns", "key"),
    [
        ("id email balance", "user_id"),
        ("uid phone solde", "user_id"),
        ("id balance", "user_id"),
        ("id code balance", None),
        ("id card balance", None),
        ("id email initial_value balance", None),
    ],
)
def test_an_id_is_the_cards_only_among_cards(columns: str, key: str | None) -> None:
    guessed = mapping.guess(columns.split(), [])

    assert guessed[columns.split(maxsplit=1)[0]] == key


@pytest.mark.parametrize(
    ("columns", "keys"),
    [
        (["Member group"], ["tags"]),
        (["Groupe client", "Tags"], ["tags", "tags"]),
        (["group 1", "group 2"], ["tags", "tags"]),
        (["Gruppe 1", "Gruppe 2", "Gruppe"], ["tags", "tags", "group"]),
        (["group", "customer group"], ["group", "tags"]),
        (["customer_group", "group"], ["tags", "group"]),
        (["Kundengruppe"], ["group"]),
    ],
)
def test_of_several_groups_none_is_lost(columns: list[str], keys: list[str]) -> None:
    guessed = mapping.guess(["Name", *columns], [])

    assert list(guessed.values()) == ["full_name", *keys]


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
