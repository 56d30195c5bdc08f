"""How far a long command is: on a terminal a line that counts, in a log a line every few seconds."""

import time

from django.core.management.base import OutputWrapper

ON_TERMINAL, IN_LOG = 0.1, 5.0  # seconds between two lines


class Progress:
    """Counts towards a total. The last line is always written."""

    def __init__(self, out: OutputWrapper, label: str, total: int):
        self.out, self.label, self.total = out, label, total
        self.count = 0
        self.is_terminal = out.isatty()
        self.written_at = time.monotonic()

    def add(self, count: int) -> None:
        self.count += count
        pause = ON_TERMINAL if self.is_terminal else IN_LOG
        if time.monotonic() - self.written_at >= pause:
            self._write("\r" if self.is_terminal else "\n")

    def finish(self) -> None:
        self._write("\n")

    def _write(self, ending: str) -> None:
        self.written_at = time.monotonic()
        line = f"{self.label}: {german(self.count)} von {german(self.total)}"
        self.out.write(line, style_func=str, ending=ending)


def german(number: int) -> str:
    """A whole number with the thousands as German writes them: 1.000.000."""
    return f"{number:,}".replace(",", ".")
