"""How lower apps offer room to upper ones: each app registers in its ``apps.py``, nobody imports upwards.

Every registry is a plain list or dict that is filled once while Django starts and only read afterwards.
"""

from dataclasses import dataclass

from apps.core.registry.figures import (
    GROUPS,
    HOUSE,
    TODAY,
    Figure,
    FigureHooks,
    Ranked,
    Ranking,
    Trend,
)
from apps.core.registry.files import AttachmentOwner, FileHooks
from apps.core.registry.pages import (
    AdminAction,
    Export,
    Letterhead,
    PageHooks,
    Panel,
    SettingsAction,
    SetupStep,
)
from apps.core.registry.reports import Report, ReportHooks
from apps.core.registry.search import SearchHit, SearchHooks, SearchQuery, SearchSource
from apps.core.registry.things import (
    BarcodeKind,
    Countable,
    Counted,
    EventType,
    ExitItem,
    PersonHooks,
    Reference,
    Shelved,
    ThingHooks,
)
from apps.core.registry.work import Feature, NotificationType, Problem, Schedule

__all__ = [
    "GROUPS",
    "HOUSE",
    "TODAY",
    "AdminAction",
    "AttachmentOwner",
    "BarcodeKind",
    "Countable",
    "Counted",
    "EventType",
    "ExitItem",
    "Export",
    "Feature",
    "Figure",
    "Letterhead",
    "NotificationType",
    "Panel",
    "PersonHooks",
    "Problem",
    "Ranked",
    "Ranking",
    "Reference",
    "Registry",
    "Report",
    "Schedule",
    "SearchHit",
    "SearchQuery",
    "SearchSource",
    "SettingsAction",
    "SetupStep",
    "Shelved",
    "Trend",
    "registry",
]


@dataclass
class Registry(ThingHooks, PageHooks, FigureHooks, FileHooks, SearchHooks, ReportHooks):
    """All that apps registered."""


registry = Registry()
