"""Hands a file to the sandbox, a process of its own, and says what came of it.

The web server never decodes a picture: whatever a file does, it does to a process with little memory and little time.
Few run at once on a machine, so ten uploads at a time take longer, not ten times the memory.
"""

import fcntl
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from apps.media.enums import Refusal
from apps.media.errors import FileRefused, TooBusy

PROGRAM = "apps.media.sandbox"
ROOT = Path(__file__).resolve().parents[2]
SLOTS = 2
SECONDS = 60  # more than the sandbox gives itself
LONGEST_WAIT = 45.0
PAUSE = 0.05


def accept(source: IO[bytes]) -> tuple[dict[str, Any], IO[bytes]]:
    """What the file is, and the file as it is kept: a picture written anew, a document as it came.

    :raises FileRefused: it is not taken.
    :raises TooBusy: too many others wait.
    """
    return _run("accept", source, LONGEST_WAIT)


def make_thumbnail(source: IO[bytes], patience: float) -> IO[bytes]:
    """A small picture of a picture.

    :raises FileRefused: it cannot be read (any more).
    :raises TooBusy: too many others wait.
    """
    return _run("thumbnail", source, patience)[1]


def spool() -> IO[bytes]:
    """A file without a name, on the instance's disk: the system forgets it with the last process that has it open."""
    folder = settings.INSTANCE_HOME / "run"
    folder.mkdir(parents=True, exist_ok=True)
    return tempfile.TemporaryFile(dir=folder)


def rewind(file: IO[bytes]) -> None:
    """To the beginning, also of what the other process moved: both share the place in the file."""
    file.seek(0)
    os.lseek(file.fileno(), 0, os.SEEK_SET)


def _run(task: str, source: IO[bytes], patience: float) -> tuple[dict[str, Any], IO[bytes]]:
    with ExitStack() as stack:
        target = stack.enter_context(spool())
        rewind(source)
        with _slot(patience):
            answer = _answer(_in_sandbox(task, source, target))
        if not answer.pop("is_rewritten"):
            return answer, source
        stack.pop_all()
        return answer, target


def _in_sandbox(
    task: str, source: IO[bytes], target: IO[bytes]
) -> subprocess.CompletedProcess[bytes]:
    """
    :raises FileRefused: it took too long.
    """
    try:
        return subprocess.run(  # noqa: S603 our own program, no shell
            [sys.executable, "-m", PROGRAM, task, str(target.fileno())],
            stdin=source.fileno(),
            capture_output=True,
            pass_fds=[target.fileno()],
            cwd=ROOT,
            env={"PATH": os.defpath, "PYTHONDONTWRITEBYTECODE": "1"},
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise FileRefused(Refusal.TOO_COMPLEX) from error


def _answer(done: subprocess.CompletedProcess[bytes]) -> dict[str, Any]:
    """
    :raises FileRefused: the sandbox says so, or died of the file.
    """
    if done.returncode:
        raise FileRefused(Refusal.TOO_COMPLEX)
    answer: dict[str, Any] = json.loads(done.stdout)
    if reason := answer.get("refused"):
        raise FileRefused(Refusal(reason))
    return answer


@contextmanager
def _slot(patience: float) -> Iterator[None]:
    """One of the few places of this machine; the kernel frees it with whoever holds it."""
    deadline = time.monotonic() + patience
    while True:
        for number in range(SLOTS):
            with _lock_file(number).open("w") as lock:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    continue
                yield
                return
        if time.monotonic() >= deadline:
            raise TooBusy
        time.sleep(PAUSE)


def _lock_file(number: int) -> Path:
    return settings.INSTANCE_HOME / "run" / f"media-{number}.lock"
