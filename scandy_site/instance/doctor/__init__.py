"""``./manage.sh doctor``: everything an operator can get wrong, each with what is and what helps.

It has to work exactly when other things do not. So each examination is loaded and run on its own:
where a package or half of the .env is missing, the others still answer.
"""

import json
from collections.abc import Iterator
from importlib import import_module

from scandy_site.instance.doctor.case import Case
from scandy_site.instance.doctor.findings import MARKS, Finding, State, wrong
from scandy_site.instance.errors import ExitCode
from scandy_site.instance.folder import Instance
from scandy_site.instance.terminal import say

EXAMINATIONS = (
    "environment",
    "files",
    "settings",
    "network",
    "running",
    "database",
    "cache",
    "certificate",
    "application",
)


def doctor(instance: Instance, *, as_json: bool) -> ExitCode:
    """Zero unless something is wrong; warnings are for reading."""
    findings = list(examine(instance))
    state = max((finding.state for finding in findings), key=list(State).index)
    if as_json:
        rows = [finding.as_dict() for finding in findings]
        report = {"instance": instance.name, "state": state, "findings": rows}
        say(json.dumps(report, ensure_ascii=False))
    else:
        _print(instance, findings)
    return ExitCode.FAILED if state is State.ERROR else ExitCode.OK


def examine(instance: Instance) -> Iterator[Finding]:
    case = Case(instance)
    for name in EXAMINATIONS:
        yield from _examine(name, case)


def _examine(name: str, case: Case) -> Iterator[Finding]:
    try:
        yield from import_module(f"scandy_site.instance.doctor.{name}").examine(case)
    except ImportError as error:
        message = f"„{name}“ ließ sich nicht prüfen: Das Python-Paket {error.name} fehlt."
        yield wrong("Umgebung", message, "./manage.sh start")
    except Exception as error:  # noqa: BLE001 the patient may be ill in any way
        reason = type(error).__name__  # its text may hold a password
        yield wrong("Prüfung", f"„{name}“ ließ sich nicht prüfen ({reason}).", "./manage.sh logs")


def _print(instance: Instance, findings: list[Finding]) -> None:
    say(f"Instanz „{instance.name}“ ({instance.home})")
    area = ""
    for finding in findings:
        if finding.area != area:
            area = finding.area
            say(f"\n{area}")
        say(f"  {MARKS[finding.state]:<9}{finding.message}")
        if finding.remedy:
            say(f"           -> {finding.remedy}")
    counts = {state: sum(f.state is state for f in findings) for state in State}
    say(
        f"\n{counts[State.ERROR]} Fehler, {counts[State.WARNING]} Warnungen, "
        f"{counts[State.OK]} in Ordnung."
    )
