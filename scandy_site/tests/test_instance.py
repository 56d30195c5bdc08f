"""A whole instance, started and stopped as an operator does it, and hurt in every way we know."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connections
from pymongo import MongoClient

from scandy_site.instance import ports, servers
from scandy_site.instance.errors import ExitCode
from scandy_site.instance.folder import BASE_DIR
from scandy_site.tests.instances import Scandy, wait_for
from scandy_site.tests.mongo import indexes

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("servers")]
GIVEN_MONGODB = "mongodb://scandy:geheim@127.0.0.1:{port}/?authSource=admin"


@pytest.fixture(scope="module")
def running(make_scandy: Callable[[], Scandy]) -> Scandy:
    """The instance that the tests below share; each leaves it running.

    Its servers have ports that no other new instance of this machine would choose.
    """
    scandy = make_scandy()
    result = scandy.start(
        SCANDY_MONGODB_PORT=str(ports.any_free()), SCANDY_REDIS_PORT=str(ports.any_free())
    )
    assert result.returncode == ExitCode.OK, result.stdout
    return scandy


def in_own_mounts(command: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Run a command that may mount something which nobody else sees."""
    return subprocess.run(
        ["unshare", "-rm", "sh", "-c", command],
        env={"PATH": os.environ["PATH"], "SCANDY_HOME": str(home)},
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


def test_start_ends_with_a_healthy_site(running: Scandy):
    status = running.status()

    assert status["running"]
    assert status["health"]["status"] == "healthy"
    assert status["url"] == f"http://127.0.0.1:{running.port}"
    assert set(status["services"]) == {"web", "worker", "beat", "redis", "mongod"}


def test_start_keeps_secrets_to_the_owner(running: Scandy):
    modes = {name: (running.home / name).stat().st_mode & 0o777 for name in (".env", "")}

    assert modes == {".env": 0o600, "": 0o700}


def test_second_start_says_where_it_runs_and_changes_nothing(running: Scandy):
    before = {process.pid for process in running.processes()}

    result = running.start()

    assert result.returncode == ExitCode.OK
    assert f"Scandy läuft schon: http://127.0.0.1:{running.port}" in result.stdout
    assert {process.pid for process in running.processes()} == before


def test_start_names_who_holds_the_port_and_leaves_nothing(running: Scandy, scandy: Scandy):
    scandy.port = running.port

    result = scandy.start()

    assert result.returncode == ExitCode.PORT_IN_USE
    assert f"Port {running.port} ist belegt" in result.stdout
    assert "gunicorn" in result.stdout
    assert not scandy.processes()
    assert not scandy.env()


def test_doctor_finds_nothing_wrong_with_a_new_instance(running: Scandy):
    result = running("doctor", "--json")

    report = json.loads(result.stdout)
    assert [row for row in report["findings"] if row["state"] == "error"] == []
    assert result.returncode == ExitCode.OK
    assert {"MongoDB", "Redis", "Dienste", "Mail"} <= {row["area"] for row in report["findings"]}
    assert not [value for key, value in running.env().items() if _is_secret(key, value, result)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("alias", "variable"), [("default", "MONGODB_DB"), ("tickets", "MONGODB_TICKETS_DB")]
)
def test_migrations_lead_to_what_the_models_say(running: Scandy, alias: str, variable: str):
    with MongoClient(running.env()["MONGODB_URI"]) as client:
        migrated = indexes(client[running.env()[variable]])

    modelled = indexes(connections[alias].database)

    expected = {name: made for name, made in modelled.items() if not name.startswith("probe_")}
    assert {name: migrated.get(name) for name in expected} == expected


def test_doctor_names_the_command_that_brings_an_index_back(running: Scandy):
    with MongoClient(running.env()["MONGODB_URI"]) as client:
        client.get_database(running.env()["MONGODB_DB"])["tools"].drop_indexes()

    ill = running("doctor")
    made = running("manage", "sync_indexes")
    cured = running("doctor")

    assert "-> ./manage.sh manage sync_indexes" in ill.stdout
    assert "Angelegt: " in made.stdout
    assert "sync_indexes" not in cured.stdout


def _is_secret(key: str, value: str, result: subprocess.CompletedProcess[str]) -> bool:
    """Whether the output shows a value of .env that nobody may see."""
    return key in ("SECRET_KEY", "MONGODB_URI", "REDIS_URL") and value in result.stdout


@pytest.mark.parametrize("service", ["web", "mongod"])
def test_killed_service_comes_back(running: Scandy, service: str):
    killed = running.status()["services"][service]["pid"]

    running.kill(service)

    wait_for(lambda: running("status").returncode == ExitCode.OK)
    assert running.status()["services"][service]["pid"] != killed


def test_start_takes_over_from_a_killed_supervisor(running: Scandy):
    with MongoClient(running.env()["MONGODB_URI"]) as client:
        client.get_database(running.env()["MONGODB_DB"])["probe"].insert_one({"_id": "kept"})
    running.kill("supervisord")
    states = {service["state"] for service in running.status()["services"].values()}

    result = running("start")

    assert states == {"orphaned"}
    assert result.returncode == ExitCode.OK, result.stdout
    assert running("status").returncode == ExitCode.OK
    with MongoClient(running.env()["MONGODB_URI"]) as client:
        assert client.get_database(running.env()["MONGODB_DB"])["probe"].count_documents({}) == 1


def test_stop_ends_everything_without_its_supervisor_too(running: Scandy):
    running.kill("supervisord")

    result = running("stop")

    assert result.returncode == ExitCode.OK
    assert not running.processes()
    assert running("status").returncode == ExitCode.FAILED
    assert running("start").returncode == ExitCode.OK


def test_another_instance_killed_while_it_is_made_starts_beside_the_first(
    running: Scandy, scandy: Scandy
):
    with scandy.popen("start", "--port", str(scandy.port)) as first:
        wait_for(lambda: any(process.service == "mongod" for process in scandy.processes()))
        time.sleep(0.5)  # somewhere between a new data folder and the user of the application
        first.kill()
        scandy.kill()

    result = scandy.start()

    assert result.returncode == ExitCode.OK, result.stdout
    assert running("status").returncode == ExitCode.OK
    assert scandy.env()["SCANDY_MONGODB_PORT"] != running.env()["SCANDY_MONGODB_PORT"]
    assert scandy("stop").returncode == ExitCode.OK


def test_port_of_the_database_is_kept_even_when_it_is_taken(scandy: Scandy, running: Scandy):
    shutil.copytree(running.home, scandy.home, ignore=lambda *_: ["mongodb", "redis", "run"])
    before = scandy.env()

    result = scandy.start()

    assert result.returncode == ExitCode.PORT_IN_USE
    assert f"Port {before['SCANDY_MONGODB_PORT']}, den MongoDB" in result.stdout
    assert "mongod" in result.stdout
    assert scandy.env() == before


def test_start_is_brief_about_a_database_out_of_reach(scandy: Scandy):
    address = GIVEN_MONGODB.format(port=ports.any_free())
    begun = time.monotonic()

    result = scandy.start(MONGODB_URI=address)

    assert result.returncode == ExitCode.SERVICE
    assert "scandy:***@127.0.0.1" in result.stdout
    assert "nicht erreichbar" in result.stdout
    assert "geheim" not in result.stdout
    assert time.monotonic() - begun < 10
    assert not scandy.env()


def test_start_refuses_a_database_without_transactions(scandy: Scandy, tmp_path: Path):
    port = ports.any_free()
    mongod = servers.mongod(servers.choose_mongod())
    place = ["--dbpath", str(tmp_path), "--port", str(port), "--nounixsocket"]
    with subprocess.Popen([mongod, *place], stdout=subprocess.DEVNULL) as standalone:
        wait_for(lambda: not ports.is_free("127.0.0.1", port))

        result = scandy.start(MONGODB_URI=f"mongodb://127.0.0.1:{port}")
        standalone.kill()

    assert result.returncode == ExitCode.SERVICE
    assert "ohne Replica Set" in result.stdout


def test_failed_start_ends_what_it_has_started(scandy: Scandy):
    result = scandy.start(MONGODB_DB="no database name")

    assert result.returncode == ExitCode.SERVICE
    assert f"Letzte Zeilen aus {scandy.home}/logs/" in result.stdout
    assert not scandy.processes()


def test_demo_never_leaves_this_machine(scandy: Scandy):
    result = scandy.start("--demo", "--host", "0.0.0.0")  # noqa: S104

    assert result.returncode == ExitCode.USAGE
    assert "nur auf diesem Rechner erreichbar" in result.stdout
    assert not scandy.env()


def test_instance_in_use_becomes_no_demo(running: Scandy):
    result = running.start("--demo")

    assert result.returncode == ExitCode.USAGE
    assert running.env()["SCANDY_DEMO"] == "false"


def test_a_demo_has_no_setup_to_skip(scandy: Scandy):
    result = scandy.start("--demo", "--skip-setup")

    assert result.returncode == ExitCode.USAGE
    assert "--skip-setup entfällt" in result.stdout
    assert not scandy.env()


def test_skipping_the_setup_makes_the_known_account_once(running: Scandy):
    while_it_runs = running.start("--skip-setup")
    running("stop")
    anew = running.start("--skip-setup")
    without = running("restart")

    assert while_it_runs.returncode == anew.returncode == ExitCode.OK, anew.stdout
    assert "admin mit dem Passwort admin123" in while_it_runs.stdout
    assert "admin mit dem Passwort admin123" in anew.stdout
    assert "/setup/" not in while_it_runs.stdout + anew.stdout + without.stdout
    with MongoClient(running.env()["MONGODB_URI"]) as client:
        assert client.get_database(running.env()["MONGODB_DB"])["users"].count_documents({}) == 1


def test_an_instance_with_an_admin_refuses_to_skip_its_setup(running: Scandy):
    with MongoClient(running.env()["MONGODB_URI"]) as client:
        stored = client.get_database(running.env()["MONGODB_DB"])["settings"]
        stored.update_one({}, {"$set": {"setup_state": "finished"}})

    result = running.start("--skip-setup")

    assert result.returncode == ExitCode.USAGE
    assert "hat schon einen Admin" in result.stdout
    assert running("status").returncode == ExitCode.OK


def test_start_says_that_the_disk_is_full(scandy: Scandy):
    scandy.home.mkdir(parents=True)
    mount = f"mount -t tmpfs -o size=20m tmpfs {scandy.home}"
    if in_own_mounts(mount, scandy.home).returncode:
        pytest.skip("this machine lets nobody mount a small disk")

    start = f"exec {sys.executable} -m scandy_site.instance start"
    result = in_own_mounts(f"{mount} && {start}", scandy.home)

    assert result.returncode == ExitCode.DISK_FULL
    assert f"Der Datenträger von {scandy.home} ist voll" in result.stderr
