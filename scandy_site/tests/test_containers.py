"""What docker-compose.yml promises and can be tried without Docker."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

from apps.core.health import leave_sign
from scandy_site.env import BASE_DIR

COMPOSE = (BASE_DIR / "docker-compose.yml").read_text(encoding="utf-8")
EXAMPLE = (BASE_DIR / "deploy/docker/env.example").read_text(encoding="utf-8")
NEW_ENV = "deploy/docker/new-env.sh"


def alive(service: str, instance: str) -> int:
    command = [sys.executable, "deploy/docker/alive.py", service]
    environment = {**os.environ, "REDIS_URL": settings.REDIS_URL, "SCANDY_INSTANCE": instance}
    return subprocess.run(command, cwd=BASE_DIR, env=environment, check=False).returncode


@pytest.mark.integration
def test_containers_find_the_signs_of_life_where_they_are_left():
    leave_sign("worker")

    assert alive("worker", settings.INSTANCE_NAME) == 0
    assert alive("worker", "somebody-else") == 1


@pytest.mark.unit
def test_compose_reads_exactly_the_keys_of_the_example():
    read = set(re.findall(r"\$\{(\w+)", COMPOSE))

    assert read == set(re.findall(r"^(\w+)=", EXAMPLE, re.MULTILINE))


@pytest.mark.unit
def test_compose_opens_ports_on_this_machine_alone():
    published = re.findall(r"ports: \[(.*)\]", COMPOSE)

    assert published
    assert all(entry.startswith('"127.0.0.1:') for entry in published)


@pytest.mark.unit
def test_new_env_has_secrets_of_its_own_and_is_written_once(tmp_path):
    (tmp_path / "deploy/docker").mkdir(parents=True)
    for name in (NEW_ENV, "deploy/docker/env.example"):
        (tmp_path / name).write_bytes((BASE_DIR / name).read_bytes())

    codes = [subprocess.run(["bash", tmp_path / NEW_ENV], check=False).returncode for _ in "12"]

    written = (tmp_path / ".env").read_text()
    secrets = re.findall(r"^(?:SECRET_KEY|\w+_PASSWORD)=([0-9a-f]{64})$", written, re.MULTILINE)
    assert codes == [0, 1]
    assert len(set(secrets)) == 3
    assert (tmp_path / ".env").stat().st_mode & 0o777 == 0o600
