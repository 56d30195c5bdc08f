"""``manage.py sync_settings``: store the first settings, from .env, and the schedules of all apps."""

from django.core.management.base import BaseCommand

from apps.core import clock
from apps.core.schedules import sync_schedules
from apps.sitesettings.services import store_first_settings


class Command(BaseCommand):
    help = "Store the first settings and the schedules; what an admin changed stays."

    def handle(self, *args, **options):
        now = clock.now()
        store_first_settings(now)
        sync_schedules(now)
        self.stdout.write("Einstellungen und Zeitpläne abgeglichen.")
