"""``manage.py setup_link``: print the one-time link while nobody can run the instance."""

from django.core.management.base import BaseCommand

from apps.accounts.queries import is_set_up
from apps.setup.links import make_link


class Command(BaseCommand):
    help = "Print the link that creates the first admin; nothing when there is one."

    def add_arguments(self, parser):
        parser.add_argument("--base-url", required=True, help="for example http://localhost:5000")

    def handle(self, *args, base_url: str, **options):
        if not is_set_up():
            self.stdout.write(make_link(base_url))
