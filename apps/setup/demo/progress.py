"""How far the demo is: on a terminal a line that counts, in a log a line every few seconds, in a job a report."""

import time
from collections.abc import Callable

from django.core.management.base import OutputWrapper

ON_TERMINAL, IN_LOG = 0.1, 5.0  # seconds between two lines

Report = Callable[[int, int, str], None]  # done, of how many, what


class Progress:
    """Counts towards a total."""

    def __init__(self, label: str, total: int):
        self.label, self.total = label, total
        self.count = 0

    def add(self, count: int) -> None:
        self.count += count

    def finish(self) -> None:
        """All that was possible is done."""


Begin = Callable[[str, int], Progress]


class PrintedProgress(Progress):
    """Writes lines; the last one always."""

    def __init__(self, out: OutputWrapper, label: str, total: int):
        super().__init__(label, total)
        self.out = out
        self.is_terminal = out.isatty()
        self.written_at = time.monotonic()

    def add(self, count: int) -> None:
        super().add(count)
        pause = ON_TERMINAL if self.is_terminal else IN_LOG
        if time.monotonic() - self.written_at >= pause:
            self._write("\r" if self.is_terminal else "\n")

    def finish(self) -> None:
        self._write("\n")

    def _write(self, ending: str) -> None:
        self.written_at = time.monotonic()
        line = f"{self.label}: {german(self.count)} von {german(self.total)}"
        self.out.write(line, style_func=str, ending=ending)


class ReportedSteps:
    """Several counts as one, for who waits for all of them."""

    def __init__(self, report: Report, total: int):
        self.report, self.total = report, total
        self.begun: list[Progress] = []

    def begin(self, label: str, total: int) -> Progress:
        progress = _Reported(self, label, total)
        self.begun.append(progress)
        return progress

    def tell(self, label: str) -> None:
        done = sum(progress.count for progress in self.begun)
        self.report(min(done, self.total), self.total, label)

    @property
    def lines(self) -> list[str]:
        """What there is now, in words."""
        return [f"{german(progress.count)} {progress.label}" for progress in self.begun]


class _Reported(Progress):
    def __init__(self, steps: ReportedSteps, label: str, total: int):
        super().__init__(label, total)
        self.steps = steps

    def add(self, count: int) -> None:
        super().add(count)
        self.steps.tell(self.label)


def german(number: int) -> str:
    """A whole number with the thousands as German writes them: 1.000.000."""
    return f"{number:,}".replace(",", ".")
