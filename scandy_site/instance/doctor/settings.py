"""The .env file: readable, complete, and without secrets that everybody knows."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from scandy_site.instance import envfile
from scandy_site.instance.addresses import names_for
from scandy_site.instance.config import KEYS, MAY_BE_EMPTY
from scandy_site.instance.doctor.case import Case
from scandy_site.instance.doctor.findings import Finding, fine, warning, wrong
from scandy_site.instance.ports import is_loopback

AREA = "Einstellungen"
SHORTEST_KEY = 32
EXAMPLES = ("generierter-secret-key", "change", "your-", "dev-key", "example", "insecure", "secret")


def examine(case: Case) -> Iterator[Finding]:
    file = case.instance.env_file
    try:
        lines = file.read_text(encoding="utf8").splitlines()
    except FileNotFoundError:
        yield wrong(AREA, f"Es gibt keine {file}.", "./manage.sh start schreibt eine")
        return
    except PermissionError:
        message = f"Dieser Benutzer darf {file} nicht lesen."
        yield wrong(AREA, message, "Als Besitzer der Instanz aufrufen")
        return
    except UnicodeDecodeError:
        yield wrong(AREA, f"{file} ist kein Text in UTF-8.", "Die Datei in UTF-8 neu speichern")
        return
    yield from _lines(lines)
    yield from _values(case)
    yield from _secrets(case)
    yield from _names(case)


def _lines(lines: list[str]) -> Iterator[Finding]:
    """Lines that the settings pass over; their content may be a secret and is not shown."""
    for number, line in enumerate(lines, start=1):
        if line.strip() and not line.lstrip().startswith("#") and not envfile.LINE.match(line):
            message = f"Zeile {number} der .env ist keine Angabe der Form NAME=Wert und gilt nicht."
            yield warning(AREA, message, "Die Zeile berichtigen, dann ./manage.sh restart")


def _values(case: Case) -> Iterator[Finding]:
    missing = [key for key in KEYS if not case.stored.get(key) and key not in MAY_BE_EMPTY]
    if missing:
        message = f"In der .env fehlt {', '.join(missing)}."
        yield wrong(AREA, message, "./manage.sh start ergänzt, was fehlt")
    elif case.config is None:
        port = case.stored.get("SCANDY_PORT", "")
        message = f"Mit dieser .env startet Scandy nicht: SCANDY_PORT={port[:20]} ist kein Port."
        yield wrong(AREA, message, "In der .env einen Port von 1 bis 65535 eintragen")
    else:
        yield fine(AREA, "Die .env ist vollständig.")


def _secrets(case: Case) -> Iterator[Finding]:
    key = case.stored.get("SECRET_KEY", "")
    weak = len(key) < SHORTEST_KEY or any(example in key.lower() for example in EXAMPLES)
    if key and weak:
        message = "SECRET_KEY ist zu kurz oder aus einem Beispiel; Anmeldungen wären zu fälschen."
        remedy = "Die Zeile in der .env löschen, dann ./manage.sh restart (alle melden sich neu an)"
        yield wrong(AREA, message, remedy)
    elif key:
        yield fine(AREA, "SECRET_KEY ist lang und aus keinem Beispiel.")
    for name, what in (("MONGODB_URI", "MongoDB"), ("REDIS_URL", "Redis")):
        if _is_open_to_the_net(case.stored.get(name, "")):
            message = f"{what} steht im Netz und verlangt kein Passwort."
            yield warning(AREA, message, f"Ein Passwort setzen und in {name} eintragen")


def _is_open_to_the_net(address: str) -> bool:
    place = address.partition("://")[2].partition("/")[0]
    if not place or "@" in place:
        return False
    hosts = [urlsplit(f"//{part}").hostname or "" for part in place.split(",")]
    return not all(is_loopback(host) for host in hosts)


def _names(case: Case) -> Iterator[Finding]:
    if case.config is None:
        return
    allowed = case.config.allowed_hosts()
    if "*" in allowed:
        message = "ALLOWED_HOSTS erlaubt jeden Namen; Links in Mails wären zu fälschen."
        yield warning(AREA, message, "Statt * die Namen eintragen, dann ./manage.sh restart")
    elif set(names_for(case.config.host)) <= set(allowed):
        yield fine(AREA, f"Scandy antwortet unter {', '.join(allowed)}.")
    public = urlsplit(case.config.public_url)
    if public.hostname and public.scheme == "http" and case.config.tls:
        message = "PUBLIC_URL beginnt mit http, Scandy spricht aber nur https."
        yield wrong(AREA, message, "PUBLIC_URL in der .env berichtigen, dann ./manage.sh restart")
