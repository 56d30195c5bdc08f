"""Redis: version, memory, and whether queued work survives."""

from collections.abc import Iterator
from typing import Any

from redis import Redis
from redis.exceptions import RedisError

from scandy_site.instance import servers
from scandy_site.instance.doctor.case import Case
from scandy_site.instance.doctor.findings import Finding, fine, warning, wrong
from scandy_site.instance.errors import InstanceError

AREA = "Redis"
TIMEOUT = 2
SCARCE_PERCENT = 90


def examine(case: Case) -> Iterator[Finding]:
    config = case.config
    if config is None:
        return
    if config.embeds_redis:
        try:
            servers.redis(config.values["SCANDY_REDIS_SERVER"])
        except InstanceError as error:
            yield wrong(AREA, str(error), "SCANDY_REDIS_SERVER oder REDIS_URL in der .env ändern")
        if not case.is_running:
            yield fine(AREA, "Redis ist mit der Instanz angehalten.")
            return
    url = config.values["REDIS_URL"]
    try:
        with Redis.from_url(url, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT) as client:
            info: dict[str, Any] = client.info()
    except (RedisError, ValueError) as error:
        remedy = "./manage.sh logs redis" if config.embeds_redis else "REDIS_URL prüfen"
        message = f"Redis antwortet nicht oder weist die Anmeldung ab ({type(error).__name__})."
        yield wrong(AREA, message, remedy)
        return
    yield from _judge(info)


def _judge(info: dict[str, Any]) -> Iterator[Finding]:
    major, minor = (int(part) for part in str(info["redis_version"]).split(".")[:2])
    if (major, minor) < servers.REDIS_SINCE:
        message = f"Redis {info['redis_version']} ist zu alt; Scandy braucht 6.2 oder neuer."
        yield wrong(AREA, message, "Den Server aktualisieren")
    else:
        yield fine(AREA, f"Redis {info.get('valkey_version', info['redis_version'])} antwortet.")
    if not info.get("aof_enabled"):
        message = "Redis schreibt nicht mit; nach einem Absturz fehlt wartende Hintergrundarbeit."
        yield warning(AREA, message, "In der redis.conf des Servers: appendonly yes")
    elif info.get("aof_last_write_status") != "ok":
        yield wrong(AREA, "Redis kann nicht auf den Datenträger schreiben.", "Platz schaffen")
    if str(info.get("maxmemory_policy", "")).startswith("allkeys"):
        message = "Redis wirft bei vollem Speicher auch wartende Hintergrundarbeit weg."
        yield warning(AREA, message, "maxmemory-policy volatile-lru")
    limit = info.get("maxmemory", 0)
    if limit and info["used_memory"] * 100 > limit * SCARCE_PERCENT:
        message = f"Redis hat {SCARCE_PERCENT} % seines Speichers belegt."
        yield warning(AREA, message, "maxmemory erhöhen oder ./manage.sh restart")
