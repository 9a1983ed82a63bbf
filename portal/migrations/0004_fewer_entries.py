"""Made PostgreSQL's index with fewer entries; migration 0005 makes it now, in its last form."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("portal", "0003_smaller_search_index")]

    operations = []
