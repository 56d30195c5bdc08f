"""``start --skip-setup``: an instance without the wizard, with the account that the manual names."""

import subprocess
import sys

from scandy_site.instance.config import Config
from scandy_site.instance.errors import ExitCode, InstanceError
from scandy_site.instance.folder import BASE_DIR

LINES = 5


def skip_setup(config: Config) -> str:
    """Create the account, unless it is there; returns what the operator should read.

    :raises InstanceError: somebody runs the instance already.
    """
    process = subprocess.run(
        [sys.executable, "manage.py", "skip_setup"],
        env=config.environment(),
        cwd=BASE_DIR,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    said = process.stderr.strip().removeprefix("CommandError: ")
    if process.returncode == ExitCode.USAGE:
        raise InstanceError(said, ExitCode.USAGE)
    if process.returncode:
        end = "\n".join(said.splitlines()[-LINES:])
        raise InstanceError(f"Die Einrichtung lässt sich nicht überspringen:\n{end}")
    return process.stdout.strip()
