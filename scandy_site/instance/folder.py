"""Where an instance keeps its things: one folder that holds everything but the code."""

import fcntl
import hashlib
import os
import re
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scandy_site.instance import envfile
from scandy_site.instance.errors import ExitCode, InstanceError
from scandy_site.instance.terminal import say

BASE_DIR = Path(__file__).resolve().parents[2]
INSTANCES = BASE_DIR / "instances"
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,29}")
AWKWARD = set("%;#\"'\\\n\t")  # have a meaning in the configuration files of the services
SOCKET_LENGTH = (
    90  # the kernel allows 107; supervisord adds its process id while it opens the socket
)
FOLDERS = ("mongodb", "redis", "media", "backups", "logs", "run", "run/tmp")


@dataclass(frozen=True)
class Instance:
    name: str
    home: Path

    @property
    def env_file(self) -> Path:
        return self.home / ".env"

    @property
    def run(self) -> Path:
        return self.home / "run"

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    def log(self, service: str) -> Path:
        return self.logs / f"{service}.log"

    @property
    def socket(self) -> Path:
        """supervisord's socket, in the system's temporary folder when the own path is too long."""
        own = self.run / "supervisor.sock"
        if len(os.fsencode(own)) < SOCKET_LENGTH:
            return own
        digest = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"scandy-{os.getuid()}" / f"{digest}.sock"


def locate(name: str | None) -> Instance:
    """The instance of this name, or the one whose folder SCANDY_HOME names."""
    if name is not None and not NAME.fullmatch(name):
        raise InstanceError(
            f"„{name}“ ist kein Instanzname: erlaubt sind 1 bis 30 Zeichen aus a-z, 0-9 und -.",
            ExitCode.USAGE,
        )
    named_home = os.environ.get("SCANDY_HOME")
    home = Path(named_home) if named_home else INSTANCES / (name or "main")
    home = home.resolve()
    if AWKWARD & set(f"{home}{BASE_DIR}"):
        raise InstanceError(
            f"Der Ordner {home} enthält Zeichen, mit denen die Dienste nicht umgehen können "
            "(% ; # \\ oder Anführungszeichen).",
            ExitCode.USAGE,
        )
    stored = envfile.read(home / ".env").get("SCANDY_INSTANCE")
    if name and stored and name != stored:
        raise InstanceError(
            f"Der Ordner {home} gehört zur Instanz „{stored}“, nicht zu „{name}“.", ExitCode.USAGE
        )
    return Instance(name or stored or "main", home)


def create(instance: Instance) -> None:
    """Make the missing folders, and the shortcut ``manage.sh`` with the name filled in."""
    instance.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    instance.home.chmod(0o700)
    for name in FOLDERS:
        (instance.home / name).mkdir(exist_ok=True)
    _secure_socket_folder(instance.socket.parent)
    inside = instance.home.parent == INSTANCES
    target = '"$(dirname "$0")/../../manage.sh"' if inside else f'"{BASE_DIR}/manage.sh"'
    shortcut = instance.home / "manage.sh"
    shortcut.write_text(
        "#!/usr/bin/env bash\n"
        f"# Wie manage.sh, für die Instanz „{instance.name}“.\n"
        'SCANDY_HOME="$(cd "$(dirname "$0")" && pwd)"\n'
        "export SCANDY_HOME\n"
        f'exec {target} --name {instance.name} "$@"\n'
    )
    shortcut.chmod(0o700)


def _secure_socket_folder(folder: Path) -> None:
    """A folder outside the instance must be ours alone: whoever owns it commands our processes."""
    folder.mkdir(mode=0o700, exist_ok=True)
    owner = folder.lstat()
    if owner.st_uid != os.getuid() or not stat.S_ISDIR(owner.st_mode):
        raise InstanceError(f"Der Ordner {folder} gehört einem anderen Benutzer.")


@contextmanager
def locked(path: Path, *, seconds: float = 120) -> Iterator[None]:
    """Let one command at a time change the instance; the kernel frees a killed one's lock."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("w") as file:
        deadline, told = time.monotonic() + seconds, False
        while not _try_lock(file.fileno()):
            if not told:
                say("Ein anderer Aufruf arbeitet gerade an dieser Instanz; ich warte auf ihn.")
                told = True
            if time.monotonic() > deadline:
                raise InstanceError("Ein anderer Aufruf arbeitet noch immer an dieser Instanz.")
            time.sleep(0.2)
        yield


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
