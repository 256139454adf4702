"""Which column of which table is about a person: the map by which someone is erased.

Every text, JSON and binary column of every table stands here once; a test fails where a new one
does not. What a customer's row says in numbers and flags, `customers.forgetting` resets.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Table:
    """What of a table is about a person, and how a row leads to whoever it is about.

    `of` are look-ups that end at a customer: a row that any of them leads to is that person's.
    `seen` are further ones, of rows that only name them: nothing is emptied, but what the audit
    said of such a row is. `personal` says who it is, `free` was typed and may say anything: both
    are emptied. `plain` is never about a guest; `kept` stays because a law asks for it. Where
    the row `ends`, all of it goes.
    """

    of: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    free: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    kept: Mapping[str, str] = field(default_factory=dict)
    ends: bool = False

    @property
    def emptied(self) -> tuple[str, ...]:
        return (*self.personal, *self.free)

    @property
    def named(self) -> tuple[str, ...]:
        return (*self.personal, *self.free, *self.plain, *self.kept)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def plain(columns: str = "") -> Table:
    """A table without a word about a guest."""
    return Table(plain=_words(columns))


def gone(of: str, columns: str = "", *, plain: str = "") -> Table:
    """Rows that are nothing but someone's."""
    return Table(of=_words(of), personal=_words(columns), plain=_words(plain), ends=True)


BY_LAW = "an invoice that was issued stays as it is, for as long as the law has it kept"

