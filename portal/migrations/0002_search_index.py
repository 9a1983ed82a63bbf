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
UNDO = {
    "sqlite": ("DROP TRIGGER portal_search_added", "DROP TRIGGER portal_search_removed",
               "DROP TRIGGER portal_search_changed", "DROP TABLE portal_searchgrams"),
    "postgresql": ("DROP INDEX IF EXISTS portal_searchrow_grams", "DROP FUNCTION IF EXISTS portal_grams"),
}


def make(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else ():  # PostgreSQL's: migration 0005
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_initial")]

    operations = [migrations.RunPython(make, remove)]
