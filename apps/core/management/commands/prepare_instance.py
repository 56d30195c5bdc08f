"""``manage.py prepare_instance``: bring databases, roles and static files up to this code.

``./manage.sh start`` runs it before the web server. One process instead of five, because loading
Django takes longer than most of the steps. Progress goes to stderr; stdout holds only what the
operator should read at the end: the accounts of a demo, the link for the first administrator.
"""

import fcntl
import hashlib
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

STAMP = "static.sha256"


class Command(BaseCommand):
    help = "Migrate both databases, write the roles, collect changed static files."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--base-url", default="", help="for the link: http://localhost:5000")
        parser.add_argument("--demo", action="store_true", help="also fill in the demo data")
        parser.add_argument("--static-only", action="store_true", help="needs no database")

    def handle(
        self, *args: Any, base_url: str, demo: bool, static_only: bool, **options: Any
    ) -> None:
        run = settings.INSTANCE_HOME / "run"
        run.mkdir(parents=True, exist_ok=True)
        if static_only:
            self._collect_static(run / STAMP)
            return
        with (run / "prepare.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # one preparation at a time; the kernel frees it
            self._prepare(run, demo=demo)
        link = StringIO()
        call_command("setup_link", base_url=base_url, stdout=link)
        if link.getvalue():
            self.stdout.write(
                f"Ersten Administrator anlegen (der Link gilt einmal): {link.getvalue().strip()}"
            )

    def _prepare(self, run: Path, *, demo: bool) -> None:
        for database in ("default", "tickets"):
            call_command("migrate", database=database, interactive=False, stdout=self.stderr)
        call_command("sync_roles", stdout=self.stderr)
        call_command("sync_settings", stdout=self.stderr)
        if not settings.DEBUG:
            self._collect_static(run / STAMP)
        if demo:
            call_command("seed_demo", stdout=self.stdout, stderr=self.stderr)

    def _collect_static(self, stamp: Path) -> None:
        """Copying, hashing and compressing takes seconds: only when a source has changed."""
        current = _fingerprint_static_sources()
        if stamp.is_file() and stamp.read_text() == current:
            return
        stamp.unlink(missing_ok=True)
        call_command("collectstatic", interactive=False, clear=True, stdout=self.stderr)
        stamp.write_text(current)


def _fingerprint_static_sources() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            source = Path(storage.path(name)).stat()
            digest.update(f"{name} {source.st_size} {source.st_mtime_ns}\n".encode())
    return digest.hexdigest()
