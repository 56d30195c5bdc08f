"""``manage.py doctor``: the part of ``./manage.sh doctor`` that needs Django."""

import json
from operator import itemgetter
from typing import Any

from django.core.checks import CheckMessage, run_checks
from django.core.checks.messages import ERROR, WARNING
from django.core.management.base import BaseCommand, CommandParser

from apps.core.checks import DOCTOR
from apps.core.indexes import ALIASES


class Command(BaseCommand):
    help = "Say what is right and what is not, each with its remedy."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="for programs")
        parser.add_argument("--no-database", action="store_true", help="while MongoDB is away")

    def handle(self, *args: Any, **options: Any) -> None:
        databases = None if options["no_database"] else ALIASES
        messages = run_checks(tags=[DOCTOR], include_deployment_checks=True, databases=databases)
        findings = sorted(map(_finding, messages), key=itemgetter("area"))
        if options["json"]:
            self.stdout.write(json.dumps(findings, ensure_ascii=False))
            return
        for finding in findings:
            line = f"{finding['state']:<8}{finding['area']}: {finding['message']}"
            self.stdout.write(f"{line} -> {finding['remedy']}" if finding["remedy"] else line)


def _finding(message: CheckMessage) -> dict[str, str]:
    return {
        "area": str(message.obj),
        "state": _state(message.level),
        "message": str(message.msg),
        "remedy": str(message.hint or ""),
    }


def _state(level: int) -> str:
    if level >= ERROR:
        return "error"
    return "warning" if level >= WARNING else "ok"
