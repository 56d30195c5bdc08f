"""What the back office says about the certificate of an instance that runs for long."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client

from apps.core.authority import problems

pytestmark = pytest.mark.integration
NOW = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture
def expires_in_100_days(settings, tmp_path: Path) -> None:
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(NOW)
        .not_valid_after(NOW + timedelta(days=100))
        .sign(key, hashes.SHA256())
    )
    (tmp_path / "server.crt").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    settings.LOCAL_AUTHORITY = tmp_path / "authority.crt"
    settings.SERVES_TLS = True


@pytest.mark.parametrize(("days", "expected"), [(0, 0), (69, 0), (71, 1), (101, 1)])
def test_certificate_is_a_problem_in_its_last_month(expires_in_100_days, days: int, expected: int):
    assert len(list(problems(NOW + timedelta(days=days)))) == expected


def test_certificate_of_an_instance_without_tls_is_no_problem(expires_in_100_days, settings):
    settings.SERVES_TLS = False

    assert list(problems(NOW + timedelta(days=99))) == []


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/ca", "/ca.crt"])
def test_there_is_no_authority_without_tls(settings, tmp_path: Path, path: str):
    settings.LOCAL_AUTHORITY = tmp_path / "authority.crt"

    assert Client().get(path).status_code == 404
