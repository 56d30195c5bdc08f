"""The house's own certificate authority: made once, renewed in time, and served with."""

import re
import ssl
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.client import HTTPResponse
from pathlib import Path

import pytest

from scandy_site.instance import tls
from scandy_site.instance.errors import ExitCode
from scandy_site.instance.folder import Instance
from scandy_site.instance.tls import Certificates
from scandy_site.tests.instances import Scandy

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
NAMES = {"127.0.0.1", "::1", "localhost", "werkstatt.example"}

unit = pytest.mark.unit
journey = pytest.mark.journey
in_turn = pytest.mark.xdist_group("servers")


@pytest.fixture
def files(tmp_path: Path) -> Certificates:
    """What the first start with TLS leaves in the folder of an instance."""
    made = Certificates(Instance("main", tmp_path))
    tls.ensure(made, NAMES, NOW)
    return made


def contents(files: Certificates) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in files.folder.iterdir()}


def changed(files: Certificates, before: dict[str, bytes]) -> set[str]:
    return {name for name, content in contents(files).items() if before.get(name) != content}


@unit
def test_ensure_makes_a_certificate_for_all_names_that_browsers_take(files: Certificates):
    certificate = tls.load(files.server)

    assert tls.names_in(certificate) == NAMES
    lifetime = certificate.not_valid_after_utc - certificate.not_valid_before_utc
    assert lifetime <= timedelta(days=398)
    certificate.verify_directly_issued_by(tls.load(files.authority))


@unit
def test_ensure_keeps_keys_to_the_owner(files: Certificates):
    assert {path.stat().st_mode & 0o777 for path in files.folder.iterdir()} == {0o600}
    assert files.folder.stat().st_mode & 0o777 == 0o700


@unit
@pytest.mark.parametrize(
    ("names", "days", "expected"),
    [
        (NAMES, 0, set()),
        (NAMES, 366, set()),
        (NAMES, 368, {"server.crt", "server.key"}),
        (NAMES | {"192.168.7.9"}, 0, {"server.crt", "server.key"}),
        (NAMES, 3640, {"authority.crt", "authority.key", "server.crt", "server.key"}),
    ],
)
def test_ensure_renews_only_what_has_to_be_renewed(
    files: Certificates, names: set[str], days: int, expected: set[str]
):
    before = contents(files)

    tls.ensure(files, names, NOW + timedelta(days=days))

    assert changed(files, before) == expected


@unit
@pytest.mark.parametrize("name", ["server.key", "server.crt"])
def test_ensure_repairs_what_a_cut_off_start_left(files: Certificates, name: str):
    before = contents(files)
    (files.folder / name).write_text("half")

    tls.ensure(files, NAMES, NOW)

    assert changed(files, before) == {"server.crt", "server.key"}


@unit
def test_ensure_never_lets_a_certificate_outlive_its_authority(files: Certificates):
    tls.ensure(files, NAMES, NOW + timedelta(days=3600))

    until = tls.load(files.server).not_valid_after_utc
    assert until <= tls.load(files.authority).not_valid_after_utc


@pytest.fixture(scope="module")
def encrypted(make_scandy: Callable[[], Scandy]) -> Scandy:
    """An instance that was started with TLS; ``greeting`` is what the operator read."""
    scandy = make_scandy()
    result = scandy.start("--tls")
    assert result.returncode == ExitCode.OK, result.stdout
    scandy.greeting = result.stdout
    return scandy


def get(scandy: Scandy, path: str) -> HTTPResponse:
    """What a browser gets that trusts this house and no other."""
    context = ssl.create_default_context(cafile=scandy.home / "tls" / "authority.crt")
    handler = urllib.request.HTTPSHandler(context=context)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), handler)
    return opener.open(f"https://127.0.0.1:{scandy.port}{path}", timeout=10)


@journey
@in_turn
def test_start_shows_where_devices_learn_to_trust_it(encrypted: Scandy):
    authority = tls.load(encrypted.home / "tls" / "authority.crt")

    assert f"https://127.0.0.1:{encrypted.port}/ca" in encrypted.greeting
    assert tls.fingerprint(authority) in encrypted.greeting
    assert re.search("█▄+█", encrypted.greeting)


@journey
@in_turn
def test_status_asks_with_the_own_authority(encrypted: Scandy):
    status = encrypted.status()

    assert status["url"] == f"https://127.0.0.1:{encrypted.port}"
    assert status["health"]["status"] == "healthy"


@journey
@in_turn
def test_cookies_come_back_over_tls_alone(encrypted: Scandy):
    with get(encrypted, "/auth/login") as response:
        cookies = response.headers.get_all("Set-Cookie")

    assert cookies
    assert all("; Secure" in cookie for cookie in cookies)


@journey
@in_turn
def test_authority_is_there_before_anybody_signs_in(encrypted: Scandy):
    with get(encrypted, "/ca.crt") as response:
        loaded = response.read()
    with get(encrypted, "/ca") as response:
        page = response.read().decode()

    assert loaded == (encrypted.home / "tls" / "authority.crt").read_bytes()
    assert tls.fingerprint(tls.load(encrypted.home / "tls" / "authority.crt")) in page


@journey
@in_turn
def test_tls_stays_until_it_is_switched_off(encrypted: Scandy):
    again = encrypted("start", "--tls")
    restarted = encrypted("restart")
    plain = encrypted.start("--no-tls")

    address = f"127.0.0.1:{encrypted.port}"
    assert f"Scandy läuft schon: https://{address}" in again.stdout
    assert f"Scandy läuft: https://{address}" in restarted.stdout
    assert f"Scandy läuft: http://{address}" in plain.stdout
    assert encrypted("status").returncode == ExitCode.OK
