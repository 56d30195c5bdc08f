# ruff: noqa: INP001 a script, not a package
"""Prove, without node, that the committed styles and icons were built from the sources beside them.

Whoever adds a class to a template and forgets `npm run build` ships a page without its styles, and no
test of Python would see it. The build records a hash over its sources and its results in
static/dist/build.json; this compares. Standard library only, because it runs before Django does.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RECORD = ROOT / "static/dist/build.json"
SOURCES = (
    "assets/**/*",
    "package.json",
    "package-lock.json",
    "templates/**/*.html",
    "apps/*/templatetags/*.py",
    "static/js/**/*.js",
)
UNSTYLED = ("templates/admin/", "templates/unfold/")  # the admin has styles of its own
RESULTS = ("static/dist/scandy.css", "static/icons.svg", "static/fonts/*", "static/vendor/*")


def digest(patterns: tuple[str, ...]) -> str:
    """Hash the names and contents of all files that match, independent of their order on disk."""
    paths = {
        path.relative_to(ROOT).as_posix(): path
        for pattern in patterns
        for path in ROOT.glob(pattern)
    }
    total = hashlib.sha256()
    for name, path in sorted(paths.items()):
        if path.is_file() and not name.startswith(UNSTYLED):
            content = path.read_bytes().replace(b"\r\n", b"\n")
            total.update(f"{name}\0{hashlib.sha256(content).hexdigest()}\n".encode())
    return total.hexdigest()


def main() -> None:
    """Record the present state, or end with an error when it differs from the recorded one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--write", action="store_true", help="record the present state (npm run build)"
    )
    current = {"sources": digest(SOURCES), "results": digest(RESULTS)}
    if parser.parse_args().write:
        RECORD.write_text(json.dumps(current, indent=2) + "\n", encoding="utf-8")
        return
    recorded = json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else {}
    if recorded != current:
        sys.exit(
            "Die Stile in static/dist sind nicht aktuell."
            " Bitte `npm ci && npm run build` ausführen und das Ergebnis mit einchecken."
        )


if __name__ == "__main__":
    main()
