"""What workers find: importing registers the work."""

from apps.core.errors import DomainError
from apps.core.schedules import scheduled
from scandy_site.tests.probe import work

__all__ = ["look_around", "stumble", "work"]


@scheduled("probe.look_around", quiet=True)
def look_around() -> str:
    return "0"


@scheduled("probe.stumble")
def stumble() -> str:
    raise DomainError("Der Schlüssel fehlt.")
