"""On PostgreSQL an entry is posted by one call: each round trip costs as much as its work."""

from typing import Any

from django.db import migrations

# returns 0, or the number of the account whose balance would leave its bounds
POST = """
CREATE OR REPLACE FUNCTION ledger_post(
    p_house uuid, p_entry uuid, p_operation uuid, p_kind text, p_reference text,
    p_at timestamptz, p_recorded_at timestamptz, p_business_day date, p_actor text,
    p_till uuid, p_venue uuid,
    a_ids uuid[], a_codes text[], a_units text[], a_holdings text[],
    a_steps bigint[], a_floors bigint[], p_most bigint,
    m_ids uuid[], m_debits int[], m_credits int[], m_amounts bigint[]
) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    v_row uuid;
    v_before bigint;
    v_rows uuid[] := '{}';
    v_balances bigint[] := '{}';
    v_debit int;
    v_credit int;
BEGIN
    FOR i IN 1..cardinality(a_codes) LOOP
        v_row := NULL;
        FOR attempt IN 1..2 LOOP
            IF a_steps[i] IS NULL THEN
                SELECT id, NULL::bigint INTO v_row, v_before
                  FROM ledger_account WHERE house_id = p_house AND code = a_codes[i];
            ELSE
                UPDATE ledger_account SET balance = balance + a_steps[i]
                 WHERE house_id = p_house AND code = a_codes[i]
                   AND balance + a_steps[i] BETWEEN a_floors[i] AND p_most
                RETURNING id, balance - a_steps[i] INTO v_row, v_before;
            END IF;
            EXIT WHEN v_row IS NOT NULL OR attempt = 2;
            INSERT INTO ledger_account (id, house_id, code, unit, holding, balance)
            VALUES (a_ids[i], p_house, a_codes[i], a_units[i], a_holdings[i],
                    CASE WHEN a_steps[i] IS NULL THEN NULL ELSE 0 END)
            ON CONFLICT (house_id, code) DO NOTHING;
        END LOOP;
        IF v_row IS NULL THEN
            RETURN i;
        END IF;
        v_rows[i] := v_row;
        v_balances[i] := v_before;
    END LOOP;
    INSERT INTO ledger_entry (id, house_id, operation_id, kind, reference, at, recorded_at,
                              business_day, actor, till_id, venue_id)
    VALUES (p_entry, p_house, p_operation, p_kind, p_reference, p_at, p_recorded_at,
            p_business_day, p_actor, p_till, p_venue);
    FOR j IN 1..cardinality(m_ids) LOOP
        v_debit := m_debits[j];
        v_credit := m_credits[j];
        v_balances[v_debit] := v_balances[v_debit]
            + CASE a_holdings[v_debit] WHEN 'debit' THEN m_amounts[j] ELSE -m_amounts[j] END;
        v_balances[v_credit] := v_balances[v_credit]
            + CASE a_holdings[v_credit] WHEN 'credit' THEN m_amounts[j] ELSE -m_amounts[j] END;
        INSERT INTO ledger_move (id, house_id, entry_id, number, debit_id, credit_id, unit,
                                 amount, debit_after, credit_after)
        VALUES (m_ids[j], p_house, p_entry, j, v_rows[v_debit], v_rows[v_credit],
                a_units[v_debit], m_amounts[j], v_balances[v_debit], v_balances[v_credit]);
    END LOOP;
    RETURN 0;
END $$
"""


def create(apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(POST)


def drop(apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP FUNCTION IF EXISTS ledger_post")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_where_it_happened")]

    operations = [migrations.RunPython(create, drop)]
