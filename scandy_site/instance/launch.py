"""Bring the services of an instance up in order: servers, database, application, health."""

import subprocess
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from pymongo.errors import PyMongoError

from scandy_site.instance import (
    health,
    logs,
    mongodb,
    redis,
    services,
    state,
    supervisor,
)
from scandy_site.instance.config import Config
from scandy_site.instance.folder import BASE_DIR
from scandy_site.instance.processes import PREPARE
from scandy_site.instance.skipping import skip_setup
from scandy_site.instance.stop import end_everything
from scandy_site.instance.supervisor import Supervisor
from scandy_site.instance.terminal import Tick, step, wait_until
from scandy_site.instance.tls import Certificates

APPLICATION = ("web", "worker", "beat")
SERVER_SECONDS = 180  # a database that was killed first replays its journal
HEALTH_SECONDS = 90


class Launch:
    """One attempt to start: everything, or nothing."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.instance = config.instance
        self.environment = config.environment()
        self.control = Supervisor(config.instance)

    def start_servers(self) -> None:
        """Start the supervisor and the servers that this instance runs itself."""
        with self._all_or_nothing():
            supervisor.write_config(self.instance, services.commands(self.config))
            state.remember(self.config)
            supervisor.launch(self.instance, self.environment)
            self._start_mongodb()
            self._start_redis()

    def start_application(self, *, seed: bool, skips_setup: bool) -> str:
        """Prepare the database and start the rest; returns what the operator should read about it."""
        with self._all_or_nothing():
            report = self._prepare(seed=seed)
            if skips_setup:
                report = skip_setup(self.config)
            self._start_processes()
        return report

    @contextmanager
    def _all_or_nothing(self) -> Iterator[None]:
        """What this attempt started is ended again when a step fails."""
        try:
            yield
        except BaseException:
            end_everything(self.instance, tick=lambda: None)
            raise

    def _start_mongodb(self) -> None:
        if not self.config.embeds_mongodb:
            return
        port = int(self.config.values["SCANDY_MONGODB_PORT"])
        key = services.mongod_key(self.instance).read_text()
        with step("MongoDB") as tick:
            self.control.start("mongod")
            self._wait_for("mongod", lambda: mongodb.is_answering(port), tick)
            try:
                with mongodb.connect(port, key) as client:
                    mongodb.form_replica_set(client, port)
                    self._wait_for("mongod", lambda: mongodb.is_writable(client), tick)
                    mongodb.ensure_user(client, self.config.values)
            except PyMongoError as error:
                log = self.instance.log("mongod")
                raise logs.failure(f"MongoDB lässt sich nicht einrichten: {error}", log) from error

    def _start_redis(self) -> None:
        if not self.config.embeds_redis:
            return
        url = self.config.values["REDIS_URL"]
        with step("Redis") as tick:
            self.control.start("redis")
            self._wait_for("redis", lambda: redis.is_answering(url), tick)

    def _wait_for(self, service: str, ready: Callable[[], bool], tick: Tick) -> None:
        def alive_and_ready() -> bool:
            self._require_alive([service])
            return ready()

        if not wait_until(alive_and_ready, seconds=SERVER_SECONDS, tick=tick):
            log = self.instance.log(service)
            raise logs.failure(f"Der Dienst {service} wird nicht fertig", log)

    def _require_alive(self, names: Collection[str]) -> None:
        """Do not wait for a service that has ended."""
        found = self.control.services() or {}
        for name in names:
            if name not in found or found[name].is_broken:
                log = self.instance.log(name)
                raise logs.failure(f"Der Dienst {name} startet nicht", log)

    def _prepare(self, *, seed: bool) -> str:
        """Run ``prepare_instance``; what it writes to stdout is for the operator."""
        log = self.instance.log(PREPARE)
        command = [sys.executable, "manage.py", "prepare_instance", "--base-url", self.config.url]
        with step("Datenbank und Dateien") as tick, log.open("a") as file:
            process = subprocess.Popen(
                [*command, "--demo"] if seed else command,
                env={**self.environment, "SCANDY_SERVICE": PREPARE},
                cwd=BASE_DIR,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=file,
                text=True,
            )
            report = _output(process, tick)
            if process.returncode:
                raise logs.failure("Die Datenbank lässt sich nicht vorbereiten", log)
        return report.strip()

    def _start_processes(self) -> None:
        with step("Webserver und Hintergrunddienste") as tick:
            for name in APPLICATION:
                self.control.start(name)
            if not wait_until(self._is_healthy, seconds=HEALTH_SECONDS, tick=tick, pause=0.25):
                answer = self._ask()
                found = f"/health meldet {answer[1]}" if answer else "/health antwortet nicht"
                log = self.instance.log("web")
                raise logs.failure(f"Scandy wird nicht betriebsbereit: {found}", log)

    def _is_healthy(self) -> bool:
        self._require_alive(APPLICATION)
        answer = self._ask()
        return answer is not None and answer[0] == HTTPStatus.OK

    def _ask(self) -> tuple[int, dict[str, Any]] | None:
        return health.ask(self.config.local_url, Certificates(self.instance).authority, seconds=5)


def _output(process: subprocess.Popen[str], tick: Tick) -> str:
    while True:
        try:
            return process.communicate(timeout=0.1)[0]
        except subprocess.TimeoutExpired:
            tick()
