"""What was stored before words were found in their forms is brought up to date in the background."""

from django.db import migrations
from django.utils import timezone


def refresh_what_there_is(apps, schema_editor):
    """An empty instance needs none; the sweep sends the job on its way."""
    if schema_editor.connection.database["users"].find_one() is None:
        return
    job = apps.get_model("core", "Job")
    job.objects.create(name="core.refresh_search", created_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("core", "0003_file_imports")]

    operations = [migrations.RunPython(refresh_what_there_is, migrations.RunPython.noop)]
