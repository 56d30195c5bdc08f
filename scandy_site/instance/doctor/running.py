"""The services: running, supervised, and healthy by their own account."""

from collections.abc import Iterator

from scandy_site.instance import health, processes, state
from scandy_site.instance.doctor.case import Case
from scandy_site.instance.doctor.findings import Finding, State, fine, warning, wrong
from scandy_site.instance.supervisor import START_ORDER, Supervisor
from scandy_site.instance.tls import Certificates

AREA = "Dienste"


def examine(case: Case) -> Iterator[Finding]:
    for home in sorted(processes.namesakes(case.instance)):
        message = f"In {home} läuft eine Instanz gleichen Namens; beide melden sich gegenseitig ab."
        yield warning(AREA, message, "Eine der beiden mit --name anders nennen")
    if not case.is_running:
        yield warning(AREA, "Die Instanz läuft nicht.", "./manage.sh start")
        return
    found = Supervisor(case.instance).services()
    if found is None:
        message = "Dienste laufen ohne Aufsicht; was abstürzt, bleibt liegen."
        yield warning(AREA, message, "./manage.sh start")
    else:
        for name in (name for name in START_ORDER if name in found):
            if found[name].state == "RUNNING":
                yield fine(AREA, f"{name} läuft.")
            else:
                yield wrong(AREA, f"{name} läuft nicht.", f"./manage.sh logs {name}")
    yield from _health(case)


def _health(case: Case) -> Iterator[Finding]:
    remembered = state.recall(case.instance)
    if remembered is None:
        return
    authority = Certificates(case.instance).authority
    answer = health.ask(remembered.local_url, authority, seconds=5)
    if answer is None:
        message = f"Der Webserver antwortet unter {remembered.local_url} nicht."
        yield wrong(AREA, message, "./manage.sh logs web")
        return
    for name, check in answer[1].get("checks", {}).items():
        if check["status"] == "ok":
            continue
        grave = State.WARNING if check["status"] == "warning" else State.ERROR
        yield Finding(
            grave, AREA, f"/health meldet {name}: {check['detail']}", f"./manage.sh logs {name}"
        )
    if answer[1].get("status") == "healthy":
        yield fine(AREA, "/health nennt die Instanz gesund.")
