"""What the databases' own indexes need; a migration that makes portal_searchrow anew must run this again."""

from django.db import migrations

SQLITE = (
    """CREATE VIRTUAL TABLE portal_searchgrams
       USING fts5(grams, content='', detail=none, columnsize=0, tokenize='ascii')""",
    """CREATE TRIGGER portal_search_added AFTER INSERT ON portal_searchrow BEGIN
       INSERT INTO portal_searchgrams(rowid, grams)
       VALUES (new.id, portal_grams(new.title, new.body, new.keys, new.marks));
       END""",
    """CREATE TRIGGER portal_search_removed AFTER DELETE ON portal_searchrow BEGIN
       INSERT INTO portal_searchgrams(portal_searchgrams, rowid, grams)
       VALUES ('delete', old.id, portal_grams(old.title, old.body, old.keys, old.marks));
       END""",
    """CREATE TRIGGER portal_search_changed AFTER UPDATE OF title, body, keys, marks ON portal_searchrow BEGIN
       INSERT INTO portal_searchgrams(portal_searchgrams, rowid, grams)
       VALUES ('delete', old.id, portal_grams(old.title, old.body, old.keys, old.marks));
       INSERT INTO portal_searchgrams(rowid, grams)
       VALUES (new.id, portal_grams(new.title, new.body, new.keys, new.marks));
       END""",
)
# migration 0003 has numbers that are fewer; bit 42 marks what stands in a title
POSTGRESQL = (
    """CREATE FUNCTION portal_grams(title text, body text, keys text, marks text) RETURNS bigint[]
       LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000 AS $$
       WITH parts AS (
           SELECT 1::bigint << 42 AS place, string_to_array(title, NULL) || ARRAY[' '] || string_to_array(keys, NULL) AS signs
           UNION ALL SELECT 0, string_to_array(title || ' ' || keys || ' ' || body, NULL)
       )
       SELECT ARRAY(
           SELECT place | CASE WHEN other IS NULL THEN ascii(one)::bigint ELSE ascii(one)::bigint << 21 | ascii(other) END
           FROM parts, LATERAL (
               SELECT one, NULL AS other FROM unnest(signs) AS one
               UNION ALL SELECT one, other FROM unnest(signs, signs[2:]) AS pairs(one, other)
               WHERE other IS NOT NULL AND other <> ' '
           ) AS found
           WHERE one <> ' '
           UNION ALL SELECT unnest(string_to_array(btrim(marks), ' ')::bigint[])
       )
       $$""",
    "CREATE INDEX portal_searchrow_grams ON portal_searchrow USING gin (portal_grams(title, body, keys, marks))",
    "ALTER INDEX portal_searchrow_grams ALTER COLUMN 1 SET STATISTICS 0",  # ANALYZE would compute them all again
)
UNDO = {
    "sqlite": ("DROP TRIGGER portal_search_added", "DROP TRIGGER portal_search_removed",
               "DROP TRIGGER portal_search_changed", "DROP TABLE portal_searchgrams"),
    "postgresql": ("DROP INDEX portal_searchrow_grams", "DROP FUNCTION portal_grams"),
}


def make(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_initial")]

    operations = [migrations.RunPython(make, remove)]
