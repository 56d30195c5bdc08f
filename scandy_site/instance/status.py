"""How an instance is doing, in words for people and as JSON for scripts."""

import json
from typing import Any

from scandy_site.instance import config, envfile, health, processes, state
from scandy_site.instance.errors import ExitCode
from scandy_site.instance.folder import Instance
from scandy_site.instance.state import State
from scandy_site.instance.supervisor import START_ORDER, Supervisor
from scandy_site.instance.terminal import say
from scandy_site.instance.tls import Certificates

WORDS = {
    "running": "läuft",
    "starting": "startet",
    "backoff": "startet nicht",
    "stopping": "hält an",
    "stopped": "angehalten",
    "exited": "beendet",
    "fatal": "aufgegeben",
    "unknown": "unbekannt",
    "orphaned": "läuft ohne Aufsicht",
}


def status(instance: Instance, *, as_json: bool) -> ExitCode:
    """Zero only when everything runs and the web server calls itself healthy."""
    report = _report(instance)
    if as_json:
        say(json.dumps(report, ensure_ascii=False))
    else:
        _print(report)
    healthy = report["running"] and (report["health"] or {}).get("status") == "healthy"
    return ExitCode.OK if healthy else ExitCode.FAILED


def _report(instance: Instance) -> dict[str, Any]:
    remembered = state.recall(instance)
    supervised = Supervisor(instance).services()
    if supervised is None:
        services = _orphans(instance)
    else:
        services = {
            name: {"state": s.state.lower(), "pid": s.pid or None, "uptime": s.uptime}
            for name, s in supervised.items()
        }
    answer = _ask(instance, remembered) if remembered and services else None
    return {
        "instance": instance.name,
        "running": bool(supervised) and all(s["state"] == "running" for s in services.values()),
        "url": remembered.url if remembered else None,
        "home": str(instance.home),
        "demo": config.is_demo(envfile.read(instance.env_file)),
        "services": services,
        "health": answer[1] if answer else None,
    }


def _ask(instance: Instance, remembered: State) -> tuple[int, dict[str, Any]] | None:
    authority = Certificates(instance).authority
    return health.ask(remembered.local_url, authority, seconds=3)


def _orphans(instance: Instance) -> dict[str, dict[str, Any]]:
    """Services that outlived their supervisor; the next start or stop ends them."""
    return {
        p.service: {"state": "orphaned", "pid": p.pid, "uptime": p.uptime}
        for p in processes.heads(processes.of_instance(instance.home))
        if p.service in START_ORDER
    }


def _print(report: dict[str, Any]) -> None:
    if not report["services"]:
        say(f"Die Instanz „{report['instance']}“ läuft nicht ({report['home']}).")
        return
    demo = ", Demo" if report["demo"] else ""
    say(f"Instanz „{report['instance']}“{demo}: {report['url']}")
    for name in reversed([name for name in START_ORDER if name in report["services"]]):
        service = report["services"][name]
        detail = f"Prozess {service['pid']}, seit {_duration(service['uptime'])}"
        say(f"  {name:<8}{WORDS[service['state']]:<20}{detail if service['pid'] else ''}".rstrip())
    say(f"  {'Zustand':<8}{_verdict(report)}")


def _verdict(report: dict[str, Any]) -> str:
    if any(service["state"] == "orphaned" for service in report["services"].values()):
        return "Die Überwachung fehlt; ./manage.sh start stellt sie wieder her."
    if report["health"] is None:
        return "Der Webserver antwortet nicht; mehr sagt ./manage.sh logs web."
    return "gesund" if report["health"].get("status") == "healthy" else "nicht gesund"


def _duration(seconds: int) -> str:
    if seconds < 120:
        return f"{seconds} s"
    if seconds < 7200:
        return f"{seconds // 60} min"
    return f"{seconds // 3600} h" if seconds < 172_800 else f"{seconds // 86_400} Tagen"
