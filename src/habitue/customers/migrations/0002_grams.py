"""What search reads: a full-text table on SQLite, an indexed column and a function on PostgreSQL.

The function runs as the owner, because under row-level security PostgreSQL may not use the
index on `grams` (its operator is not leak-proof); it reads the house from the setting that the
policies read, so it shows no more than they do. It first walks the newest customers, which fills
a page at once for what many contain, and asks the index only for what few do.
"""

from django.db import migrations

SQLITE = """
CREATE VIRTUAL TABLE customers_grams USING fts5(
    grams, content='', detail=none, columnsize=0, tokenize='ascii'
)
"""

POSTGRESQL = [
    "ALTER TABLE customers_search ADD COLUMN grams text[] NOT NULL DEFAULT '{}'",
    "CREATE INDEX search_grams ON customers_search USING gin (grams)",
    """
CREATE FUNCTION habitue_search(
    first_grams text[], first_words text[], second_grams text[], second_words text[],
    want_company boolean, want_active boolean, want_archived boolean, below bigint, want integer
) RETURNS TABLE (customer_id uuid, docid bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
#variable_conflict use_column
DECLARE
    house uuid := nullif(current_setting('app.house', true), '')::uuid;
    top bigint := below;
    lowest bigint;
    got integer;
    have integer := 0;
    walk integer;
BEGIN
    FOREACH walk IN ARRAY ARRAY[400, 3600] LOOP
        SELECT min(n.docid) INTO lowest FROM (
            SELECT m.docid FROM customers_search m WHERE m.house_id = house AND m.docid < top
            ORDER BY m.docid DESC LIMIT walk
        ) n;
        IF lowest IS NULL THEN
            RETURN;
        END IF;
        RETURN QUERY
        SELECT s.customer_id, s.docid FROM customers_search s
        WHERE s.house_id = house AND s.docid < top AND s.docid >= lowest
          AND (s.text LIKE ALL (first_words) OR s.text LIKE ALL (second_words))
          AND s.is_company = coalesce(want_company, s.is_company)
          AND s.active = coalesce(want_active, s.active)
          AND s.archived = coalesce(want_archived, s.archived)
        ORDER BY s.docid DESC LIMIT want - have;
        GET DIAGNOSTICS got = ROW_COUNT;
        have := have + got;
        IF have >= want THEN
            RETURN;
        END IF;
        top := lowest;
        EXIT WHEN have = 0;  -- rare: the index has few to offer
    END LOOP;
    IF second_grams IS NULL THEN
        RETURN QUERY
        SELECT s.customer_id, s.docid FROM customers_search s
        WHERE s.grams @> first_grams AND s.text LIKE ALL (first_words)
          AND s.house_id = house AND s.docid < lowest
          AND s.is_company = coalesce(want_company, s.is_company)
          AND s.active = coalesce(want_active, s.active)
          AND s.archived = coalesce(want_archived, s.archived)
        ORDER BY s.docid DESC LIMIT want - have;
    ELSE
        RETURN QUERY
        SELECT s.customer_id, s.docid FROM customers_search s
        WHERE (s.grams @> first_grams AND s.text LIKE ALL (first_words)
            OR s.grams @> second_grams AND s.text LIKE ALL (second_words))
          AND s.house_id = house AND s.docid < lowest
          AND s.is_company = coalesce(want_company, s.is_company)
          AND s.active = coalesce(want_active, s.active)
          AND s.archived = coalesce(want_archived, s.archived)
        ORDER BY s.docid DESC LIMIT want - have;
    END IF;
END $$
""",
]


def lay(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(SQLITE)
    else:
        for statement in POSTGRESQL:
            schema_editor.execute(statement, params=None)


def lift(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE customers_grams")
    else:
        schema_editor.execute("DROP FUNCTION habitue_search")
        schema_editor.execute("ALTER TABLE customers_search DROP COLUMN grams")


class Migration(migrations.Migration):
    dependencies = [("customers", "0001_opening")]
    operations = [migrations.RunPython(lay, lift)]
