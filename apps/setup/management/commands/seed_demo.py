"""``manage.py seed_demo``: fill an instance with a workshop that does not exist."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.accounts.enums import Role
from apps.consumables.models import Consumable
from apps.core import clock
from apps.core.errors import DomainError
from apps.core.logs import request_scope
from apps.lending.models import Lending
from apps.setup.demo import plan
from apps.setup.demo.accounts import PERSONS, has_foreign_admin
from apps.setup.demo.progress import german
from apps.setup.demo.writer import Numbers, fill
from apps.tickets.models import Ticket
from apps.tools.models import Tool
from apps.workers.models import Worker

PASSWORD = "scandy-demo"  # noqa: S105 known to everybody, for demos only
DEFAULTS = {"tools": 200, "workers": 60, "lendings": 400, "consumables": 1000, "tickets": 300}
MOST = 10_000_000


class Command(BaseCommand):
    help = "Fill up with demo data: people, tickets, two years of lendings and of movements of material."

    def add_arguments(self, parser):
        for name, default in DEFAULTS.items():
            parser.add_argument(f"--{name}", default=default, metavar="N")
        parser.add_argument("--seed", default=1, metavar="S", help="other numbers, other data")
        parser.add_argument("--password", default=PASSWORD, help="of the four accounts")
        parser.add_argument(
            "--force", action="store_true", help="also into an instance that is no demo"
        )

    def handle(self, *args, password: str, force: bool, **options):
        wanted = Numbers(**{name: _count(options[name], f"--{name}") for name in DEFAULTS})
        seed = _count(options["seed"], "--seed")
        _refuse_impossible(wanted)
        if not password.strip():
            raise CommandError("--password darf nicht leer sein.")
        if not (settings.IS_DEMO or force) and has_foreign_admin():
            raise CommandError(
                "Diese Instanz wurde ohne Demodaten eingerichtet und nimmt keine an. Eine Demo gibt es mit"
                " ./manage.sh start --name demo --demo. --force trägt die Daten trotzdem hier ein und gibt den"
                f" Konten {', '.join(person.username for person in PERSONS)} ein bekanntes Passwort."
            )
        try:
            with request_scope():
                fill(wanted, seed=seed, password=password, now=clock.now(), out=self.stderr)
        except DomainError as error:
            raise CommandError(str(error)) from error
        self._report(password)

    def _report(self, password: str) -> None:
        counts = {
            "Werkzeuge": Tool.objects.alive().count(),
            "Mitarbeiter": Worker.objects.alive().count(),
            "Ausleihen": Lending.objects.count(),
            "Verbrauchsmaterialien": Consumable.objects.alive().count(),
            "Tickets": Ticket.objects.alive().count(),
        }
        in_words = ", ".join(f"{german(count)} {label}" for label, count in counts.items())
        self.stdout.write(f"Jetzt vorhanden: {in_words}.")
        self.stdout.write(f"Anmelden kann man sich mit dem Passwort {password} als:")
        for person in PERSONS:
            self.stdout.write(f"  {person.username:<12} ({Role(person.role).label})")


def _count(value: Any, option: str) -> int:
    text = str(value)
    if not (text.isascii() and text.isdigit()) or int(text[:12]) > MOST:
        raise CommandError(
            f"{option} muss eine ganze Zahl von 0 bis {german(MOST)} sein, nicht „{text[:20]}“."
        )
    return int(text)


def _refuse_impossible(wanted: Numbers) -> None:
    if not wanted.lendings:
        return
    if not wanted.workers:
        raise CommandError("Ausleihen brauchen Mitarbeiter: bitte --workers größer als 0 wählen.")
    most = plan.most_lendings(wanted.tools)
    if wanted.lendings > most:
        raise CommandError(
            f"So oft können {german(wanted.tools)} Werkzeuge in zwei Jahren nicht ausgeliehen werden:"
            f" höchstens {german(most)} Mal, nicht {german(wanted.lendings)} Mal."
        )
