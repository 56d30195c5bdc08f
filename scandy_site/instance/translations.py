"""Prove that the German catalogue is complete and compiled: nothing new, empty, fuzzy or stale."""

import filecmp
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from scandy_site.instance.folder import BASE_DIR
from scandy_site.instance.terminal import complain

CATALOGUE = Path("locale/de/LC_MESSAGES/django.po")
SOURCES = ("apps", "scandy_site", "templates")


def main() -> int:
    problems = [*_uncompiled(), *_untranslated()]
    for problem in problems:
        complain(problem)
    return 1 if problems else 0


def _uncompiled() -> list[str]:
    """The catalogue must be sound, and the compiled file must be made from it."""
    committed = BASE_DIR / CATALOGUE.with_suffix(".mo")
    with tempfile.TemporaryDirectory() as folder:
        compiled = Path(folder) / "django.mo"
        result = _run(["msgfmt", "--check", "-o", str(compiled), str(CATALOGUE)], BASE_DIR)
        if result.returncode:
            return [result.stderr]
        if committed.is_file() and filecmp.cmp(compiled, committed, shallow=False):
            return []
    target = CATALOGUE.with_suffix(".mo")
    return [f"{target} ist nicht aktuell. Bitte ausführen: msgfmt -o {target} {CATALOGUE}"]


def _untranslated() -> list[str]:
    """Every text of code and templates must stand translated in the catalogue."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in SOURCES:
            shutil.copytree(BASE_DIR / name, copy / name, ignore=shutil.ignore_patterns("tests"))
        (copy / "locale").mkdir()
        command = [sys.executable, "-m", "django", "makemessages", "-l", "de", "--keep-pot"]
        extracted = _run(command, copy)
        if extracted.returncode:
            return [extracted.stderr]
        merged = str(copy / "merged.po")
        template = str(copy / "locale" / "django.pot")
        _run(["msgmerge", "-N", "-q", "-o", merged, str(BASE_DIR / CATALOGUE), template], copy)
        empty = _run(["msgattrib", "--no-obsolete", "--no-wrap", "--untranslated", merged], copy)
        fuzzy = _run(["msgattrib", "--no-obsolete", "--no-wrap", "--only-fuzzy", merged], copy)
    return [
        f"In {CATALOGUE} {lack}:\n{_without_header(found.stdout)}"
        for lack, found in (("fehlen", empty), ("sind ungeprüft", fuzzy))
        if found.stdout
    ]


def _without_header(text: str) -> str:
    return text.partition("\n\n")[2]


def _run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {key: os.environ[key] for key in os.environ if key != "DJANGO_SETTINGS_MODULE"}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


if __name__ == "__main__":
    sys.exit(main())
