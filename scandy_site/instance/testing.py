"""Services that live as long as one test run: real servers on free ports in a temporary folder."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from scandy_site.instance import logs, mongodb, ports, redis, servers
from scandy_site.instance.config import KEYS
from scandy_site.instance.folder import BASE_DIR
from scandy_site.instance.terminal import wait_until

# More processes than cores: much of the time a server or a browser is waited for.
PARALLEL = ("-n", "3", "--dist", "loadgroup")
SECONDS = 60
HISTORY_SECONDS = 60  # an instance keeps more of what was deleted, and every search steps over it
# The second would make each of the many processes compile everything again.
LEFT_OUT = {*KEYS, "PYTHONDONTWRITEBYTECODE"}
ENOUGH = 4 * 1024**3  # bytes


def test(arguments: Sequence[str]) -> int:
    """Run pytest on services of its own; without arguments the whole suite, on three processes."""
    with services() as environment:
        command = [sys.executable, "-m", "pytest", *(arguments or PARALLEL)]
        return subprocess.run(command, cwd=BASE_DIR, env=environment, check=False).returncode


def _fast_folder() -> Path | None:
    """Memory where there is enough: databases are made and dropped all the time, and a disk would set the pace."""
    memory = Path("/dev/shm")  # noqa: S108 a folder of random name is made in it
    if memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ENOUGH:
        return memory
    return None


@contextmanager
def services() -> Iterator[dict[str, str]]:
    """An empty replica set and an empty Redis; yields the environment that leads to them."""
    with tempfile.TemporaryDirectory(
        prefix="scandy-test-", dir=_fast_folder(), ignore_cleanup_errors=True
    ) as name:
        folder = Path(name)
        with _mongod(folder) as uri, _redis(folder) as url:
            inherited = {
                key: value
                for key, value in os.environ.items()
                if key not in LEFT_OUT and not key.startswith("SCANDY_")
            }
            yield {
                **inherited,
                "DJANGO_SETTINGS_MODULE": "scandy_site.settings.test",
                "MONGODB_URI": uri,
                "REDIS_URL": url,
                "SCANDY_HOME": str(folder / "home"),
                "SECRET_KEY": "only-for-tests-and-known-to-everybody",
            }


@contextmanager
def _mongod(folder: Path) -> Iterator[str]:
    port = ports.any_free()
    (folder / "mongodb").mkdir()
    mongodb.write_config(folder / "mongod.conf", data=folder / "mongodb", port=port)
    server = servers.mongod(servers.choose_mongod())
    history = f"minSnapshotHistoryWindowInSeconds={HISTORY_SECONDS}"
    command = [str(server), "--config", str(folder / "mongod.conf"), "--setParameter", history]
    with _running(command, folder / "mongod.log", lambda: mongodb.is_answering(port)):
        with mongodb.connect(port) as client:
            mongodb.form_replica_set(client, port)
            wait_until(lambda: mongodb.is_writable(client), seconds=SECONDS, tick=_quietly)
        yield f"mongodb://127.0.0.1:{port}/?replicaSet={mongodb.REPLICA_SET}"


@contextmanager
def _redis(folder: Path) -> Iterator[str]:
    port = ports.any_free()
    (folder / "redis").mkdir()
    redis.write_config(folder / "redis.conf", data=folder / "redis", port=port)
    url = f"redis://127.0.0.1:{port}/0"
    command = [str(servers.redis(servers.choose_redis())), str(folder / "redis.conf")]
    with _running(command, folder / "redis.log", lambda: redis.is_answering(url)):
        yield url


@contextmanager
def _running(command: list[str], log: Path, is_ready: Callable[[], bool]) -> Iterator[None]:
    with log.open("w") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
    try:

        def is_ready_or_over() -> bool:
            return process.poll() is not None or is_ready()

        wait_until(is_ready_or_over, seconds=SECONDS, tick=_quietly)
        if process.poll() is not None or not is_ready():
            raise logs.failure("Ein Dienst für die Tests startet nicht", log)
        yield
    finally:
        process.kill()  # nothing in it is worth an orderly end
        process.wait()


def _quietly() -> None:
    """No dots: pytest writes enough."""
