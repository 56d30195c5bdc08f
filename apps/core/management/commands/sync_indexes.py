"""``manage.py sync_indexes``: bring back the indexes that the database has lost."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from pymongo.errors import OperationFailure

from apps.core.indexes import drop_others, restore


class Command(BaseCommand):
    help = "Make the indexes that the models declare and the database lacks."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--drop-superfluous", action="store_true", help="and drop the others")

    def handle(self, *args: Any, drop_superfluous: bool, **options: Any) -> None:
        try:
            made = restore()
        except OperationFailure as error:
            raise CommandError(f"Ein Index lässt sich nicht anlegen: {error}") from error
        self.stdout.write(f"Angelegt: {made}." if made else "Alle Indizes sind da.")
        if drop_superfluous:
            self.stdout.write(f"Gelöscht: {drop_others()}.")
