"""``./manage.sh check``: everything that can be said about the code without running it for long."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from scandy_site.instance import testing
from scandy_site.instance.errors import ExitCode
from scandy_site.instance.folder import BASE_DIR
from scandy_site.instance.terminal import say

SCRIPTS = Path(sys.executable).parent
MANAGE = (sys.executable, "manage.py")
CHECKS: dict[str, Sequence[str]] = {
    "Typen (mypy)": (f"{SCRIPTS}/mypy",),
    "Regeln (ruff check)": (f"{SCRIPTS}/ruff", "check"),
    "Format (ruff format)": (f"{SCRIPTS}/ruff", "format", "--check"),
    "Schichten (lint-imports)": (f"{SCRIPTS}/lint-imports",),
    "Vorlagen (djlint)": (f"{SCRIPTS}/djlint", "templates", "--lint"),
    "Migrationen": (*MANAGE, "makemigrations", "--check", "--dry-run"),
    "Einstellungen": (*MANAGE, "check", "--fail-level", "WARNING"),
    "Übersetzungen": (sys.executable, "-m", "scandy_site.instance.translations"),
    "Gebaute Stile": (sys.executable, "scripts/css_fresh.py"),
}


def check() -> ExitCode:
    """Run all checks, two at a time; a failed one does not keep the others from being shown."""
    failed = []
    with testing.services() as environment, ThreadPoolExecutor(max_workers=2) as pool:
        production = {**environment, "DJANGO_SETTINGS_MODULE": "scandy_site.settings.production"}
        checks = {**CHECKS, **_compose()}
        results = pool.map(partial(_run, environment=production), checks.values())
        for name, (code, output, seconds) in zip(checks, results, strict=True):
            verdict = "nicht bestanden" if code else "bestanden"
            say(f"{name:<26}{verdict} ({seconds:.1f} s)")
            if code:
                failed.append(name)
                say(output.rstrip() + "\n")
    if failed:
        say(f"Nicht bestanden: {', '.join(failed)}.")
        return ExitCode.FAILED
    say("Alle Prüfungen bestanden.")
    return ExitCode.OK


def _compose() -> dict[str, Sequence[str]]:
    """Whether docker-compose.yml is understood, where one of the two programs is there to say so."""
    programs = (("docker-compose",), ("docker", "compose"))
    for program in programs:
        found = shutil.which(program[0])
        if found and not _run((*program, "version"), environment=os.environ)[0]:
            options = ("--env-file", "deploy/docker/env.example", "config", "--quiet")
            return {"Container (compose)": (*program, *options)}
    return {}


def _run(command: Sequence[str], *, environment: Mapping[str, str]) -> tuple[int, str, float]:
    begun = time.monotonic()
    result = subprocess.run(
        command,
        cwd=BASE_DIR,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return result.returncode, result.stdout, time.monotonic() - begun
