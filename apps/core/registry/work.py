"""What apps offer to run by itself: notifications, schedules, background work, checks, modules."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model


@dataclass(frozen=True)
class NotificationType:
    """One kind of event that people hear of.

    ``sentence`` is the message inside Scandy and in the daily summary, with the keys of the event's data;
    ``template`` names ``templates/email/<template>.{subject.txt,txt,html}``; ``default`` is a channel (mail, digest,
    app, off); ``recipients(obj)`` returns the accounts that may hear of it; ``is_urgent`` ignores quiet hours; while
    ``feature`` is switched off nobody hears of it; who lacks the ``permission`` is not asked how to hear of it.
    """

    code: str
    label: Any
    sentence: Any
    template: str
    default: str
    recipients: Callable[[Model], Iterable[Any]]
    is_urgent: bool = False
    feature: str = ""
    permission: str = ""


@dataclass(frozen=True)
class Schedule:
    """Work that beat starts regularly: a task by name, its label, and when by default (as crontab or every minutes).

    ``feature``: the module that must be switched on.
    """

    task: str
    label: Any
    every_minutes: int | None = None
    at_hour: int | None = None
    at_minute: int = 0
    feature: str = ""


@dataclass(frozen=True)
class Feature:
    """A module that a house can switch off: its code and the apps whose pages then do not exist."""

    code: str
    app_labels: tuple[str, ...]


@dataclass(frozen=True)
class Problem:
    """What an admin has to look at: shown at the top of the back office's start page."""

    label: Any
    text: Any
    url: str = ""


@dataclass
class WorkHooks:
    """The part of the registry for them."""

    notification_types: dict[str, NotificationType] = field(default_factory=dict)
    schedules: dict[str, Schedule] = field(default_factory=dict)
    features: dict[str, Feature] = field(default_factory=dict)
    feature_enabled: Callable[[str], bool] = lambda code: True  # set by sitesettings
    job_labels: dict[str, Any] = field(default_factory=dict)
    problem_sources: list[Callable[[datetime], Iterable[Problem]]] = field(default_factory=list)
    health_checks: dict[str, Callable[[], str]] = field(default_factory=dict)
    consistency_checks: dict[str, Callable[[], Iterable[str]]] = field(default_factory=dict)

    def add_notifications(self, *types: NotificationType) -> None:
        self.notification_types.update({kind.code: kind for kind in types})

    def add_schedule(self, schedule: Schedule) -> None:
        self.schedules[schedule.task] = schedule

    def add_feature(self, feature: Feature) -> None:
        self.features.update(dict.fromkeys(feature.app_labels, feature))

    def is_on(self, feature: str) -> bool:
        """Whether the feature is switched on; what belongs to none ("") always is."""
        return not feature or self.feature_enabled(feature)

    def app_is_on(self, app_label: str) -> bool:
        """Whether the module that the app belongs to is switched on."""
        feature = self.features.get(app_label)
        return feature is None or self.feature_enabled(feature.code)

    def add_problem_source(self, function: Callable[[datetime], Iterable[Problem]]) -> None:
        """``function(now)`` yields what an admin has to look at."""
        self.problem_sources.append(function)

    def add_job_label(self, name: str, label: Any) -> None:
        """What people call a kind of background work."""
        self.job_labels[name] = label

    def add_health_check(self, name: str, function: Callable[[], str]) -> None:
        """``function()`` returns a short text, or raises when the service is down."""
        self.health_checks[name] = function

    def add_consistency_check(self, name: str, function: Callable[[], Iterable[str]]) -> None:
        """``function()`` yields a sentence for each thing whose data contradict each other."""
        self.consistency_checks[name] = function
