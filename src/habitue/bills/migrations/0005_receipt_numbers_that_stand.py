"""Receipt numbers that were taken before each was held to answer for one thing.

Where two things carry the same number both keep it, as numbers of their own series; the list of
what is unmatched goes on naming them.
"""

from django.db import connection, migrations

from habitue.kit.ids import new_id

STANDING = """
SELECT b.house_id, b.fiscal_ref, coalesce(b.split_of_id, b.id) FROM bills_bill b
 WHERE b.fiscal_ref <> '' AND b.state <> 'void'
UNION SELECT p.house_id, p.fiscal_ref, coalesce(b.split_of_id, b.id) FROM bills_payment p
  JOIN bills_bill b ON b.house_id = p.house_id AND b.id = p.bill_id
 WHERE p.fiscal_ref <> '' AND p.undone_at IS NULL
UNION SELECT r.house_id, r.fiscal_ref, coalesce(b.split_of_id, b.id) FROM bills_refund r
  JOIN bills_bill b ON b.house_id = r.house_id AND b.id = r.bill_id WHERE r.fiscal_ref <> ''
UNION SELECT house_id, fiscal_ref, id FROM prepaid_top_up WHERE fiscal_ref <> ''
UNION SELECT house_id, fiscal_ref, top_up_id FROM prepaid_top_up_refund WHERE fiscal_ref <> ''
UNION SELECT house_id, fiscal_ref, id FROM house_accounts_settlement
 WHERE fiscal_ref <> '' AND reversed_at IS NULL
ORDER BY 1, 2, 3
"""


def take_down(apps, schema_editor):
    before = None
    rows = []
    with connection.cursor() as cursor:
        cursor.execute(STANDING)
        for house, number, owner in cursor.fetchall():
            series = str(owner) if (house, number) == before else ""
            before = house, number
            rows.append([spelt(new_id()), house, number, series, owner])
        cursor.executemany(
            "INSERT INTO shifts_receipt (id, house_id, number, series, owner)"
            " VALUES (%s, %s, %s, %s, %s)",
            rows,
        )


def spelt(id_):
    return id_ if connection.vendor == "postgresql" else id_.hex


class Migration(migrations.Migration):
    dependencies = [
        ("bills", "0004_taxed_when_it_was_sold"),
        ("shifts", "0003_receipt_numbers"),
        ("prepaid", "0007_order_of_a_spend"),
        ("house_accounts", "0004_settle_by_several_and_undo"),
    ]

    operations = [migrations.RunPython(take_down, migrations.RunPython.noop)]
