"""Is everything alive that must be? MongoDB writable, Redis there, worker and beat giving signs of life.

Worker and beat prove themselves by a task: beat sends it every ten seconds, the worker runs it, each leaves the time
in Redis. Other apps register checks whose failure is only a warning.
"""

import time
from collections.abc import Callable
from functools import partial

import redis
from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from apps.core.registry import registry

HEARTBEAT_MAX_AGE = 40  # seconds; beat sends every 10
TIMEOUT = 1.0  # seconds, per connection
SIGNS = ("worker", "beat")


class Down(Exception):
    """A service that must run does not; the text says which and why."""


def check_health() -> dict:
    """``{"status": "healthy"|"unhealthy", "checks": {name: {"status": "ok"|"down"|"warning", "detail": ...}}}``."""
    checks = {"mongodb": _run(_check_mongodb), "redis": _run(_check_redis)}
    for sign in SIGNS:
        checks[sign] = _run(partial(_check_sign, sign))
    healthy = all(check["status"] == "ok" for check in checks.values())
    for name, function in registry.health_checks.items():
        checks[name] = _run(function, failed="warning")
    return {"status": "healthy" if healthy else "unhealthy", "checks": checks}


def leave_sign(name: str) -> None:
    """Note in Redis that this process lives."""
    with _client() as client:
        client.set(_key(name), time.time(), ex=HEARTBEAT_MAX_AGE * 10)


def _run(check: Callable[[], str], failed: str = "down") -> dict[str, str]:
    try:
        return {"status": "ok", "detail": check()}
    except Exception as error:  # noqa: BLE001 a health check reports every failure
        return {
            "status": failed,
            "detail": type(error).__name__ if _is_private(error) else str(error),
        }


def _is_private(error: Exception) -> bool:
    """Texts of drivers name hosts and users; only our own go out."""
    return not isinstance(error, Down)


def _check_mongodb() -> str:
    connection.ensure_connection()
    hello = connection.connection.admin.command("hello")
    if not hello.get("isWritablePrimary"):
        raise Down(_("MongoDB takes no writes at the moment."))
    return _("writable")


def _check_redis() -> str:
    with _client() as client:
        client.ping()
    return _("reachable")


def _check_sign(name: str) -> str:
    with _client() as client:
        seen = client.get(_key(name))
    if seen is None:
        raise Down(_("No sign of life yet."))
    age = int(time.time() - float(seen))
    if age > HEARTBEAT_MAX_AGE:
        raise Down(_("No sign of life for %(seconds)d seconds.") % {"seconds": age})
    return _("alive")


def _client() -> redis.Redis:
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT
    )


def _key(name: str) -> str:
    return f"{settings.INSTANCE_NAME}:alive:{name}"
