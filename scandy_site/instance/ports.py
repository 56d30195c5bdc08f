"""Which ports are free, and who holds the others."""

import errno
import ipaddress
import secrets
import socket
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from scandy_site.instance.errors import ExitCode, InstanceError

LOCK_NAME = "\0scandy-chooses-ports"
OUTGOING_PORTS = Path("/proc/sys/net/ipv4/ip_local_port_range")
LOWEST = 10_000
LISTENING = "0A"  # state column of /proc/net/tcp


def obstacle(host: str, port: int) -> OSError | None:
    """What keeps a service from listening there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen()
        except OSError as error:
            return error
    return None


def is_free(host: str, port: int) -> bool:
    return obstacle(host, port) is None


@contextmanager
def one_at_a_time(seconds: float = 120) -> Iterator[None]:
    """Hold this from choosing ports until servers listen on them, so that no two choose the same.

    The lock is a name in the kernel's network namespace: it reaches exactly as far as the ports do,
    over checkouts and containers, and is free again when its holder dies.
    """
    deadline = time.monotonic() + seconds
    with socket.socket(socket.AF_UNIX) as name:
        while True:
            try:
                name.bind(LOCK_NAME)
                break
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise
            if time.monotonic() > deadline:
                raise InstanceError("Eine andere Instanz wird noch immer gestartet.")
            time.sleep(0.1)
        yield


def next_free(port: int, taken: Collection[int] = ()) -> int:
    """This port or the next one above that neither a process nor another instance claims."""
    for candidate in range(port, port + 1000):
        if candidate not in taken and is_free("127.0.0.1", candidate):
            return candidate
    raise InstanceError(f"Ab Port {port} ist kein Port frei.", ExitCode.PORT_IN_USE)


def any_free() -> int:
    """A free port for services that live only as long as a test run.

    Not one that the kernel would pick: it gives those to outgoing connections as well, and a server
    that is started again on its port would find it taken by somebody's connection.
    """
    outgoing_from = int(OUTGOING_PORTS.read_text().split()[0])
    while True:
        port = LOWEST + secrets.randbelow(outgoing_from - LOWEST)
        if is_free("127.0.0.1", port):
            return port


def holder(port: int) -> str:
    """Who listens on the port, as far as this user may see it."""
    for pid in sorted(listeners(port)):
        command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ")
        return f"Prozess {pid} ({command.decode(errors='replace').strip()[:120]})"
    return "einem Prozess, den dieser Benutzer nicht sehen darf"


def listeners(port: int) -> set[int]:
    """The processes that listen on the port, as far as this user may see them."""
    inodes = _listening_inodes(port)
    processes = Path("/proc").glob("[0-9]*")
    return {int(process.name) for process in processes if inodes & _socket_inodes(process)}


def _listening_inodes(port: int) -> set[str]:
    rows = [
        row.split()
        for table in ("/proc/net/tcp", "/proc/net/tcp6")
        if Path(table).exists()
        for row in Path(table).read_text().splitlines()[1:]
    ]
    return {
        row[9] for row in rows if row[3] == LISTENING and int(row[1].rpartition(":")[2], 16) == port
    }


def _socket_inodes(process: Path) -> set[str]:
    try:
        links = [_target(entry) for entry in (process / "fd").iterdir()]
    except OSError:  # ended meanwhile, or another user's
        return set()
    return {link[8:-1] for link in links if link.startswith("socket:[")}


def _target(descriptor: Path) -> str:
    try:
        return str(descriptor.readlink())
    except OSError:  # closed meanwhile
        return ""


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
