"""How a command of ./manage.sh ends: one sentence for the reader, one exit code for scripts."""

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of ./manage.sh; the shell script itself ends with 2, 4 and 6 too."""

    OK = 0
    FAILED = 1  # not running, not healthy, a check or a test failed
    USAGE = 2  # the call makes no sense, or asks for what this instance refuses
    PORT_IN_USE = 3
    PREREQUISITE = 4  # wrong Python, missing system package or program
    SERVICE = 5  # a service does not start or cannot be reached
    DISK_FULL = 6


class InstanceError(Exception):
    """Something an operator can understand and remedy."""

    def __init__(self, message: str, code: ExitCode = ExitCode.FAILED) -> None:
        super().__init__(message)
        self.code = code
