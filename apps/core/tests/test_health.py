import os
import time

import pytest
from redis import Redis

from apps.core.health import HEARTBEAT_MAX_AGE, SIGNS, check_health, leave_sign
from apps.core.registry import registry

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

INSTANCE = f"test-health-{os.getpid()}"  # other test processes use the same Redis
NOBODY = "redis://geheim:passwort@127.0.0.1:1/0"


@pytest.fixture
def instance(settings):
    """An instance of the test's own, whose worker and beat live; yields its keys in Redis."""
    settings.INSTANCE_NAME = INSTANCE
    for sign in SIGNS:
        leave_sign(sign)
    with Redis.from_url(settings.REDIS_URL) as redis:
        yield redis
        redis.delete(*(f"{INSTANCE}:alive:{sign}" for sign in SIGNS))


def states(report):
    return {name: check["status"] for name, check in report["checks"].items()}


def test_an_instance_is_healthy_when_everything_lives(instance, client):
    response = client.get("/health")

    assert (response.status_code, response.json()["status"]) == (200, "healthy")
    checks = ("mongodb", "redis", "worker", "beat", "schedules")
    assert states(response.json()) == dict.fromkeys(checks, "ok")


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("age", [None, HEARTBEAT_MAX_AGE + 2])
def test_an_instance_is_not_healthy_without_a_sign_of_life(instance, client, sign, age):
    key = f"{INSTANCE}:alive:{sign}"
    instance.set(key, time.time() - age) if age else instance.delete(key)

    response = client.get("/health")

    assert (response.status_code, response.json()["status"]) == (503, "unhealthy")
    assert [name for name, state in states(response.json()).items() if state == "down"] == [sign]


def test_an_old_sign_of_life_counts_for_a_while(instance):
    instance.set(f"{INSTANCE}:alive:worker", time.time() - HEARTBEAT_MAX_AGE + 5)

    assert check_health()["status"] == "healthy"


def test_an_instance_without_redis_tells_so_and_no_secrets(instance, client, settings):
    settings.REDIS_URL = NOBODY

    response = client.get("/health")

    assert response.status_code == 503
    assert states(response.json())["mongodb"] == "ok"
    assert states(response.json())["redis"] == "down"
    assert not any(word in response.text for word in ("geheim", "passwort", "127.0.0.1"))


def test_what_other_apps_check_is_a_warning_only(instance):
    registry.add_health_check("disk", lambda: str(1 // 0))
    try:
        report = check_health()
    finally:
        del registry.health_checks["disk"]

    assert report["status"] == "healthy"
    assert report["checks"]["disk"] == {"status": "warning", "detail": "ZeroDivisionError"}


@pytest.mark.parametrize(("method", "status"), [("HEAD", 200), ("POST", 405), ("DELETE", 405)])
def test_the_state_is_only_to_be_looked_at(instance, client, method, status):
    assert client.generic(method, "/health").status_code == status
