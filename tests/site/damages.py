"""What is done to the books, one way at a time -> the invariants that must fail, all of them."""

CASH = "SELECT entry_id FROM bills_payment WHERE tender = 'cash'"
BY_CASH = "tender = 'cash'"


def first(table: str, which: str, column: str = "id") -> str:
    """The oldest row of `table` for which something holds."""
    return f"{column} = (SELECT {column} FROM {table} WHERE {which} ORDER BY {column} LIMIT 1)"


def last(table: str, which: str) -> str:
    return f"id = (SELECT id FROM {table} WHERE {which} ORDER BY id DESC LIMIT 1)"


WALLET = "code LIKE 'wallet:%:paid' AND balance > 0"
TOP_UP = first("ledger_entry", "kind = 'prepaid.top_up'")
MOVE_OF_CASH = f"entry_id IN ({CASH})"
A_MOVE_OF_CASH = first("ledger_move", MOVE_OF_CASH)
MOVE_OF_TOP_UP = (
    "number = 1 AND entry_id = (SELECT entry_id FROM prepaid_top_up ORDER BY id LIMIT 1)"
)
A_LINE = first("audit_line", "digest IS NULL")
CAROL = "(SELECT id FROM customers_customer WHERE first_name = 'Carol')"

AFTER_800 = first("ledger_move", "debit_after = 800")
MEMBER = first("prepaid_member", "1 = 1")

