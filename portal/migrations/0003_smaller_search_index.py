"""Smaller indexes: characters instead of numbers on SQLite; on PostgreSQL fewer numbers, of which some share one.

There, texts of up to 8 kB are kept as they are, not packed: words are compared with them all the time.
"""

from django.db import migrations

STATEMENTS = {
    "sqlite": (
        "INSERT INTO portal_searchgrams(portal_searchgrams) VALUES ('delete-all')",
        """INSERT INTO portal_searchgrams(rowid, grams)
           SELECT id, portal_grams(title, body, keys, marks) FROM portal_searchrow""",
    ),
    # portal.search.grams says the same in Python: 262144 numbers for texts, as many for titles, as many for marks
    "postgresql": (
        "SET LOCAL statement_timeout = 0",
        "ALTER TABLE portal_searchrow SET (toast_tuple_target = 8160)",
        "DROP INDEX IF EXISTS portal_searchrow_grams",
        "DROP FUNCTION portal_grams",
        """CREATE FUNCTION portal_grams(title text, body text, keys text, marks text) RETURNS int[]
           LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000 AS $$
           WITH parts AS (
               SELECT 262144 AS place, string_to_array(title, NULL) || ARRAY[' '] || string_to_array(keys, NULL) AS signs
               UNION ALL SELECT 0, string_to_array(title || ' ' || keys || ' ' || body, NULL)
           )
           SELECT ARRAY(
               SELECT place + ((ascii(one)::bigint * 7919 + coalesce(ascii(other), 0)) % 262144)::int
               FROM parts, LATERAL (
                   SELECT one, NULL AS other FROM unnest(signs) AS one
                   UNION ALL SELECT one, other FROM unnest(signs, signs[2:]) AS pairs(one, other)
                   WHERE other IS NOT NULL AND other <> ' '
               ) AS found
               WHERE one <> ' '
               UNION ALL SELECT 524288 + (((mark >> 36) * 7919 + mark) % 262144)::int
               FROM unnest(string_to_array(btrim(marks), ' ')::bigint[]) AS mark
           )
           $$""",
        "CREATE INDEX portal_searchrow_grams ON portal_searchrow USING gin (portal_grams(title, body, keys, marks))",
        "ALTER INDEX portal_searchrow_grams ALTER COLUMN 1 SET STATISTICS 0",  # ANALYZE would compute them all again
    ),
}


def make(apps, schema_editor):
    for statement in STATEMENTS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)  # a per cent sign is one


class Migration(migrations.Migration):
    dependencies = [("portal", "0002_search_index")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
