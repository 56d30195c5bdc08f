"""The doctor on instances that are ill in ways we know; what he says about healthy ones is in test_instance."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scandy_site.instance import config, envfile, ports
from scandy_site.instance.config import Options
from scandy_site.instance.doctor import (
    cache,
    certificate,
    database,
    environment,
    files,
    network,
    running,
    settings,
)
from scandy_site.instance.doctor.case import Case
from scandy_site.instance.doctor.findings import Finding, State
from scandy_site.instance.folder import BASE_DIR, Instance, create

pytestmark = pytest.mark.unit
PASSWORD = "never-to-be-seen"


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    """An instance that was set up and is stopped; its servers are given ones that are away."""
    for key in config.KEYS:
        monkeypatch.delenv(key, raising=False)
    instance, away = Instance("main", tmp_path / "home"), ports.any_free()
    create(instance)
    given = {
        "MONGODB_URI": f"mongodb://scandy:{PASSWORD}@127.0.0.1:{away}/?replicaSet=rs0",
        "REDIS_URL": f"redis://:{PASSWORD}@127.0.0.1:{away}/0",
        "SCANDY_PORT": str(ports.any_free()),
    }
    values = config.first_values(instance, given, Options())
    envfile.write(instance.env_file, config.TEMPLATE.substitute(values))
    return Case(instance)


@pytest.fixture
def edit(case: Case) -> Callable[..., Case]:
    """Change the .env as an operator may do it."""

    def change(**values: str) -> Case:
        envfile.update(case.instance.env_file, values)
        return Case(case.instance)

    return change


def bad(findings: list[Finding]) -> list[tuple[State, str]]:
    return [(finding.state, finding.message) for finding in findings if finding.state != State.OK]


def only(findings: list[Finding]) -> Finding:
    """The one finding that is not in order; it names its remedy."""
    (found,) = (finding for finding in findings if finding.state != State.OK)
    assert found.remedy
    return found


@pytest.mark.parametrize("module", [files, settings, network, certificate])
def test_nothing_is_wrong_with_what_the_first_start_made(case: Case, module):
    assert bad(list(module.examine(case))) == []


def test_environment_of_the_tests_is_whole():
    states = {state for state, _ in bad(list(environment.examine(Case(Instance("x", Path("/x"))))))}

    assert State.ERROR not in states


def test_stamp_of_the_packages_is_the_one_that_the_shell_writes():
    shell = "cat requirements/*.txt | sha256sum"
    written = subprocess.check_output(["bash", "-c", shell], cwd=BASE_DIR, text=True)

    assert environment.wanted_stamp() == written.rstrip("\n")


def test_missing_instance_has_one_remedy(tmp_path: Path):
    case = Case(Instance("main", tmp_path / "nowhere"))

    assert only(list(files.examine(case))).remedy == "./manage.sh start"
    assert only(list(settings.examine(case))).state == State.ERROR
    assert [list(module.examine(case)) for module in (network, database, cache)] == [[], [], []]


@pytest.mark.parametrize(("name", "mode"), [(".env", 0o644), ("", 0o755)])
def test_secrets_that_others_may_read_are_errors(case: Case, name: str, mode: int):
    path = case.instance.home / name
    path.chmod(mode)

    found = only(list(files.examine(case)))

    assert found.state == State.ERROR
    assert found.remedy == f"chmod {'600' if name else '700'} {path}"


def test_folder_that_is_gone_is_an_error(case: Case):
    (case.instance.home / "media").rmdir()

    assert "fehlen: media" in only(list(files.examine(case))).message


@pytest.mark.parametrize("key", ["generierter-secret-key", "short", "change-me" + "x" * 40])
def test_secret_key_of_an_example_is_an_error(edit: Callable[..., Case], key: str):
    found = only(list(settings.examine(edit(SECRET_KEY=key))))

    assert found.state == State.ERROR
    assert key not in found.message


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"SCANDY_PORT": "many"}, "SCANDY_PORT=many ist kein Port"),
        ({"MONGODB_DB": ""}, "fehlt MONGODB_DB"),
        ({"ALLOWED_HOSTS": "*"}, "erlaubt jeden Namen"),
        ({"REDIS_URL": "redis://cache.example:6379/0"}, "Redis steht im Netz"),
    ],
)
def test_settings_name_what_is_wrong(edit: Callable[..., Case], values: dict, expected: str):
    assert expected in only(list(settings.examine(edit(**values)))).message


def test_unreadable_line_is_named_by_its_number_alone(case: Case):
    text = case.instance.env_file.read_text()
    case.instance.env_file.write_text(f"SECRET {PASSWORD}\n{text}")

    found = only(list(settings.examine(Case(case.instance))))

    assert found.message.startswith("Zeile 1 ")
    assert PASSWORD not in found.message


def test_broken_file_is_an_error(case: Case):
    case.instance.env_file.write_bytes(b"SYSTEM_NAME=\xff\xfe\n")

    assert "UTF-8" in only(list(settings.examine(Case(case.instance)))).message


def test_port_of_somebody_else_is_an_error(case: Case):
    with socket.create_server(("127.0.0.1", case.config.port)):
        found = only(list(network.examine(case)))

    assert found.state == State.ERROR
    assert f"Prozess {os.getpid()}" in found.message


@pytest.mark.parametrize("module", [database, cache])
def test_server_that_is_away_is_an_error_without_its_password(case: Case, module):
    found = only(list(module.examine(case)))

    assert "antwortet nicht" in found.message
    assert PASSWORD not in f"{found.message}{found.remedy}"


def test_stopped_instance_is_a_warning(case: Case):
    assert only(list(running.examine(case))).state == State.WARNING


def test_plain_http_in_the_net_is_a_warning(edit: Callable[..., Case]):
    case = edit(SCANDY_HOST="0.0.0.0")  # noqa: S104

    assert "start --tls" in only(list(certificate.examine(case))).remedy


def test_tls_without_its_certificate_is_an_error(edit: Callable[..., Case]):
    assert only(list(certificate.examine(edit(SCANDY_TLS="true")))).state == State.ERROR


def test_doctor_works_without_any_package(case: Case):
    """As where the environment is missing: a Python with nothing but its own library."""
    (case.instance.home / ".env").write_text(f"MONGODB_URI=mongodb://u:{PASSWORD}@127.0.0.1:1/\n")
    bare = {"SCANDY_HOME": str(case.instance.home), "PATH": os.environ["PATH"]}
    python = str(Path(sys.executable).resolve())

    result = subprocess.run(
        [python, "-I", "-c", BARE, str(BASE_DIR)],
        env=bare,
        capture_output=True,
        text=True,
        check=False,
    )

    report = json.loads(result.stdout)
    assert result.returncode == 1, result.stderr
    assert report["state"] == "error"
    assert PASSWORD not in result.stdout
    assert {"Umgebung", "Ordner", "Einstellungen"} <= {row["area"] for row in report["findings"]}


BARE = """
import sys
sys.path[:] = [sys.argv[1]] + [path for path in sys.path if "-packages" not in path]
from scandy_site.instance.cli import main
sys.exit(main(["doctor", "--json"]))
"""
