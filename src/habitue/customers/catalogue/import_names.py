"""What other programs call our fields: English, French, German, Russian, and machines.

Names are compared by `header_key`, so case, accents, spaces and punctuation do not matter.
Within a field the likelier name stands first: where a file has several, it wins.
"""

import re

from habitue.kit.text import normalise

_NOT_IN_KEY = re.compile(r"[\W_]+")


def header_key(column: str) -> str:
    """`E-Mail *`, `e_mail` and `Email` are one name."""
    return _NOT_IN_KEY.sub("", normalise(column))


_LISTED: dict[str, str] = {
    "type": """
        type | customer type | account type | client type | type de client | kundentyp
        adresstyp | kundenart | тип клиента | тип | personal business | adressattyp""",
    "first_name": """
        first name | given name | forename | firstname | fname | n_given | n.given
        christian name | cp_givenname | prenom | prenom du client | vorname | имя
        name (first) | vorname (adressattyp natürl. person) | ваше имя | first""",
    "last_name": """
        last name | family name | surname | lastname | lname | n_family | n.family
        second name | nom de famille | nachname | familienname | zuname
        cp_name | фамилия | name (last) | last | name (adressattyp natürl. person)""",
    "middle_name": """
        middle name | additional name | middlename | n_middle | n.additional | deuxieme prenom
        zweiter vorname | weitere vornamen | отчество""",
    "full_name": """
        full name | customer name | name | display name | client name | guest name
        contact name | fn | n_fn | n_fileas | contact | customer | nom | nom complet
        nom et prenom | nom prenom | client | raison sociale ou nom | kunde | kundenname
        vollständiger name | anzeigename | name (adressattyp keine angabe) | фио | ф.и.о.
        полное имя | клиент | имя и фамилия | наименование | file as | member name | гость
        nom affiche
        nom du client | nom client | имя клиента | покупатель | контрагент | должник | partner
        recipient name | beneficiaire | получатель""",
    "company_name": """
        company name | company | business name | organization name | organisation name
        organization | organisation | organization 1 name | org_name | firm | legal name
        employer | account name | societe | nom de la societe | nom de l'entreprise
        entreprise | raison sociale | firma | firmenname | unternehmen | firmenbezeichnung
        name (adressattyp unternehmen) | компания | название компании | организация
        название организации | юридическое лицо | org | default address company
        nom entreprise""",
    "is_person": """
        personne physique | natural person | natürliche person | is a person | is person
        individual | private person | физическое лицо | физлицо | particulier | privatperson""",
    "is_company": """
        is a company | is company | is_company | company (yes/no) | est une societe
        ist eine firma | ist firma | юрлицо | is business | professionnel | b2b""",
    "user_id": """
        user id | customer number | customernumber | customer no | customer no. | reference id
        external id | external reference | id utilisateur | identifiant client | identifiant
        identifiant utilisateur | numero client | numero de client | n° client | no client
        reference client | kundennummer | kunden-nr. | kundennr | kunden-id | benutzer-id
        debitor | debitorennummer | debitoren-nr | adressnummer | номер клиента
        идентификатор | ид клиента | account number | client id | customer id | customer_id
        guest id | member id | membership number | reference | ref | square customer id
        _entity_id | uid | id | ид | customer reference | no de client | personenkonto
        id client
        guest guid | system id | external unique id | lookup id | customer external id
        идентификатор клиента | id клиента""",
    "search_code": """
        search code | search key | short name | code de recherche | suchcode | suchbegriff
        kurzbezeichnung | matchcode | код поиска | zoekcode | mnemonic""",
    "personal_code": """
        personal code | client's personal code | code personnel | persönlicher code
        персональный код | личный код | персональный код клиента | loyalty id""",
    "cards": """
        cards | card numbers | card number | card no | card id | cards number | card
        card code | loyalty card | loyalty card number | member card | membership card
        barcode | gift card | gift card number | customer code | customer barcode
        discount card | card uid | nfc | nfc id | rfid | tag id | id de la carte
        numero de carte | n° de carte | n° carte | n° carte fidelite | carte | carte de fidelite
        no carte | carte fidelite
        numero de carte de fidelite | code client | code-barres | code barre | karte
        kartennummer | karten-id | karten-nr | kundenkarte | kundenkartennummer | kundencode
        strichcode | номер карты | карта | карта клиента | карта лояльности | код карты
        штрихкод | штрих-код | дисконтная карта | скидочная карта | номер дисконтной карты
        код клиента | gan
        card # | gift card code | gift card no | giftcard | voucher code | voucher number
        certificate number | rewards account number | rewards card number
        loyalty account number | loyalty card no | numero de carte cadeau | numero carte cadeau
        n° carte cadeau | code carte cadeau | carte cadeau | bon cadeau | code cadeau
        numero du bon | gutscheinnummer | gutschein-nr. | gutscheincode | gutschein
        geschenkkarte | geschenkkartennummer | geschenkkarten-nr. | wertkarte | wertkartennummer
        номер подарочной карты | подарочная карта | код подарочной карты | номер сертификата
        подарочный сертификат | код сертификата""",
    "email": """
        email | e-mail | email address | e-mail address | mail | primary email
        customer email | email 1 | e-mail 1 | user_email | _email | contact email
        adresse e-mail | adresse email | adresse mail | adresse de messagerie
        adresse electronique | courriel | e-mail-adresse | mailadresse | emailadresse
        elektronische post | электронная почта | почта | эл. почта | адрес электронной почты
        e-mail адрес | email клиента | имейл | мейл | guest email | cp_email | billing email
        courrier electronique
        recipient email | customer email address""",
    "email_other": """
        secondary email | alternate email | other email | email_home | e-mail privat
        home email | work email | second email | autre e-mail | weitere e-mail | другая почта""",
    "phone": """
        phone | phone number | mobile | mobile phone | cell | cell phone | cellphone
        telephone | mobile number | telephone number | tel | primary phone | tel_cell
        tel_prefer | customer phone | guest phone | contact phone | gsm | portable | mobile no
        phone no | numero de telephone | n° de telephone | tel. | tel mobile
        telephone mobile | telephone portable | tel. portable | no de telephone | mobil
        mobiltelefon | handy | handynummer | telefon | telefonnummer | rufnummer | mobilnummer
        tel.-nr. | телефон | номер телефона | мобильный телефон | мобильный | сотовый
        моб. телефон | тел | phone1 | основной телефон | whatsapp | тел.
        mobile phone number | mobile_number""",
    "phones": """
        phones | other phones | other phone | home phone | business phone | work phone
        tel_home | tel_work | tel_other | tel_cell_private | alternate phone | secondary phone
        landline | telephone fixe | tel. fixe | telephone domicile | telephone bureau
        tel. bureau | autre telephone | autres telephones | telefon privat
        telefon geschäftlich | telefon gl | festnetz | weitere telefone | домашний телефон
        рабочий телефон | другой телефон | дополнительный телефон | default address phone
        cp_phone1 | cp_phone2 | cp_mobile1 | cp_mobile2 | company main phone | car phone
        другие телефоны | телефоны
        доп. телефон | дополнительный номер""",
    "phone_area": """
        area code | phone area code | vorwahl | vorwahl_tel | vorwahl telefon | indicatif
        indicatif telephonique | код города""",
    "website": """
        website | web site | web page | webpage | url | homepage | site web | site internet
        site | internet | webseite | internetseite | web | сайт | веб-сайт | internetadresse
        url_home""",
    "address.street": """
        street | street address | address | address 1 | address1 | street address 1
        address line 1 | address line1 | address_1 | street 1 | main address | rue | adresse
        adresse 1 | adresse postale | n° et rue | ligne d'adresse 1 | straße | strasse
        straße und hausnummer | strasse hausnummer | anschrift | адрес | улица | адрес 1
        street1 | address street 1 | postal address""",
    "street_more": """
        street address 2 | address 2 | address2 | address line 2 | address line2 | street 2
        street2 | address street 2 | extended address | apartment | suite | complement d'adresse
        complement adresse | adresse 2 | ligne d'adresse 2 | adresszusatz | zusatz | адрес 2
        apt | этаж""",
    "street_number": """
        street number | house number | house no | streetnumber | housenumber | numero de rue
        numero de voie | hausnummer | hausnr | haus-nr. | дом | номер дома | building number""",
    "address_whole": """
        formatted | full address | formatted address | address formatted | adresse complete
        adresse (complète) | vollständige adresse | полный адрес""",
    "address.postal_code": """
        postal code | postcode | zip | zip code | zipcode | post code | code postal | cp | plz
        postal / zip code | postleitzahl | индекс | почтовый индекс | postnummer""",
    "address.city": """
        city | town | locality | suburb | city town | ville | commune | localite | ort | stadt
        wohnort | город | населенный пункт | stad | municipality""",
    "postal_code_city": """
        plz/ort | plz/ort kombination | plz ort | zip city | zip town | postal code and city
        code postal et ville | code postal ville | cp ville | индекс и город""",
    "address.region": """
        region | state | province | county | state province | province code | state code
        address state | departement | etat | bundesland | kanton | область | регион | край | canton
        region code""",
    "address.country": """
        country | country code | country_id | country region | country name | country iso
        pays | code pays | land | staat | ländercode | страна | код страны""",
    "birthday": """
        birthday | birth date | birthdate | date of birth | dob | bday | born | date_of_birth
        date de naissance | anniversaire | ne le | geburtstag | geburtsdatum | geb.datum
        geboren am | дата рождения | день рождения | др
        date of birthday | date d'anniversaire | date_birth | birthday date | anniv | nee le
        date naissance | geb. | geb.dat. | д.р.""",
    "language": """
        language | locale | preferred language | lang | langue | langue preferee | sprache
        язык | sprachcode""",
    "currency": "currency | currency code | devise | monnaie | währung | валюта",
    "description": "description | customer description | descriptif | beschreibung | описание",
    "notes": """
        notes | note | comment | comments | memo | remarks | remark | internal notes
        customer note | notizen | notiz | bemerkung | bemerkungen | kommentar | anmerkung
        commentaire | remarque | commentaires | remarques | observations | заметки | заметка
        комментарий | примечание | комментарии | примечания""",
    "allergies": """
        allergies | allergy | allergens | dietary restrictions | dietary needs | diet
        allergenes | regime alimentaire | intolerances | allergien | unverträglichkeiten
        аллергии | аллергия | непереносимость""",
    "ignored": """
        ignored | ignore list | on the ignore list | blacklist | blacklisted | banned
        liste noire | indesirable | sperrliste | hausverbot | черный список
        игнор-лист | в черном списке""",
    "other_addresses": """
        other_addresses | other addresses | autres adresses | weitere adressen
        другие адреса""",
    "tags": """
        tags | tag | labels | label | groups | categories | category | group membership | segment
        segments | etiquettes | etiquette | groupes | categorie | mots-cles | schlagwörter
        kategorie | kategorien | gruppen | метки | теги | группы | категория | user roles
        mots cles | категории | membership tier""",
    "group": """
        group | customer group | customer_group | customer_group_code | customer group name
        groupe | groupe de clients | gruppe | kundengruppe | группа | группа клиентов
        customer group names""",
    "price_level": """
        price level | price list | pricelist | price tier | price group | niveau de prix
        liste de prix | tarif | preisebene | preisliste | preisgruppe | прайс-лист
        уровень цен | тип цен""",
    "discount_percent": """
        discount percent | discount | discount % | customer discount | remise | remise %
        reduction | rabatt | rabatt % | скидка | скидка % | процент скидки
        персональная скидка""",
    "earn_percent": """
        earn percent | earns | accumulation | accumulation percent | cash back percent
        cashback | cashback % | taux de fidelite | cumul | bonus % | процент накопления
        % накопления | процент накоплений | кэшбэк
        накопление % | накопление""",
    "on_account_allowed": """
        on account allowed | on account | allow on account | house account | charge account
        may pay later | credit allowed | sur compte autorise | sur compte
        paiement sur compte | auf rechnung erlaubt | auf rechnung | kauf auf rechnung
        rechnung erlaubt | разрешено в долг | в долг | под запись
        allow account transactions""",
    "on_hold": "on hold | credit hold | hold | bloque | gesperrt | приостановлен",
    "discount_kind": "discount type | discount_type | type de remise | rabattart",
    "credit_limit": """
        credit limit | limit | account limit | limite de credit | plafond | plafond de credit
        encours autorise | kreditlimit | kreditrahmen | kreditlinie | кредитный лимит
        лимит кредита | лимит
        on account limit""",
    "parent": """
        parent | related company | parent company | belongs to | parent account | parent_id
        societe parente | compte parent | appartient a | gehört zu | übergeordnet | родитель
        головная компания | принадлежит""",
    "payer": """
        payer | paid by | bill to | billing customer | payeur | paye par | zahler
        rechnungsempfänger | плательщик""",
    "active": """
        active | is active | enabled | status | actif | active (0/1) | aktiv | активен
        активный | customer status | statut""",
    "inactive": "inactive | disabled | archived | blocked | inactif | inaktiv | неактивен",
    "marketing_allowed": """
        marketing allowed | accepts email marketing | accepts marketing | email marketing
        marketing | consent | marketing consent | marketing opt in | email opt in | newsletter
        email subscription status | subscribed | opt in | allow marketing | email_opt_in
        accepts_email_marketing | marketing autorise | accepte le marketing
        inscrit newsletter | infolettre | werbung erlaubt | marketing erlaubt
        werbeeinwilligung | newsletter ja nein | marketing par e-mail | рассылка
        согласие на рассылку | реклама разрешена | is_subscribed | accepts email
        email marketing consent | agreed to marketing""",
    "marketing_refused": """
        do not email | do not contact | email opt out | opt out | unsubscribed | no bulk email
        is_opt_out | ne pas contacter | pas de marketing | keine werbung | не беспокоить
        отписан
        no email | no e-mail""",
    "email_receipts": """
        email receipts | email receipt | receipts by e-mail | e-receipt | digital receipt
        reception par e-mail au client | reçu par e-mail | reçus par e-mail
        ticket par e-mail | bon per e-mail | beleg per e-mail | чек по почте | чеки на почту
        чеки по e-mail""",
    "tax_id": """
        tax id | vat number | vat id | vat | vat_id | tax number | taxnumber | vat no | siret
        siren | n° tva | numero de tva | tva intracommunautaire | n° tva intracommunautaire
        numero fiscal | ust-id | ustid | ust-idnr. | ust-id-nr. | umsatzsteuer-id
        steuernummer | eu-land und ustid | инн | tax identification number | tin | btw-nummer""",
    "tax_exempt": """
        tax exempt | is tax exempt | exempt from tax | tax_exempt | exonere de taxe
        exonere de tva | exempt de taxe | steuerbefreit | steuerfrei | освобожден от налога
        без ндс""",
    "taxable": "taxable | assujetti a la tva | steuerpflichtig",
    "opening_balance": """
        account balance | balance | current balance | solde | solde du compte
        solde de compte | kontostand | saldo | баланс | баланс счета | сальдо
        house account balance
        остаток | остаток средств""",
    "opening_paid": """
        opening_paid | deposit | deposit balance | store credit | wallet | wallet balance
        prepaid | prepaid balance | gift card balance | card balance | credit balance
        stored value | avoir | depot | cagnotte | solde prepaye | guthaben | kartenguthaben
        депозит | предоплата | store_credit | has | wallet paid
        amount remaining | remaining balance | remaining value | remaining amount | cash balance
        stored value balance | store credit balance | credits | gift card value | current value
        solde carte cadeau | solde restant | montant restant | valeur restante | restwert
        restguthaben | gutscheinwert | остаток на карте | баланс карты | остаток по карте
        основной счет""",
    "opening_gift": """
        opening_gift | bonus balance | gift balance | promotional balance | wallet gift""",
    "opening_owes": """
        opening_owes | owes | amount owed | amount due | to pay | debt | outstanding balance
        outstanding | balance due | receivable | a payer | doit | dette | montant du | encours
        schuldet | offener betrag | offene posten | долг | задолженность | к оплате
        open amount | open balance | unpaid | unpaid amount | amount unpaid | total due
        amount outstanding | outstanding amount | total receivable | past due | reste a payer
        reste du | solde du | impaye | montant impaye | creance | offen | forderung
        offene forderung | ausstehend | ausstehender betrag | restbetrag | сумма долга
        остаток долга | долг клиента | не оплачено | неоплаченная сумма
        дебиторская задолженность""",
    "opening_points": """
        opening_points | points | points balance | point balance | loyalty points
        available points | loyalty balance | loyalty_balance | reward points | stars
        points de fidelite | points fidelite | solde de points | treuepunkte | punkte
        punktestand | баллы | бонусы | количество баллов | бонусный баланс
        current points | rewards points | points available | loyalty points currently available
        membership points | membership point | stamps | stamp balance | stars balance
        pts | pts fidelite | points cumules | solde des points | solde points
        points disponibles | solde fidelite
        nombre de points | bonuspunkte | treuepunktestand | punktesaldo | баланс баллов
        количество бонусов | остаток баллов | бонусный счет | сумма баллов""",
    "opening_on": """
        opening_on | balance date | balance as of | date du solde | saldo vom
        invoice date | bill date | transaction date | debt date | date of debt | owed since
        date facture | date de facture | date de la facture | date de l'addition
        date de la dette | du depuis | rechnungsdatum | belegdatum | schuldet seit | offen seit
        дата счета | дата чека | дата долга | дата накладной""",
}

# Secrets and bank details: such a column is neither read nor shown in a preview.
_UNREAD = """
    password | passwd | pass | user_pass | pwd | password hash | passwordhash | hash
    mot de passe | passwort | kennwort | пароль | pin | pin code | pincode | code pin
    security pin | пин | пин-код | iban | bic | iban-nr. | bank account | bank account number
    bank-kontonummer | compte bancaire | credit card | credit card number | carte bancaire
    kreditkarte | cvv | cvc | secret | api key | token | ssn | social security number
    банковская карта
"""


def _names(listed: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in re.split(r"[|\n]", listed) if name.strip())


NAMES: dict[str, tuple[str, ...]] = {key: _names(listed) for key, listed in _LISTED.items()}
NEVER_READ: frozenset[str] = frozenset(header_key(name) for name in _names(_UNREAD))
