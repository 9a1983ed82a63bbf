"""The index of PostgreSQL: pairs with one of 127 sorts of what follows, single characters in titles only, and eras.

By its era, 45 days of numbers, a row is looked for only where it should lie.
"""

from django.db import migrations

# portal.search.grams says the same in Python
POSTGRESQL = (
    "SET LOCAL statement_timeout = 0",
    "DROP INDEX IF EXISTS portal_searchrow_grams",
    "DROP FUNCTION IF EXISTS portal_grams",  # of databases that had an earlier one
    """CREATE FUNCTION portal_grams(id bigint, title text, body text, keys text, marks text) RETURNS int[]
       LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000 AS $$
       WITH parts AS (
           SELECT 1 << 28 AS place, string_to_array(title || ' ' || keys, NULL) AS signs
           UNION ALL SELECT 0, string_to_array(title || ' ' || keys || ' ' || body, NULL)
       )
       SELECT ARRAY(
           SELECT place + (ascii(one) << 7) + CASE other WHEN ' ' THEN 0 ELSE ascii(other) % 127 + 1 END
           FROM parts, LATERAL unnest(signs, signs[2:] || ARRAY[' ']) AS pairs(one, other)
           WHERE one <> ' '
           UNION ALL SELECT (1 << 28) + (ascii(one) << 7)
           FROM unnest(string_to_array(title || ' ' || keys, NULL)) AS one
           WHERE one <> ' '
           UNION ALL SELECT (1 << 29) + (((mark >> 36) * 7919 + mark) % (1 << 18))::int
           FROM unnest(string_to_array(btrim(marks), ' ')::bigint[]) AS mark
           UNION ALL SELECT (1 << 30) + (id >> 16)::int
       )
       $$""",
    "CREATE INDEX portal_searchrow_grams ON portal_searchrow USING gin (portal_grams(id, title, body, keys, marks))",
    "ALTER INDEX portal_searchrow_grams ALTER COLUMN 1 SET STATISTICS 0",  # ANALYZE would compute them all again
)


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in POSTGRESQL:
            schema_editor.execute(statement, params=None)  # a per cent sign is one


class Migration(migrations.Migration):
    dependencies = [("portal", "0004_fewer_entries")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