CUSTOMERS = {
    "customers_customer": Table(
        of=("id",),
        personal=_words(
            "first_name last_name company_name user_id user_id_key search_code email email_key"
            " website street postal_code city region country birthday language currency tax_id"
            " other_addresses"
        ),
        free=_words("description notes tags allergies free"),
        plain=("type",),
    ),
    "customers_phone": gone("customer", "typed e164 digits national"),
    "customers_consent": gone("customer", "wording source", plain="channel actor"),
    "customers_objection": plain("digest"),  # of an address, keyed: not whose, and no way back
    "customers_search": gone("customer", "own proofs text"),
    "customers_free_field": plain("key name kind choices"),
    "customers_own_list": plain("columns views"),  # of a member of staff
    "merging_merge": Table(
        of=("kept", "merged"), free=("told",), plain=_words("account_entries went actor undone_by")
    ),
    "merging_suggestion": gone("first second", plain="reasons"),
    "merging_look": plain("actor"),
    "merging_distinct": gone("first second", plain="actor"),
    "cards_card": Table(of=("customer",), personal=_words("number number_key"), plain=("kind",)),
    "cards_block": Table(of=("card__customer",), free=("reason",), plain=("actor",)),
    "cards_batch": plain("actor kind note"),
    "cards_personal_code": gone("customer", "code"),
    "cards_pin": gone("customer", "hash"),
    "cards_token_tries": gone("customer"),
    "cards_read": plain("actor"),
    "cards_one_time_code": gone("customer", "digest"),
    "guests_invitation": gone("customer", "digest", plain="made_by"),
    "guests_link": gone("customer", plain="how ended_by"),
    # of the installation: they go with their last link, see guests.forgetting
    "guests_guest": Table(personal=("email",), plain=("language",)),
    "guests_sign_in_code": Table(personal=("email",), plain=("digest",)),
}
MONEY = {
    "bills_bill": Table(
        of=("customer",),
        seen=("links__customer", "payments__customer"),
        free=_words("label note"),
        plain=_words(
            "state opened_by opened_by_name public_token fiscal_ref external_id vat odd_tax"
            " earn_by served_by served_by_name"
        ),
    ),
    "bills_line": Table(
        of=("bill__customer",),
        free=("note",),
        plain=_words("name category added_by removed_by"),  # what was sold is the tax's
    ),
    "bills_link": plain("how actor ended_by"),
    "bills_payment": Table(
        seen=("customer", "bill__customer"),
        plain=_words("tender taxed proved_by actor fiscal_ref external_id undone_by"),
    ),
    "bills_refund": Table(
        of=("bill__customer",),
        free=("reason",),
        plain=_words("vat earn_by actor actor_name approver fiscal_ref external_id"),
    ),
    "bills_refund_part": plain("tender taxed"),
    "bills_sharing": plain("kind actor actor_name"),
    "prepaid_lot": Table(seen=("wallet__holder",), plain=_words("kind source")),
    "prepaid_lot_use": plain("rule"),
    "prepaid_product": plain("name purpose"),
    "prepaid_top_up": Table(
        seen=("customer", "wallet__holder"),
        plain=_words("tender actor fiscal_ref external_id"),
    ),
    "prepaid_top_up_refund": Table(
        of=("top_up__customer", "top_up__wallet__holder"),
        free=("reason",),
        plain=_words("rule tender actor fiscal_ref external_id"),
    ),
    "prepaid_extension": Table(
        of=("lot__wallet__holder",), free=("reason",), plain=_words("why actor")
    ),
    "prepaid_pay_out": Table(seen=("customer",), plain=_words("taxed tender actor")),
    "house_accounts_charge": Table(
        of=("person", "account__customer"), free=("label",), plain=("approver",)
    ),
    "house_accounts_signature": gone("person", "path name", plain="actor"),
    "house_accounts_settlement": Table(
        seen=("account__customer",),
        plain=_words("tender tenders actor reversed_by fiscal_ref external_id"),
    ),
    "invoicing_invoice": Table(
        seen=("payer",), plain=_words("actor language digest"), kept={"content": BY_LAW}
    ),
    "invoicing_sending": Table(of=("invoice__payer",), personal=("to",), plain=("actor",)),
    "shifts_tender": plain("kind name"),
    "shifts_shift": plain("opened_by opened_by_name closed_by closed_by_name note"),
    "shifts_count": plain("tender"),
    "shifts_cash_move": plain("purpose reason actor actor_name approver"),
    "shifts_day_closing": plain("actor actor_name sums totals seal_hash previous hash"),
    "shifts_receipt": plain("number series"),
    "ledger_account": plain("code unit holding"),
    "ledger_entry": plain("kind reference actor"),
    "ledger_move": plain("unit"),
    "ledger_seal": plain("previous hash"),
}
PAPERS = {
    # letters and what was said in the audit are found another way: see `erasing`
    "outbox_letter": Table(
        personal=_words("to subject text"),
        plain=_words("language purpose enclosures last_problem"),
    ),
    "audit_line": plain("actor approver verb object_kind digest"),
    "audit_text": Table(free=_words("changes reason"), plain=("salt",)),
    "audit_seal": plain("lines previous hash"),
    "operations_operation": plain("key fingerprint code answer rights actor approver"),
    "exchange_import": plain(
        "file_name digest fingerprint format encoding delimiter mapping warnings actor"
        " state how held problem sums undoer undone signed_name signed_by"
    ),
    "exchange_fate": Table(
        of=("customer_id",),
        free=_words("reason warnings trace kept_why"),
        plain=_words("fate field outcome"),
    ),
    "publishing_edition": plain("actor"),
    "publishing_draft": plain("kind changes actor dropped"),
    "printing_printer": plain("name host by_itself trouble"),
    "printing_logo": plain("bits"),
    "printing_job": Table(
        free=("texts",), plain=_words("document number site asked_by state problem")
    ),
    "housekeeping_erasure": plain("actor reason removed kept"),
}
HOUSE = {
    "house": plain(
        "slug name address tax_id country currency timezone language card_colour receipt_header"
        " receipt_footer invoice_footer marketing_wording spending_order paid_expires gift_refund"
        " proof_rule mandatory receipt_numbers"
    ),
    "house_venue": plain("name"),
    "house_till": plain("name reader_prefix reader_suffix"),
    "house_counter": plain("name"),
    "menu_vat_rate": plain("name"),
    "menu_price_level": plain("name days"),
    "menu_customer_group": plain("name"),
    "menu_group_term": plain(""),
    "menu_category": plain("name"),
    "menu_item": plain("name"),
    "menu_area": plain("name"),
    "menu_table": plain("name"),
    "staff_login": plain("password email language"),
    "staff_role": plain("key name"),
    "staff_role_right": plain("right"),
    "staff_member": plain("name email pin_hash"),
    "staff_token": plain("name digest scopes"),
    "staff_device": plain("digest"),
    # who tried to sign in to work; a guest signs in otherwise
    "axes_accessattempt": plain("user_agent username http_accept path_info get_data post_data"),
    "axes_accessfailurelog": plain("user_agent username http_accept path_info"),
    "axes_accesslog": plain("user_agent username http_accept path_info session_hash"),
    "auth_permission": plain("name codename"),
    "auth_group": plain("name"),
    "django_content_type": plain("app_label model"),
    "django_session": plain("session_key session_data"),  # ids, and they end
}
TABLES: dict[str, Table] = {**CUSTOMERS, **MONEY, **PAPERS, **HOUSE}
