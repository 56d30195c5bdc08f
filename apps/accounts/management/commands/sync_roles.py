"""``manage.py sync_roles``: write the table of roles into the auth groups."""

from django.core.management.base import BaseCommand

from apps.accounts.services import sync_roles


class Command(BaseCommand):
    help = "Write the table of roles (apps/accounts/roles.py) into the auth groups."

    def handle(self, *args, **options):
        sync_roles()
        self.stdout.write("Rollen abgeglichen.")
