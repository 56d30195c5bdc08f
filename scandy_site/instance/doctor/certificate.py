"""TLS: whether passwords travel encrypted, and for how long the certificate is still good."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from scandy_site.instance.config import Config
from scandy_site.instance.doctor.case import Case
from scandy_site.instance.doctor.findings import Finding, fine, warning, wrong
from scandy_site.instance.ports import is_loopback
from scandy_site.instance.tls import RENEW_BEFORE, Certificates, load, names_for, names_in

AREA = "Zertifikat"
AUTHORITY_WARNING = timedelta(days=180)  # every device has to be visited
RESTART = "./manage.sh restart"


def examine(case: Case) -> Iterator[Finding]:
    if case.config is None:
        return
    if case.config.tls:
        yield from _certificate(case.config, datetime.fromtimestamp(time.time(), UTC))
    elif is_loopback(case.config.host):
        yield fine(
            AREA, "Ohne TLS; Scandy ist nur auf diesem Rechner oder über einen Proxy erreichbar."
        )
    else:
        message = (
            "Ohne TLS: Passwörter reisen lesbar durchs Netz, und Telefone geben keine Kamera frei."
        )
        yield warning(
            AREA, message, "./manage.sh start --tls, oder ein Proxy mit eigenem Zertifikat"
        )


def _certificate(config: Config, now: datetime) -> Iterator[Finding]:
    files = Certificates(config.instance)
    authority, server = load(files.authority), load(files.server)
    if authority is None or server is None:
        yield wrong(AREA, f"Das Zertifikat in {files.folder} fehlt oder ist beschädigt.", RESTART)
        return
    missing = names_for(config) - names_in(server)
    if missing:
        message = f"Das Zertifikat gilt nicht für {', '.join(sorted(missing))}."
        yield warning(AREA, message, RESTART)
    yield _expiry("Das Zertifikat", server.not_valid_after_utc, now, RENEW_BEFORE, RESTART)
    anew = f"{RESTART} macht im letzten Monat eine neue; sie kommt wieder auf jedes Gerät (/ca)"
    until = authority.not_valid_after_utc
    yield _expiry("Die Zertifikatsstelle", until, now, AUTHORITY_WARNING, anew)
    readable = [path for path in files.folder.glob("*.key") if path.stat().st_mode & 0o077]
    for path in readable:
        message = f"Andere Benutzer dieses Rechners dürfen den Schlüssel {path} lesen."
        yield wrong(AREA, message, f"chmod 600 {path}")


def _expiry(what: str, until: datetime, now: datetime, early: timedelta, remedy: str) -> Finding:
    if until < now:
        return wrong(AREA, f"{what} ist am {until:%d.%m.%Y} abgelaufen.", remedy)
    if until - now < early:
        return warning(AREA, f"{what} läuft am {until:%d.%m.%Y} ab.", remedy)
    return fine(AREA, f"{what} gilt bis {until:%d.%m.%Y}.")
