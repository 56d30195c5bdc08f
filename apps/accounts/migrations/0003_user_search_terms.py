"""Accounts made before they could be searched for get their terms."""

from django.db import migrations

from apps.core.search import search_terms, sort_key


def fill(apps, schema_editor):
    user_model = apps.get_model("accounts", "User")
    for user in user_model.objects.filter(sort_name=""):
        name = f"{user.first_name} {user.last_name}".strip() or user.username
        user.sort_name = sort_key(name)
        user.search_terms = search_terms(user.first_name, user.last_name, user.username)
        user.save(update_fields=["sort_name", "search_terms"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_account_lifecycle")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
