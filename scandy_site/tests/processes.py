"""Servers that a test starts, kills and starts again: real processes with ports and folders of their own."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from pymongo import IndexModel, MongoClient

from scandy_site.env import BASE_DIR
from scandy_site.instance import health, mongodb, ports, redis, servers
from scandy_site.instance.terminal import wait_until

SECONDS = 60
WEB_PROCESSES, WEB_THREADS = 4, 8


@dataclass
class Server:
    """One process of the test's own."""

    command: list[str]
    log: Path
    is_ready: Callable[[], bool]
    environment: dict[str, str] = field(default_factory=dict)

    def start(self) -> None:
        """Start it and wait until it answers."""
        with self.log.open("a") as output:
            self.process = subprocess.Popen(
                self.command,
                env={**os.environ, **self.environment},
                cwd=BASE_DIR,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        if not wait_until(self.is_ready, seconds=SECONDS, tick=self._require_alive):
            raise RuntimeError(f"{self.command[0]} does not answer:\n{self.log.read_text()}")

    def _require_alive(self) -> None:
        if self.process.poll() is not None:
            raise RuntimeError(f"{self.command[0]} has ended:\n{self.log.read_text()}")

    def kill(self) -> None:
        """``kill -9``: it gets no chance to finish anything."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(SECONDS)


@contextmanager
def running(server: Server) -> Iterator[Server]:
    server.start()
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()


@dataclass
class Web(Server):
    """gunicorn as an instance runs it, with several processes."""

    port: int = 0

    def workers(self) -> list[int]:
        """The process ids of those that answer requests; gunicorn itself only looks after them."""
        pid = self.process.pid
        return [
            int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        ]

    def workers_that_answered(self) -> set[str]:
        """The process ids in the log of requests."""
        return {line.split()[1] for line in self.log.read_text().splitlines() if "answered" in line}


def web(folder: Path, **environment: str) -> Web:
    """A web server on this test session's databases, or on what ``environment`` names."""
    port = ports.any_free()
    command = [
        *(sys.executable, "-m", "gunicorn", "scandy_site.wsgi:application", "--preload"),
        *("--bind", f"127.0.0.1:{port}", "--no-control-socket"),
        *("--worker-class", "gthread", "--workers", str(WEB_PROCESSES)),
        *("--threads", str(WEB_THREADS), "--graceful-timeout", "1", "--keep-alive", "60"),
        *("--access-logfile", "-", "--access-logformat", "answered %(p)s %(m)s %(U)s %(s)s"),
    ]
    address = f"http://127.0.0.1:{port}"
    return Web(
        command,
        folder / "web.log",
        lambda: health.ask(address, folder / "no-authority", seconds=5) is not None,
        {
            "DJANGO_SETTINGS_MODULE": "scandy_site.settings.test",
            "MONGODB_URI": settings.DATABASES[DEFAULT_DB_ALIAS]["HOST"],
            "MONGODB_DB": connections[DEFAULT_DB_ALIAS].settings_dict["NAME"],
            "MONGODB_TICKETS_DB": connections["tickets"].settings_dict["NAME"],
            "REDIS_URL": settings.REDIS_URL,
            **environment,
        },
        port,
    )


@dataclass
class Mongod(Server):
    """A replica set of one node."""

    port: int = 0

    @property
    def uri(self) -> str:
        return f"mongodb://127.0.0.1:{self.port}/?replicaSet={mongodb.REPLICA_SET}"

    def start(self) -> None:
        super().start()
        with mongodb.connect(self.port) as client:
            mongodb.form_replica_set(client, self.port)
            wait_until(lambda: mongodb.is_writable(client), seconds=SECONDS, tick=lambda: None)


def mongod(folder: Path) -> Mongod:
    """The server that an instance runs when it is given none."""
    port = ports.any_free()
    data = folder / "mongodb"
    data.mkdir()
    mongodb.write_config(folder / "mongod.conf", data=data, port=port)
    program = servers.mongod(servers.choose_mongod())
    return Mongod(
        [str(program), "--config", str(folder / "mongod.conf")],
        folder / "mongod.log",
        lambda: mongodb.is_answering(port),
        port=port,
    )


@dataclass
class Redis(Server):
    url: str = ""


def redis_server(folder: Path) -> Redis:
    port = ports.any_free()
    data = folder / "redis"
    data.mkdir()
    redis.write_config(folder / "redis.conf", data=data, port=port)
    program = servers.redis(servers.choose_redis())
    url = f"redis://127.0.0.1:{port}/0"
    return Redis(
        [str(program), str(folder / "redis.conf")],
        folder / "redis.log",
        lambda: redis.is_answering(url),
        url=url,
    )


def copy_databases(names: Iterable[str], source: MongoClient, target: MongoClient) -> None:
    """Bring collections, documents and indexes to another server."""
    for name in names:
        for found in source[name].list_collections():
            rows = source[name][found["name"]]
            copy = target[name].create_collection(found["name"])
            copy.create_indexes([_index(index) for index in rows.list_indexes()])
            if documents := list(rows.find()):
                copy.insert_many(documents)


def _index(index: dict[str, Any]) -> IndexModel:
    options = {name: value for name, value in index.items() if name not in ("key", "v")}
    return IndexModel(list(index["key"].items()), **options)
