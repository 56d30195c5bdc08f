"""Whole instances for tests: an operator's commands, each instance in a folder of its own."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scandy_site.instance import envfile, processes
from scandy_site.instance.config import KEYS
from scandy_site.instance.folder import BASE_DIR


@dataclass
class Scandy:
    """An instance in a folder of its own, and what an operator can do with it."""

    home: Path
    port: int

    def __call__(self, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        with self.popen(*words, **variables) as process:
            output, _ = process.communicate(timeout=120)
        return subprocess.CompletedProcess(words, process.returncode, output)

    def popen(self, *words: str, **variables: str) -> subprocess.Popen[str]:
        kept = {k: v for k, v in os.environ.items() if k not in KEYS and "SCANDY" not in k}
        return subprocess.Popen(
            [sys.executable, "-m", "scandy_site.instance", *words],
            cwd=BASE_DIR,
            env={**kept, "SCANDY_HOME": str(self.home), **variables},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def start(self, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return self("start", "--port", str(self.port), *words, **variables)

    def status(self) -> dict:
        return json.loads(self("status", "--json").stdout)

    def env(self) -> dict[str, str]:
        return envfile.read(self.home / ".env")

    def processes(self) -> list[processes.Process]:
        return processes.of_instance(self.home)

    def kill(self, *services: str) -> None:
        for process in self.processes():
            if not services or process.service in services:
                os.kill(process.pid, signal.SIGKILL)


def wait_for(condition: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "not within the time"
        time.sleep(0.1)
