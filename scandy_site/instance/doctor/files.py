"""The folder of the instance: whose it is, who may read it, and whether there is room."""

import getpass
import os
import pwd
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from scandy_site.instance.doctor.case import Case
from scandy_site.instance.doctor.findings import Finding, fine, warning, wrong

AREA = "Ordner"
WRITTEN = ("media", "backups", "logs", "run")
GIGABYTE = 1024**3
FULL = 0.2 * GIGABYTE
SCARCE_PERCENT = 5
SCARCE = 1.0 * GIGABYTE
DAY = 86_400
KNOWN_AFTER = 7  # days until growth can be told from the first filling
EMPTY = 0.35 * GIGABYTE  # what a new MongoDB takes


def examine(case: Case) -> Iterator[Finding]:
    home = case.instance.home
    if not home.is_dir():
        yield wrong(AREA, f"Die Instanz gibt es noch nicht ({home}).", "./manage.sh start")
        return
    yield from _owner(home)
    yield from _modes(case)
    yield from _writable(home)
    yield from _room(home)


def _owner(home: Path) -> Iterator[Finding]:
    owner = home.stat().st_uid
    if owner == os.getuid():
        yield fine(AREA, f"Der Ordner {home} gehört {getpass.getuser()}, der auch prüft.")
        return
    try:
        name = pwd.getpwuid(owner).pw_name
    except KeyError:
        name = f"der Benutzernummer {owner}"
    message = f"Der Ordner {home} gehört {name}, aufgerufen hat {getpass.getuser()}."
    report = warning if os.getuid() == 0 else wrong
    yield report(AREA, message, f"sudo -u {name} ./manage.sh doctor")


def _modes(case: Case) -> Iterator[Finding]:
    open_to_others = [
        (path, mode)
        for path, mode in ((case.instance.home, 0o700), (case.instance.env_file, 0o600))
        if path.exists() and path.stat().st_mode & 0o077
    ]
    for path, mode in open_to_others:
        message = f"Andere Benutzer dieses Rechners dürfen {path} lesen; darin stehen Passwörter."
        yield wrong(AREA, message, f"chmod {mode:o} {path}")
    if not open_to_others:
        yield fine(AREA, "Nur der Besitzer darf den Ordner und die .env lesen.")


def _writable(home: Path) -> Iterator[Finding]:
    refused = [
        name
        for name in WRITTEN
        if not (home / name).is_dir() or not os.access(home / name, os.W_OK | os.X_OK)
    ]
    if refused:
        message = (
            f"In diese Ordner lässt sich nicht schreiben, oder sie fehlen: {', '.join(refused)}."
        )
        remedy = (
            f"Den Ordner {home} seinem Benutzer zurückgeben (chown -R), dann ./manage.sh restart"
        )
        yield wrong(AREA, message, remedy)
    else:
        yield fine(AREA, f"Beschreibbar sind {', '.join(WRITTEN)}.")


def _room(home: Path) -> Iterator[Finding]:
    total, _, free = shutil.disk_usage(home)
    percent = 100 * free / total
    text = (
        f"Auf dem Datenträger sind {_size(free)} von {_size(total)} frei ({percent:.0f} %)"
        f"{_outlook(home, free - total * SCARCE_PERCENT / 100)}."
    )
    remedy = f"Platz schaffen: alte Sicherungen in {home / 'backups'} und Logs in {home / 'logs'}"
    if free < FULL:
        yield wrong(AREA, text, remedy)
    elif percent < SCARCE_PERCENT or free < SCARCE:
        yield warning(AREA, text, remedy)
    else:
        yield fine(AREA, text)
    inodes = os.statvfs(home)
    if inodes.f_files and inodes.f_favail < inodes.f_files * SCARCE_PERCENT / 100:
        yield warning(AREA, "Der Datenträger kann kaum noch neue Dateien anlegen.", remedy)


def _outlook(home: Path, room: float) -> str:
    """In how many days five percent are left, if the instance grows as before; empty while that is not known."""
    made = home / "mongodb" / "WiredTiger"  # written once, by the first start
    if not made.is_file():
        return ""
    days = (time.time() - made.stat().st_mtime) / DAY
    grown = _used(home) - EMPTY
    if days < KNOWN_AFTER or grown <= 0 or room <= 0:
        return ""
    return f"; wächst die Instanz wie bisher, sind in {room / grown * days:.0f} Tagen noch 5 % frei"


def _used(home: Path) -> int:
    """Bytes on the disk; what disappears meanwhile counts nothing."""
    total = 0
    for folder, _, names in os.walk(home):
        for name in names:
            try:
                total += os.lstat(os.path.join(folder, name)).st_blocks * 512  # noqa: PTH118 many files
            except FileNotFoundError:
                continue
    return total


def _size(count: float) -> str:
    return f"{count / GIGABYTE:.1f} GB".replace(".", ",")
