"""The machine: Python and its packages, libraries of the system, memory, clock."""

import ctypes
import hashlib
import re
import shutil
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from scandy_site.instance.doctor.case import Case
from scandy_site.instance.doctor.findings import Finding, fine, warning, wrong
from scandy_site.instance.folder import BASE_DIR

AREA = "Umgebung"
REQUIREMENTS = BASE_DIR / "requirements"
PIN = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[.*\])?==([^\s;#]+)(\s*;)?")
PDF_LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
PDF_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
LITTLE_MEMORY = 1024  # MB, of the machine; the services take about 700
SCARCE_MEMORY = 150  # MB, left
NOT_SYNCHRONIZED = 5  # adjtimex(2): TIME_ERROR
TIMEX_SIZE = 512  # more than any kernel's struct timex
NAMED = 5


def examine(case: Case) -> Iterator[Finding]:
    yield from _python(case)
    yield from _libraries()
    yield from _memory()
    yield from _clock()


def _python(case: Case) -> Iterator[Finding]:
    environment = BASE_DIR / ".venv"
    text = f"Python {sys.version.split()[0]} ({sys.prefix})"
    if sys.prefix == sys.base_prefix:
        message = (
            f"Die Python-Umgebung {environment} fehlt oder ist beschädigt; geprüft wird mit {text}."
        )
        yield wrong(AREA, message, "./manage.sh start")
        return
    yield fine(AREA, f"{text}.")
    stamp = environment / "installed-production"
    missing, other = _differing_packages()
    if missing:
        yield wrong(AREA, f"Pakete fehlen: {_some(missing)}.", _install(case))
    elif other or not stamp.is_file() or stamp.read_text() != wanted_stamp():
        names = f" ({_some(other)})" if other else ""
        message = f"Die Pakete sind nicht die dieser Programmversion{names}."
        yield warning(AREA, message, _install(case))
    else:
        yield fine(AREA, "Die Pakete sind die dieser Programmversion.")


def _install(case: Case) -> str:
    return "./manage.sh restart" if case.is_running else "./manage.sh start"


def wanted_stamp() -> str:
    """What manage.sh leaves after installing: the output of sha256sum."""
    content = b"".join(path.read_bytes() for path in sorted(REQUIREMENTS.glob("*.txt")))
    return f"{hashlib.sha256(content).hexdigest()}  -"


def _differing_packages() -> tuple[list[str], list[str]]:
    """Required packages that are not there, and installed ones of another version."""
    required = {name for file in ("base", "production") for name, _ in _pins(file)}
    missing, other = [], []
    for name, pinned in dict([*_pins("constraints"), *_pins("base"), *_pins("production")]).items():
        try:
            found = version(name)
        except PackageNotFoundError:
            if name in required:
                missing.append(name)
            continue
        if found != pinned:
            other.append(f"{name} {found} statt {pinned}")
    return missing, other


def _pins(file: str) -> list[tuple[str, str]]:
    """Name and version of each line that holds on every machine."""
    matches = map(PIN.match, (REQUIREMENTS / f"{file}.txt").read_text().splitlines())
    return [(match[1], match[2]) for match in matches if match and not match[3]]


def _some(names: list[str]) -> str:
    rest = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" und {rest} weitere" if rest > 0 else "")


def _libraries() -> Iterator[Finding]:
    missing = [name for name in PDF_LIBRARIES if not _loads(name)]
    if missing:
        message = f"PDF-Dateien lassen sich nicht erzeugen, es fehlt {', '.join(missing)}."
        command = f"sudo apt-get install -y --no-install-recommends {PDF_PACKAGES}"
        yield warning(AREA, message, command)
    else:
        yield fine(AREA, "Die Bibliotheken für PDF-Dateien sind da.")


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _memory() -> Iterator[Finding]:
    rows = (line.split() for line in Path("/proc/meminfo").read_text().splitlines())
    kilobytes = {row[0].rstrip(":"): int(row[1]) for row in rows}
    total, left = kilobytes["MemTotal"] // 1024, kilobytes["MemAvailable"] // 1024
    text = f"Arbeitsspeicher: {total} MB, davon frei {left} MB"
    if left < SCARCE_MEMORY:
        yield warning(
            AREA, f"{text}; das ist zu wenig.", "Andere Programme beenden (sie zeigt top)"
        )
    elif total < LITTLE_MEMORY:
        yield warning(AREA, f"{text}; Scandy braucht etwa 700 MB.", "Den Arbeitsspeicher erweitern")
    else:
        yield fine(AREA, f"{text}.")


def _clock() -> Iterator[Finding]:
    try:
        ZoneInfo("Europe/Berlin")
    except ZoneInfoNotFoundError:
        message = "Die Zeitzone Europe/Berlin ist unbekannt; Fristen wären falsch."
        yield wrong(AREA, message, "sudo apt-get install -y tzdata")
    else:
        yield fine(AREA, "Die Zeitzone Europe/Berlin ist bekannt; in ihr rechnet Scandy.")
    synchronized = _is_clock_synchronized()
    if synchronized is False:
        message = "Die Uhr dieses Rechners wird nicht über das Netz gestellt."
        yield warning(AREA, message, "sudo timedatectl set-ntp true")
    elif synchronized:
        yield fine(AREA, "Die Uhr dieses Rechners wird über das Netz gestellt.")


def _is_clock_synchronized() -> bool | None:
    """What the kernel was told by whoever sets the clock; None when it does not say (in a container)."""
    if shutil.which("timedatectl") is None:
        return None
    answer = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(TIMEX_SIZE))
    return None if answer < 0 else answer != NOT_SYNCHRONIZED
