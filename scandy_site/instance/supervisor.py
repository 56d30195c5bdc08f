"""supervisord, which keeps the services running: what it is told, and how we talk to it."""

import getpass
import http.client
import os
import resource
import shlex
import socket
import subprocess
import sys
import xmlrpc.client
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scandy_site.instance import envfile
from scandy_site.instance.errors import ExitCode, InstanceError
from scandy_site.instance.folder import BASE_DIR, Instance
from scandy_site.instance.processes import SUPERVISOR

START_ORDER = ("mongod", "redis", "beat", "worker", "web")  # ended the other way round
STOP_SECONDS = {"web": 30, "worker": 30, "beat": 10, "redis": 10, "mongod": 60}
BROKEN = ("BACKOFF", "EXITED", "FATAL", "UNKNOWN")
TIMEOUT = 5
OPEN_FILES = 64_000  # what mongod recommends, as far as this user may have it

HEAD = """\
[supervisord]
logfile={logs}/supervisord.log
logfile_maxbytes=1MB
logfile_backups=2
pidfile={run}/supervisord.pid
childlogdir={logs}
umask=077
{user}
[unix_http_server]
file={socket}
chmod=0700

[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
"""

# A service that is killed comes back; one that fails ten times in a row is left alone and reported.
PROGRAM = """
[program:{name}]
command={command}
directory={directory}
environment=SCANDY_SERVICE="{name}"
priority={priority}
autostart=false
autorestart=true
startretries=10
stopwaitsecs={stop_seconds}
stopasgroup={as_group}
killasgroup=true
redirect_stderr=true
stdout_logfile={logs}/{name}.log
stdout_logfile_maxbytes=5MB
stdout_logfile_backups=3
"""


def write_config(instance: Instance, commands: Mapping[str, Sequence[str]]) -> None:
    """Describe the services of this start; ``commands`` has none for those that run elsewhere."""
    user = f"user={getpass.getuser()}\n" if os.getuid() == 0 else ""
    parts = [HEAD.format(logs=instance.logs, run=instance.run, socket=instance.socket, user=user)]
    parts += [
        PROGRAM.format(
            name=name,
            command=shlex.join(commands[name]),
            directory=BASE_DIR,
            priority=10 * (START_ORDER.index(name) + 1),
            stop_seconds=STOP_SECONDS[name],
            as_group="true" if "runserver" in commands[name] else "false",
            logs=instance.logs,
        )
        for name in START_ORDER
        if name in commands
    ]
    envfile.write(instance.run / "supervisord.conf", "".join(parts))


def launch(instance: Instance, environment: Mapping[str, str]) -> None:
    """Start supervisord in the background; it listens as soon as this returns."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY:
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(OPEN_FILES, hard)), hard))
    result = subprocess.run(
        [sys.executable, "-m", "supervisor.supervisord", "-c", instance.run / "supervisord.conf"],
        env={**environment, "SCANDY_SERVICE": SUPERVISOR},
        cwd=BASE_DIR,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise InstanceError(
            f"Die Prozessüberwachung startet nicht: {result.stderr.strip()}", ExitCode.SERVICE
        )


class UnixTransport(xmlrpc.client.Transport):
    """XML-RPC over a unix socket, with a time limit."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path

    def make_connection(self, host: Any) -> http.client.HTTPConnection:
        connection = http.client.HTTPConnection("localhost", timeout=TIMEOUT)
        connection.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.sock.settimeout(TIMEOUT)
        connection.sock.connect(str(self.path))
        return connection


@dataclass(frozen=True)
class Service:
    name: str
    state: str  # supervisord's word: RUNNING, STARTING, BACKOFF, ...
    pid: int
    uptime: int

    @property
    def is_broken(self) -> bool:
        return self.state in BROKEN


class Supervisor:
    """The running supervisord of an instance."""

    def __init__(self, instance: Instance) -> None:
        self._server = xmlrpc.client.ServerProxy("http://localhost", UnixTransport(instance.socket))

    def services(self) -> dict[str, Service] | None:
        """The services by name; None when no supervisord answers."""
        try:
            rows: Any = self._server.supervisor.getAllProcessInfo()
        except (OSError, http.client.HTTPException, xmlrpc.client.Error):
            return None
        return {row["name"]: _service(row) for row in rows}

    def start(self, name: str) -> None:
        self._server.supervisor.startProcess(name, False)

    def shutdown(self) -> bool:
        """Ask it to end the services in order and then itself; False when it does not answer."""
        try:
            self._server.supervisor.shutdown()
        except (OSError, http.client.HTTPException, xmlrpc.client.Error):
            return False
        return True


def _service(row: Mapping[str, Any]) -> Service:
    uptime = row["now"] - row["start"] if row["pid"] else 0
    return Service(row["name"], row["statename"], row["pid"], uptime)
