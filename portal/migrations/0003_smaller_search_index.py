"""On SQLite characters instead of numbers, which makes a smaller index.

On PostgreSQL texts of up to 8 kB are kept as they are, not packed: words are compared with them all the time.
"""

from django.db import migrations

STATEMENTS = {
    "sqlite": (
        "INSERT INTO portal_searchgrams(portal_searchgrams) VALUES ('delete-all')",
        """INSERT INTO portal_searchgrams(rowid, grams)
           SELECT id, portal_grams(title, body, keys, marks) FROM portal_searchrow""",
    ),
    "postgresql": ("ALTER TABLE portal_searchrow SET (toast_tuple_target = 8160)",),
}


def make(apps, schema_editor):
    for statement in STATEMENTS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("portal", "0002_search_index")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
