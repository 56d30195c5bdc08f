"""The parts of the instance that need no running service."""

import os
import socket
import subprocess
from dataclasses import replace
from pathlib import Path

import environ
import pytest

from scandy_site.instance import config, envfile, ports
from scandy_site.instance.config import Options
from scandy_site.instance.errors import ExitCode, InstanceError
from scandy_site.instance.folder import Instance, locate
from scandy_site.instance.masking import masked
from scandy_site.instance.processes import namesakes
from scandy_site.instance.start import changes_tls, on_the_same_place
from scandy_site.instance.state import State

pytestmark = pytest.mark.unit


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Instance:
    """A new instance in a process environment that says nothing about it."""
    for key in config.KEYS:
        monkeypatch.delenv(key, raising=False)
    return Instance("main", tmp_path)


@pytest.fixture
def listener() -> socket.socket:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


@pytest.mark.parametrize(
    "line",
    [
        "KEY=plain",
        "KEY=",
        "KEY=with spaces # and no comment",
        "KEY='single # quotes'",
        'KEY="double \\"quotes\\" and \\n"',
        "export KEY=exported",
        "# KEY=comment",
        "KEY=mongodb://scandy:pw@127.0.0.1:27017/?authSource=admin&replicaSet=rs0",
    ],
)
def test_envfile_is_read_as_the_settings_read_it(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(environ.Env, "ENVIRON", {})
    path = tmp_path / ".env"
    path.write_text(line + "\n")

    environ.Env.read_env(path)

    assert envfile.read(path) == environ.Env.ENVIRON


def test_envfile_update_keeps_comments_and_order(tmp_path: Path):
    path = tmp_path / ".env"
    path.write_text("# first\nA=1\nB=2\n")

    envfile.update(path, {"B": "3", "C": "4"})

    assert path.read_text() == "# first\nA=1\nB=3\nC=4\n"


def test_envfile_is_readable_by_its_owner_alone(tmp_path: Path):
    envfile.write(tmp_path / ".env", "SECRET=1\n")

    assert (tmp_path / ".env").stat().st_mode & 0o777 == 0o600


def test_next_free_port_passes_over_listeners_and_claims(listener: socket.socket):
    taken = listener.getsockname()[1]

    found = ports.next_free(taken, {taken + 1})

    assert found > taken + 1


def test_holder_names_the_process_that_listens(listener: socket.socket):
    assert "python" in ports.holder(listener.getsockname()[1])


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("mongodb://u:pw@db.example:27017/?x=1", "mongodb://u:***@db.example:27017/?x=1"),
        ("redis://:p@ss@host:6379/0", "redis://:***@host:6379/0"),
        ("mongodb://host:27017", "mongodb://host:27017"),
    ],
)
def test_masked_hides_the_password(address: str, expected: str):
    assert masked(address) == expected


@pytest.mark.parametrize("name", ["", "Main", "a_b", "../x", "x" * 31, "-x"])
def test_locate_refuses_names_that_make_no_folder(name: str):
    with pytest.raises(InstanceError) as caught:
        locate(name)

    assert caught.value.code == ExitCode.USAGE


@pytest.mark.parametrize("text", ["0", "65536", "-1", "http", "5000 "])
def test_parse_port_refuses_what_is_no_port(text: str):
    with pytest.raises(InstanceError):
        config.parse_port(text)


def test_first_values_of_main_are_the_documented_ones(instance: Instance):
    values = config.first_values(instance, {}, Options())

    assert (values["SCANDY_INDEX"], values["SCANDY_PORT"], values["SCANDY_HOST"]) == (
        "0",
        "5000",
        "127.0.0.1",
    )
    assert (values["MONGODB_DB"], values["MONGODB_TICKETS_DB"]) == ("scandy", "scandy_tickets")


