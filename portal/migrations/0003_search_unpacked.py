"""Characters instead of numbers in SQLite's index; texts of up to 8 kB as they are, not packed, on PostgreSQL."""

from django.db import migrations

STATEMENTS = {
    "sqlite": (
        "INSERT INTO portal_searchgrams(portal_searchgrams) VALUES ('delete-all')",
        """INSERT INTO portal_searchgrams(rowid, grams)
           SELECT id, portal_grams(title, body, keys, marks) FROM portal_searchrow""",
    ),
    "postgresql": ("ALTER TABLE portal_searchrow SET (toast_tuple_target = 8160)",),  # words are compared all the time
}


def make(apps, schema_editor):
    for statement in STATEMENTS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("portal", "0002_search_index")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
