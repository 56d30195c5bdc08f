"""Background work that tests start; each leaves a trace in the database, once for each name."""

import time

from apps.core.errors import DomainError
from apps.core.jobs import Progress, job
from scandy_site.tests.probe.models import Shelf


class Refused(DomainError):
    message = "Das Regal ist schon da."


@job("probe.write_one")
def write_one(progress: Progress, name: str) -> str:
    """Idempotent by the unique name; slow enough to be killed in the middle."""
    time.sleep(0.01)
    if not Shelf.objects.filter(name=name).exists():
        Shelf.objects.create(name=name)
    time.sleep(0.01)
    progress.report(1, 1)
    return name


@job("probe.count")
def count(progress: Progress, total: int) -> list[str]:
    for number in range(1, total + 1):
        progress.report(number, total, f"Regal {number}")
    return [f"{total} gezählt"]


@job("probe.refuse")
def refuse(progress: Progress) -> None:
    raise Refused


@job("probe.break")
def break_down(progress: Progress, person: str) -> None:
    raise ValueError(f"{person} does not fit")
