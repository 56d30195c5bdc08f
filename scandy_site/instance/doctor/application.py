"""What only Django can see, asked in a process of its own, so that a broken one breaks nothing here."""

import json
import subprocess
import sys
from collections.abc import Iterator

from scandy_site.instance.doctor import database
from scandy_site.instance.doctor.case import Case
from scandy_site.instance.doctor.findings import Finding, State, wrong
from scandy_site.instance.folder import BASE_DIR
from scandy_site.instance.masking import masked

AREA = "Anwendung"
SECONDS = 120


def examine(case: Case) -> Iterator[Finding]:
    if case.config is None:
        return
    command = [sys.executable, "manage.py", "doctor", "--json"]
    if not database.is_answering(case):
        command.append("--no-database")
    try:
        result = subprocess.run(
            command,
            cwd=BASE_DIR,
            env=case.config.environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        yield wrong(AREA, f"Django antwortet nicht in {SECONDS} Sekunden.", "./manage.sh logs web")
        return
    if result.returncode:
        last = masked((result.stderr.strip().splitlines() or ["kein Grund genannt"])[-1])
        yield wrong(
            AREA, f"Django lässt sich nicht laden: {last[:300]}", "./manage.sh manage check"
        )
        return
    for row in json.loads(result.stdout):
        yield Finding(State(row["state"]), row["area"], row["message"], row["remedy"])
