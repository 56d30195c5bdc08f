"""Places that exist lie in no other one: their path is their name."""

from django.db import migrations


def write_paths(apps, schema_editor):
    for place in apps.get_model("masterdata", "Location").objects.filter(path=""):
        place.path, place.sort_path = place.name, place.sort_name
        place.save(update_fields=["path", "sort_path"])


class Migration(migrations.Migration):
    dependencies = [("masterdata", "0002_nested_locations_and_turns")]

    operations = [migrations.RunPython(write_paths, migrations.RunPython.noop)]
