"""Which processes belong to an instance, and how they are ended when nobody supervises them.

Every service carries SCANDY_SERVICE and SCANDY_HOME in its environment. Asking the kernel for them
cannot be fooled by a process id file of yesterday, by a process id used again after a reboot, or by
an equal path inside a container.
"""

import os
import select
import signal
import time
from collections.abc import Collection, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from scandy_site.instance.folder import Instance
from scandy_site.instance.terminal import Tick

SUPERVISOR = "supervisord"
PREPARE = "prepare"
CLOCK_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Process:
    pid: int
    parent: int
    service: str
    uptime: int  # seconds


def of_instance(home: Path) -> list[Process]:
    """All living processes of the instance, its supervisor included."""
    return list(_scan(home))


def namesakes(instance: Instance) -> set[Path]:
    """The folders of other running instances of this name: browsers cannot tell their cookies apart."""
    homes = set()
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            marks = _marks(entry)
        except OSError:  # ended meanwhile, or another user's
            continue
        if marks.get(b"SCANDY_INSTANCE") == instance.name.encode() and b"SCANDY_SERVICE" in marks:
            homes.add(Path(os.fsdecode(marks.get(b"SCANDY_HOME", b""))))
    return homes - {instance.home}


def _marks(entry: Path) -> dict[bytes, bytes]:
    """What the process carries in its environment about the instance that it serves."""
    pairs = (pair.partition(b"=") for pair in (entry / "environ").read_bytes().split(b"\0"))
    return {key: value for key, _, value in pairs if key.startswith(b"SCANDY_")}


def _scan(home: Path) -> Iterator[Process]:
    since_boot = time.clock_gettime(time.CLOCK_BOOTTIME)
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            service = _service_of(entry, home)
            if service is None:
                continue
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # ended meanwhile, or another user's
            continue
        uptime = since_boot - int(fields[19]) / CLOCK_TICKS
        yield Process(int(entry.name), int(fields[1]), service, max(0, int(uptime)))


def _service_of(entry: Path, home: Path) -> str | None:
    """The service a process serves in this instance, if it serves one."""
    marks = _marks(entry)
    if marks.get(b"SCANDY_HOME") != os.fsencode(home) or b"SCANDY_SERVICE" not in marks:
        return None
    if not (entry / "root").joinpath(home.relative_to("/")).samefile(home):
        return None
    return marks[b"SCANDY_SERVICE"].decode()


def heads(processes: Collection[Process]) -> list[Process]:
    """The first process of each service: those that nobody of the same service started."""
    service_of = {process.pid: process.service for process in processes}
    return [p for p in processes if service_of.get(p.parent) != p.service]


def end(home: Path, service: str, *, seconds: float, tick: Tick) -> None:
    """Ask the service to end, wait for it, and kill what is left of it.

    A process that ends loses its memory, by which ``of_instance`` knows it, before it closes its
    sockets: only its handle tells when its port is free.
    """
    with ExitStack() as stack:
        serving = _serving(home, service)
        handles = _handles(home, serving, stack)
        _signal(_handles(home, heads(serving), stack), signal.SIGTERM)
        deadline = time.monotonic() + seconds
        while (_serving(home, service) or not _ended(handles)) and time.monotonic() < deadline:
            tick()
            time.sleep(0.05)
        left = _handles(home, _serving(home, service), stack)
        _signal(left, signal.SIGKILL)
        for handle in left:
            select.select([handle], [], [], 5)


def _serving(home: Path, service: str) -> list[Process]:
    return [process for process in of_instance(home) if process.service == service]


def _handles(home: Path, processes: Collection[Process], stack: ExitStack) -> list[int]:
    """Handles of exactly these processes: none of another that got the same number since."""
    handles = []
    for process in processes:
        try:
            handle = os.pidfd_open(process.pid)
        except ProcessLookupError:
            continue
        stack.callback(os.close, handle)
        # The handle is fixed now: if its process is still the one we saw, no other can be hit.
        with suppress(FileNotFoundError, ProcessLookupError):
            if _service_of(Path(f"/proc/{process.pid}"), home) == process.service:
                handles.append(handle)
    return handles


def _signal(handles: Collection[int], number: signal.Signals) -> None:
    for handle in handles:
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(handle, number)


def _ended(handles: Collection[int]) -> bool:
    return len(select.select(handles, [], [], 0)[0]) == len(handles)
