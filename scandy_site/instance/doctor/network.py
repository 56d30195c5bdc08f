"""The ports of the instance: free, its own, or somebody else's."""

import errno
from collections.abc import Iterator

from scandy_site.instance import ports
from scandy_site.instance.doctor.case import Case
from scandy_site.instance.doctor.findings import Finding, fine, wrong

AREA = "Ports"


def examine(case: Case) -> Iterator[Finding]:
    if case.config is None:
        return
    found, values = case.config, case.config.values
    yield from _port(case, "Web", found.host, found.port, "einen anderen Port wählt --port")
    for name, embedded, key, address in (
        ("MongoDB", found.embeds_mongodb, "SCANDY_MONGODB_PORT", "MONGODB_URI"),
        ("Redis", found.embeds_redis, "SCANDY_REDIS_PORT", "REDIS_URL"),
    ):
        if embedded:
            other = f"in der .env {key} und {address} ändern"
            yield from _port(case, name, "127.0.0.1", int(values[key]), other)
        else:
            yield fine(AREA, f"{name}: ein eigener Server, hier ist kein Port nötig.")


def _port(case: Case, name: str, host: str, port: int, other: str) -> Iterator[Finding]:
    obstacle = ports.obstacle(host, port)
    if obstacle is None:
        yield fine(AREA, f"Port {port} ({name}) ist frei.")
    elif obstacle.errno != errno.EADDRINUSE:
        message = f"{name} kann unter {host}, Port {port} nicht lauschen: {obstacle.strerror}."
        yield wrong(AREA, message, f"Adresse und Port prüfen; {other}")
    elif ports.listeners(port) & {process.pid for process in case.processes}:
        yield fine(AREA, f"Port {port} ({name}) gehört dieser Instanz.")
    else:
        message = f"Port {port} ({name}) ist belegt, und zwar von {ports.holder(port)}."
        yield wrong(AREA, message, f"Diesen Prozess beenden, oder {other}")