def test_first_values_differ_in_their_secrets(instance: Instance):
    first = config.first_values(instance, {}, Options())
    second = config.first_values(instance, {}, Options())

    assert first["SECRET_KEY"] != second["SECRET_KEY"]
    assert first["MONGODB_URI"] != second["MONGODB_URI"]


def test_first_values_take_over_a_given_server(instance: Instance, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MONGODB_URI", "mongodb://db.example/?replicaSet=rs0")

    values = config.first_values(instance, {}, Options())

    assert (values["MONGODB_URI"], values["SCANDY_MONGODB_PORT"]) == (
        "mongodb://db.example/?replicaSet=rs0",
        "",
    )


def test_first_values_take_the_next_free_index(
    instance: Instance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    for name, index in (("main", 0), ("verwaltung", 1), ("werkstatt", 3)):
        (tmp_path / name).mkdir()
        (tmp_path / name / ".env").write_text(f"SCANDY_INDEX={index}\n")
    monkeypatch.setattr(config, "INSTANCES", tmp_path)

    values = config.first_values(Instance("lager", tmp_path / "lager"), {}, Options())

    assert (values["SCANDY_INDEX"], values["SCANDY_PORT"]) == ("2", "5002")


def test_a_server_is_ours_until_its_address_is_changed(instance: Instance):
    stored = config.first_values(instance, {}, Options())
    edited = {**stored, "MONGODB_URI": "mongodb://db.example/?replicaSet=rs0"}

    assert config.resolve(instance, stored, Options()).embeds_mongodb
    assert not config.resolve(instance, edited, Options()).embeds_mongodb


def test_option_beats_environment_beats_file(instance: Instance, monkeypatch: pytest.MonkeyPatch):
    stored = config.first_values(instance, {}, Options())
    monkeypatch.setenv("SCANDY_PORT", "5111")

    assert config.resolve(instance, stored, Options()).port == 5111
    assert config.resolve(instance, stored, Options(port=5222)).port == 5222


def test_allowed_hosts_follow_the_address(instance: Instance):
    stored = config.first_values(instance, {}, Options())

    local = config.resolve(instance, stored, Options()).allowed_hosts()
    public = config.resolve(instance, stored, Options(host="0.0.0.0")).allowed_hosts()  # noqa: S104

    assert local == ["127.0.0.1", "[::1]", "localhost"]
    assert socket.gethostname().lower() in public


@pytest.mark.parametrize(
    ("host", "given", "expected"),
    [
        ("127.0.0.1", "", ""),
        ("192.168.7.9", "", "http://192.168.7.9:5000"),
        ("127.0.0.1", "https://scandy.example.org", "https://scandy.example.org"),
    ],
)
def test_links_in_mails_begin_with_the_address_that_others_reach(
    instance: Instance, monkeypatch: pytest.MonkeyPatch, host: str, given: str, expected: str
):
    monkeypatch.delenv("PUBLIC_URL", raising=False)
    stored = {**config.first_values(instance, {}, Options()), "PUBLIC_URL": given}

    assert config.resolve(instance, stored, Options(host=host)).public_url == expected


def test_instance_stays_where_it_runs_when_tls_is_switched_on():
    running = State("http://10.0.0.5:5111", "", Options(host="0.0.0.0", port=5111))  # noqa: S104
    asked = Options(tls=True, port=5222)

    assert changes_tls(running, asked)
    assert on_the_same_place(running, asked) == replace(asked, host="0.0.0.0")  # noqa: S104


def test_other_running_instance_of_the_same_name_is_found(tmp_path: Path):
    name, there = f"n{os.getpid()}", tmp_path / "there"
    marks = {"SCANDY_INSTANCE": name, "SCANDY_SERVICE": "web", "SCANDY_HOME": str(there)}
    with subprocess.Popen(["sleep", "60"], env={"PATH": os.environ["PATH"], **marks}) as process:
        found = namesakes(Instance(name, tmp_path / "here"))
        own = namesakes(Instance(name, there))
        process.kill()

    assert (found, own) == ({there}, set())