DAMAGES: dict[str, tuple[str, str]] = {
    # -- money ------------------------------------------------------------------------------
    "another unit": (f"UPDATE ledger_move SET unit = 'USD' WHERE {MOVE_OF_CASH}", "I01 I25 I26"),
    "an entry without moves": (
        f"UPDATE ledger_move SET entry_id = (SELECT entry_id FROM bills_payment WHERE tender ="
        f" 'wallet' AND undone_at IS NULL), number = 9 WHERE {A_MOVE_OF_CASH}",
        "I02 I22 I26",
    ),
    "moves numbered with a gap": (
        f"UPDATE ledger_move SET number = 7 WHERE {first('ledger_move', 'number = 2')}", "I02 I26"
    ),
    "an account on the other side": (
        "UPDATE ledger_account SET holding = 'credit' WHERE code = 'promotions'", "I02"
    ),
    "a wallet nobody guards": (
        f"UPDATE ledger_account SET balance = NULL WHERE {first('ledger_account', WALLET)}",
        "I02 I08 I18",
    ),
    "a balance raised": (
        f"UPDATE ledger_account SET balance = balance + 1 WHERE {first('ledger_account', WALLET)}",
        "I03 I08 I18",
    ),
    "a debt lowered": (
        "UPDATE ledger_account SET balance = balance - 1 WHERE code LIKE 'receivable:%'"
        " AND balance > 0",
        "I03 I23",
    ),
    "a balance after altered": (
        f"UPDATE ledger_move SET credit_after = credit_after + 1 WHERE {MOVE_OF_TOP_UP}",
        "I03 I26",
    ),
    "below nothing": (
        f"UPDATE ledger_move SET debit_after = -1 WHERE {AFTER_800}",
        "I03 I04 I26",
    ),
    "a limit passed": (
        "UPDATE house_accounts_charge SET limit_then_minor = 100 WHERE amount_minor > 100", "I05"
    ),
    "beyond 2^53": (
        "UPDATE ledger_move SET credit_after = 9007199254740993 WHERE " + MOVE_OF_TOP_UP,
        "I03 I07 I26",
    ),
    "a column of floats": ("ALTER TABLE bills_bill ADD COLUMN weight real", "I07"),
    "an entry of another kind": (
        f"UPDATE ledger_entry SET kind = 'prepaid.spend' WHERE {TOP_UP}", "I26"
    ),
    # -- exactly once -----------------------------------------------------------------------
    "an operation gone": (
        f"DELETE FROM operations_operation WHERE id IN (SELECT operation_id FROM ledger_entry"
        f" WHERE {TOP_UP})",
        "I10 I34",
    ),
    "a refusal that moved money": (
        "UPDATE operations_operation SET status = 409, code = 'refused' WHERE id IN"
        f" (SELECT operation_id FROM ledger_entry WHERE {TOP_UP})",
        "I11",
    ),
    "no fingerprint": (
        f"UPDATE operations_operation SET fingerprint = '' WHERE "
        f"{first('operations_operation', 'status = 200')}",
        "I12",
    ),
    "a reversal of something else": (
        f"UPDATE ledger_reversal SET original_id = ({CASH} LIMIT 1)", "I13 I21"
    ),
    "refunded more than the parts": (
        "UPDATE bills_refund SET amount_minor = amount_minor + 1", "I13 I21"
    ),
    "a refund forgotten": ("UPDATE bills_bill SET refunded_minor = 0", "I13"),
    "a part of less": (
        "UPDATE bills_refund_part SET amount_minor = amount_minor - 1 WHERE tender = 'wallet'",
        "I13",
    ),
    # -- loyalty and lots -------------------------------------------------------------------
    "points nobody earned": (
        "UPDATE bills_bill SET earned_points = earned_points + 1 WHERE earned_points > 0",
        "I14 I15",
    ),
    "another programme than the one that earned": (
        "UPDATE bills_bill SET points_per_unit = points_per_unit + 1 WHERE earned_points > 0",
        "I14",
    ),
    "points of someone else": (
        f"UPDATE bills_bill SET customer_id = {CAROL} WHERE earned_points > 0", "I14 I21"
    ),
    "given back without an entry": (
        "UPDATE bills_bill SET earned_minor = earned_minor + 1 WHERE earned_minor > 0", "I14 I15"
    ),
    "earned by nobody": (
        "UPDATE bills_bill SET earned_points = 1 WHERE customer_id IS NULL AND state = 'closed'",
        "I14 I16",
    ),
    "a wallet topped up from a wallet": (
        "UPDATE ledger_move SET debit_id = (SELECT id FROM ledger_account WHERE code LIKE"
        f" 'wallet:%:gift' ORDER BY id LIMIT 1), debit_after = 0 WHERE {MOVE_OF_TOP_UP}",
        "I03 I08 I17 I18 I20 I22 I25 I26",
    ),
    "a top-up of another's wallet": (
        f"UPDATE prepaid_top_up SET customer_id = {CAROL} WHERE "
        f"{first('prepaid_top_up', '1 = 1')}",
        "I18",
    ),
    "a wallet handed to someone": (
        f"UPDATE prepaid_member SET customer_id = {CAROL} WHERE {MEMBER}",
        "I18",
    ),
    "a lot shortened": (
        f"UPDATE prepaid_lot SET remaining_minor = remaining_minor - 1 WHERE "
        f"{first('prepaid_lot', 'remaining_minor > 99')}",
        "I18",
    ),
    "a lot made older": (
        f"UPDATE prepaid_lot SET created_at = '2020-01-01 00:00:00' WHERE "
        f"{first('prepaid_lot', '1 = 1')}",
        "I18",
    ),
    "spent after its last day": (
        "UPDATE prepaid_lot SET expires_on = '2020-01-01' WHERE kind = 'gift'", "I19"
    ),
    "a payment split another way": (
        "UPDATE bills_payment SET gift_minor = gift_minor + 1 WHERE tender = 'wallet'"
        " AND undone_at IS NULL",
        "I14 I15 I20",
    ),
    "a top-up that gave back more": (
        "UPDATE prepaid_top_up_refund SET amount_minor = amount_minor + 100", "I20"
    ),
    # -- bills, tenders, accounts, closings -------------------------------------------------
    "a payment of less": (
        f"UPDATE bills_payment SET amount_minor = amount_minor - 1 WHERE "
        f"{first('bills_payment', BY_CASH)}",
        "I21",
    ),
    "VAT of another total": ("UPDATE bills_bill SET vat = '[]' WHERE total_minor = 700", "I21"),
    "a drawer of no shift": (
        "UPDATE ledger_account SET code = 'drawer:nowhere' WHERE code LIKE 'drawer:%'", "I22 I25"
    ),
    "a top-up by card in the drawer": (
        f"UPDATE prepaid_top_up SET tender = 'card' WHERE {first('prepaid_top_up', '1 = 1')}",
        "I22",
    ),
    "one receipt for two top-ups": ("UPDATE prepaid_top_up SET fiscal_ref = 'R-7'", "I22"),
    "a receipt of nobody's": ("DELETE FROM shifts_receipt", "I22"),
    "a manager alone with a card of their own": (
        "UPDATE staff_member SET email = 'carol@example.org' WHERE role_id ="
        " (SELECT id FROM staff_role WHERE key = 'manager')",
        "I35",
    ),
    "a charge forgotten": (
        "UPDATE house_accounts_charge SET open_minor = open_minor - 1 WHERE open_minor > 0", "I23"
    ),
    "a closing of other sums": (
        "UPDATE shifts_day_closing SET entries = entries + 1", "I25"
    ),
    "an anchor of another chain": (
        "UPDATE shifts_day_closing SET seal_number = seal_number - 1", "I25 I26"
    ),
    "an entry moved in time": (
        f"UPDATE ledger_entry SET at = '2020-01-01 00:00:00' WHERE {TOP_UP}", "I18 I26 I34"
    ),
    "a seal missing": (
        f"DELETE FROM ledger_seal WHERE {first('ledger_seal', 'number = 3')}", "I26"
    ),
    "the end of the chain cut off": (
        "DELETE FROM ledger_seal WHERE number = (SELECT max(number) FROM ledger_seal)", "I26"
    ),
    "a name in what is sealed": (
        f"UPDATE ledger_entry SET reference = 'Alice Martin' WHERE {TOP_UP}", "I17 I26 I27"
    ),
    # -- access and privacy -----------------------------------------------------------------
    "someone search does not know": (
        f"DELETE FROM customers_search WHERE {first('customers_search', '1 = 1')}", "I33"
    ),
    "nobody did it": (f"UPDATE ledger_entry SET actor = '' WHERE {TOP_UP}", "I26 I34"),
    "without a right": (
        "UPDATE operations_operation SET rights = '[]' WHERE id IN (SELECT operation_id FROM"
        f" ledger_entry WHERE {TOP_UP})",
        "I34",
    ),
    "a right there is not": (
        "UPDATE operations_operation SET rights = '[\"bills.forgive\"]' WHERE id IN"
        f" (SELECT operation_id FROM ledger_entry WHERE {TOP_UP})",
        "I34",
    ),
    "approved by a stranger": (
        "UPDATE operations_operation SET approver = 'staff:nobody' WHERE id IN"
        f" (SELECT operation_id FROM ledger_entry WHERE {TOP_UP})",
        "I34",
    ),
    "a payment someone else took": (
        f"UPDATE bills_payment SET actor = 'job:night' WHERE {first('bills_payment', '1 = 1')}",
        "I34",
    ),
    "a text lost": (
        f"DELETE FROM audit_text WHERE {first('audit_text', '1 = 1')}", "I36"
    ),
    "a consent in no words": ("UPDATE customers_consent SET wording = ''", "I37"),
    "a consent withdrawn by nobody": (
        f"UPDATE customers_customer SET marketing_allowed = {{no}} WHERE id = {CAROL}", "I37"
    ),
    "an offer against an objection": (
        f"""UPDATE outbox_letter SET purpose = 'offer', about = {CAROL}, "to" = 'no@example.org',
        posted_at = '2031-01-01 00:00:00+00' WHERE "to" = 'carol@example.org'""",
        "I37",
    ),
    "a bank card in a note": (
        f"UPDATE customers_customer SET notes = 'card 4111 1111 1111 1111'"
        f" WHERE {first('customers_customer', '1 = 1')}",
        "I38",
    ),
    "a bank card in a letter": (
        "UPDATE outbox_letter SET text = 'yours ends 5500005555555559 as we said'", "I38"
    ),
    "a bank card as a key": (
        "UPDATE operations_operation SET \"key\" = '4111-1111-1111-1111' WHERE "
        f"{first('operations_operation', 'status = 200')}",
        "I38",
    ),
    "a PIN in clear": ("UPDATE cards_pin SET hash = '7391'", "I39"),
    "a waiter's PIN in clear": (
        f"UPDATE staff_member SET pin_hash = '2718' WHERE {first('staff_member', '1 = 1')}", "I39"
    ),
    "a lock without wrong tries": ("UPDATE cards_pin SET locked_at = '2026-01-01 00:00'", "I39"),
    "a tag that is none": (
        "UPDATE bills_bill SET tag_id = (SELECT id FROM cards_card ORDER BY id LIMIT 1)"
        f" WHERE {first('bills_bill', '1 = 1')}",
        "I56",
    ),
    "a reason rewritten": (
        "UPDATE audit_text SET reason = 'Nothing happened' WHERE reason <> ''", "I40"
    ),
    "a line of the audit rewritten": (
        f"UPDATE audit_line SET verb = 'bills.open' WHERE {last('audit_line', 'digest IS NULL')}",
        "I40",
    ),
    "a line of the audit in another's name": (
        f"UPDATE audit_line SET actor = 'job:night' WHERE {A_LINE}", "I34 I40"
    ),
    "a line of the audit gone": (f"DELETE FROM audit_line WHERE {A_LINE}", "I40"),
    "a seal of the audit missing": ("DELETE FROM audit_seal WHERE number = 1", "I26 I40"),
    "a verifying nobody wrote down": (
        "UPDATE operations_operation SET \"key\" = 'verify second' WHERE "
        f"{first('operations_operation', 'status = 200')}",
        "I40",
    ),
    "a letter sent and still waiting": (
        "UPDATE outbox_letter SET sent_at = '2026-04-01 00:00:00'", "I54"
    ),
}  # fmt: skip

