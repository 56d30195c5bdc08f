"""``manage.py skip_setup``: run the instance without the wizard, with the account that the manual names."""

from django.core.management.base import BaseCommand, CommandError

from apps.accounts.models import User
from apps.accounts.services import AlreadySetUp
from apps.core import clock
from apps.core.errors import DomainError
from apps.core.logs import request_scope
from apps.setup.services import DEFAULT_PASSWORD, DEFAULT_USERNAME, skip_setup

USAGE = 2  # the exit code of ./manage.sh for what cannot be asked of this instance


class Command(BaseCommand):
    help = "Create the account admin / admin123, which signs in on this machine alone."

    def handle(self, *args, **options):
        try:
            with request_scope():
                skip_setup(now=clock.now())
        except AlreadySetUp as error:
            raise CommandError(
                "Diese Instanz hat schon einen Admin; --skip-setup gilt nur für eine neue.",
                returncode=USAGE,
            ) from error
        except DomainError as error:
            raise CommandError(str(error)) from error
        if User.objects.filter(username=DEFAULT_USERNAME, has_default_password=True).exists():
            self.stdout.write(
                f"An diesem Rechner anmelden: {DEFAULT_USERNAME} mit dem Passwort {DEFAULT_PASSWORD}; "
                "dann ein eigenes Passwort wählen."
            )
        else:
            self.stdout.write("Die Einrichtung wurde schon übersprungen; es bleibt, wie es ist.")
