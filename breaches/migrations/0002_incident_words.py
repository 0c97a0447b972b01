"""The words of reports get an index, while people go on reporting."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.contrib.postgres.search import SearchVector
from django.db import migrations


class Migration(migrations.Migration):
    atomic = False  # made beside the table's own work, and not in front of it

    dependencies = [("breaches", "0001_initial")]

    operations = [
        AddIndexConcurrently(
            model_name="incident",
            index=GinIndex(
                SearchVector("happened", config="english"), name="breaches_incident_words"
            ),
        ),
    ]
