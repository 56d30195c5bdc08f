"""The logs of an instance, for people and for error messages."""

import os
import re
from pathlib import Path
from typing import NoReturn

from scandy_site.instance.errors import ExitCode, InstanceError
from scandy_site.instance.folder import Instance

LINES = 15
MONGOD_ERROR = re.compile(r'^\{"t":.*"s":"[EF]"')
NO_SPACE = "No space left on device"


def tail(path: Path, lines: int = LINES) -> str:
    """The last lines of a log, indented; of a mongod's the last errors."""
    if not path.is_file():
        return "  (noch leer)"
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 64 * 1024))
        found = file.read().decode(errors="replace").splitlines()
    grave = [line for line in found if MONGOD_ERROR.search(line)]
    return "\n".join(f"  {line[:400]}" for line in (grave or found)[-lines:])


def failure(what: str, path: Path) -> InstanceError:
    """An error that shows where to read on; a full disk is named as such."""
    end = tail(path)
    if NO_SPACE in end:
        return InstanceError(
            f"{what}: Der Datenträger ist voll (siehe {path}).", ExitCode.DISK_FULL
        )
    return InstanceError(f"{what}. Letzte Zeilen aus {path}:\n{end}", ExitCode.SERVICE)


def show(instance: Instance, service: str | None, *, follow: bool) -> NoReturn:
    """Hand over to tail(1), which also follows a log that is rotated."""
    found = {path.stem: path for path in sorted(instance.logs.glob("*.log"))}
    if service is not None and service not in found:
        known = ", ".join(found) or "noch keine"
        raise InstanceError(
            f"Von „{service}“ gibt es kein Log; vorhanden: {known}.", ExitCode.USAGE
        )
    if not found:
        raise InstanceError("Es gibt noch keine Logs: Die Instanz wurde noch nicht gestartet.")
    paths = [str(path) for name, path in found.items() if service in (None, name)]
    options = ["-n", "100", "-F"] if follow else ["-n", "100"]
    os.execvp("tail", ["tail", *options, *paths])  # noqa: S606, S607 - tail of the PATH, no shell