# what the schema makes impossible: the constraint that does
IMPOSSIBLE = {
    "operation_key": "UPDATE operations_operation SET \"key\" = 'one'",
    "reversed_once": "INSERT INTO ledger_reversal (id, house_id, original_id, entry_id)"
    f" SELECT original_id, house_id, original_id, ({CASH} LIMIT 1) FROM ledger_reversal",
    "move_amount": f"UPDATE ledger_move SET amount = 0 WHERE {MOVE_OF_CASH}",
    "move_two_sides": f"UPDATE ledger_move SET debit_id = credit_id WHERE {MOVE_OF_CASH}",
    "move_number": "UPDATE ledger_move SET number = 1",
    "account_code": "UPDATE ledger_account SET code = 'sales'",
    "seal_number": "UPDATE ledger_seal SET number = 1",
    "audit_seal_number": "UPDATE audit_seal SET number = 1",
    "lot_remaining": "UPDATE prepaid_lot SET remaining_minor = -1",
    "charge_open": "UPDATE house_accounts_charge SET open_minor = amount_minor + 1",
    "payment_amount": "UPDATE bills_payment SET amount_minor = -1",
    "bill_refunded": "UPDATE bills_bill SET refunded_minor = total_minor + 1"
    " WHERE refunded_minor > 0",
    "customer_named": "UPDATE customers_customer SET first_name = '', last_name = '',"
    " company_name = ''",
    "pin_of": "INSERT INTO cards_pin (id, house_id, customer_id, hash, set_at, wrong_in_a_row)"
    " SELECT customer_id, house_id, customer_id, hash, set_at, 0 FROM cards_pin",
    "card_number": "INSERT INTO cards_card (id, house_id, customer_id, number, number_key, kind,"
    " created_at) SELECT customer_id, house_id, customer_id, number, number_key, kind, created_at"
    " FROM cards_card",
    "tag_is_nobodys": "UPDATE cards_card SET kind = 'tag'",
    "tag_of_one_open_bill": "UPDATE bills_bill SET state = 'open',"
    " tag_id = (SELECT id FROM cards_card ORDER BY id LIMIT 1)",
}
