"""The house's own certificate authority, and the certificate it gives to the web server.

Browsers give the camera and offline pages only to sites served over TLS. Public authorities sign no
address inside a house, so ``start --tls`` makes one that is installed once on each device.
"""

import ipaddress
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from scandy_site.instance import envfile
from scandy_site.instance.config import Config
from scandy_site.instance.folder import Instance

AUTHORITY_DAYS = 3650
SERVER_DAYS = 397  # browsers take no more than 398
RENEW_BEFORE = timedelta(days=30)
CLOCKS_DIFFER = timedelta(days=1)  # phones whose clock is behind take a new certificate too


@dataclass(frozen=True)
class Certificates:
    """Where an instance keeps its certificates and their keys."""

    instance: Instance

    @property
    def folder(self) -> Path:
        return self.instance.home / "tls"

    @property
    def authority(self) -> Path:
        return self.folder / "authority.crt"

    @property
    def authority_key(self) -> Path:
        return self.folder / "authority.key"

    @property
    def server(self) -> Path:
        return self.folder / "server.crt"

    @property
    def server_key(self) -> Path:
        return self.folder / "server.key"


@dataclass(frozen=True)
class Pair:
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


def names_for(config: Config) -> set[str]:
    """Every name and address under which a browser may call this instance."""
    hosts = {host.strip("[]") for host in config.allowed_hosts() if host != "*"}
    if public := urlsplit(config.public_url).hostname:
        hosts.add(public)
    return {f"*{host}" if host.startswith(".") else host for host in hosts}


def ensure(files: Certificates, names: Collection[str], now: datetime) -> None:
    """Make what is missing, broken, about to expire or made for other names; keep the rest."""
    files.folder.mkdir(mode=0o700, exist_ok=True)
    authority = _read(files.authority, files.authority_key)
    if authority is None or _expires_soon(authority.certificate, now):
        authority = _new_authority(files.instance.name, now)
        _write(authority, files.authority, files.authority_key)
    server = _read(files.server, files.server_key)
    if server is None or not _serves(server.certificate, authority, names, now):
        server = _new_server(authority, names, now)
        _write(server, files.server, files.server_key)


def load(path: Path) -> x509.Certificate | None:
    """The certificate in the file; None when there is none."""
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return None


def names_in(certificate: x509.Certificate) -> set[str]:
    found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {str(name.value) for name in found}


def fingerprint(certificate: x509.Certificate) -> str:
    """By which people recognize it: SHA-256 in pairs, as browsers and phones show it."""
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def _read(certificate_file: Path, key_file: Path) -> Pair | None:
    """The pair, unless a start was cut off between its two files or one is damaged."""
    certificate = load(certificate_file)
    try:
        key = serialization.load_pem_private_key(key_file.read_bytes(), None)
    except (FileNotFoundError, ValueError):
        return None
    if certificate is None or not isinstance(key, ec.EllipticCurvePrivateKey):
        return None
    return Pair(certificate, key) if certificate.public_key() == key.public_key() else None


def _write(pair: Pair, certificate_file: Path, key_file: Path) -> None:
    key = pair.key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    envfile.write(key_file, key.decode())
    envfile.write(
        certificate_file, pair.certificate.public_bytes(serialization.Encoding.PEM).decode()
    )


def _expires_soon(certificate: x509.Certificate, now: datetime) -> bool:
    return certificate.not_valid_after_utc - now < RENEW_BEFORE


def _serves(
    certificate: x509.Certificate, authority: Pair, names: Collection[str], now: datetime
) -> bool:
    wanted = {str(_general_name(name).value) for name in names}
    return (
        not _expires_soon(certificate, now)
        and wanted <= names_in(certificate)
        and _authority_id(certificate) == _own_id(authority.certificate)
    )


def _authority_id(certificate: x509.Certificate) -> bytes | None:
    found = certificate.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier)
    return found.value.key_identifier


def _own_id(certificate: x509.Certificate) -> bytes:
    found = certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
    return found.value.digest


def _new_authority(instance: str, now: datetime) -> Pair:
    key = ec.generate_private_key(ec.SECP256R1())
    year = f"{now:%Y-%m-%d}"  # tells a later one of the same house apart in a phone's list
    name = _name(f"Scandy {instance} ({year})")
    builder = _builder(name, key, now, timedelta(days=AUTHORITY_DAYS)).issuer_name(name)
    for extension in (x509.BasicConstraints(ca=True, path_length=0), _usage(signs=True)):
        builder = builder.add_extension(extension, critical=True)
    return Pair(builder.sign(key, hashes.SHA256()), key)


def _new_server(authority: Pair, names: Collection[str], now: datetime) -> Pair:
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = authority.certificate
    lifetime = min(timedelta(days=SERVER_DAYS), issuer.not_valid_after_utc - now)
    builder = _builder(_name("Scandy"), key, now, lifetime).issuer_name(issuer.subject)
    for extension in (x509.BasicConstraints(ca=False, path_length=None), _usage(signs=False)):
        builder = builder.add_extension(extension, critical=True)
    for extra in (
        x509.SubjectAlternativeName([_general_name(name) for name in sorted(names)]),
        x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]),
        x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()),
    ):
        builder = builder.add_extension(extra, critical=False)
    return Pair(builder.sign(authority.key, hashes.SHA256()), key)


def _builder(
    subject: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime, lifetime: timedelta
) -> x509.CertificateBuilder:
    own_id = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - CLOCKS_DIFFER)
        .not_valid_after(now + lifetime)
        .add_extension(own_id, critical=False)
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _usage(*, signs: bool) -> x509.KeyUsage:
    """The authority only signs, the server only proves who it is."""
    return x509.KeyUsage(
        digital_signature=not signs,
        key_cert_sign=signs,
        crl_sign=signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name.encode("idna").decode())
