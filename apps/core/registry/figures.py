"""What apps offer to the dashboard: numbers, each with the list of exactly what it counts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

TODAY, HOUSE = "today", "house"
GROUPS = {TODAY: _("What needs you today"), HOUSE: _("The house at a glance")}


@dataclass(frozen=True)
class Figure:
    """One number for those with the permission: ``rows(now)`` is what it counts, ``url()`` the list that shows it.

    Figures of ``TODAY`` have a tone only while there is something to do; those of ``HOUSE`` always.
    """

    code: str
    label: Any
    icon: str
    tone: str
    permission: str
    rows: Callable[[datetime], QuerySet]
    url: Callable[[], str]
    group: str = TODAY
    feature: str = ""


@dataclass
class FigureHooks:
    """The part of the registry for them."""

    figures: dict[str, Figure] = field(default_factory=dict)

    def add_figures(self, *figures: Figure) -> None:
        self.figures.update({figure.code: figure for figure in figures})
