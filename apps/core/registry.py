"""How lower apps offer room to upper ones: each app registers in its ``apps.py``, nobody imports upwards.

Every registry is a plain list or dict that is filled once while Django starts and only read afterwards.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model

from apps.core.registrations import (
    AdminAction,
    BarcodeKind,
    Countable,
    Counted,
    DashboardCard,
    EventType,
    ExitItem,
    Export,
    Feature,
    Letterhead,
    NotificationType,
    Panel,
    PersonHooks,
    Problem,
    Reference,
    Schedule,
    SettingsAction,
    SetupStep,
    Shelved,
)

__all__ = [
    "AdminAction",
    "BarcodeKind",
    "Countable",
    "Counted",
    "DashboardCard",
    "EventType",
    "ExitItem",
    "Export",
    "Feature",
    "Letterhead",
    "NotificationType",
    "Panel",
    "PersonHooks",
    "Problem",
    "Reference",
    "Registry",
    "Schedule",
    "SettingsAction",
    "SetupStep",
    "Shelved",
    "registry",
]


@dataclass
class Registry:
    barcode_kinds: dict[str, BarcodeKind] = field(default_factory=dict)
    event_types: dict[str, EventType] = field(default_factory=dict)
    scan_extras: dict[str, Callable[[Any, Any], dict[str, Any]]] = field(default_factory=dict)
    row_extras: dict[str, list[Callable[[list[Model], datetime], None]]] = field(
        default_factory=dict
    )
    detail_extras: dict[str, list[Callable[[Any, datetime], None]]] = field(default_factory=dict)
    row_filters: dict[str, Callable[[str, datetime], Iterable[Any]]] = field(default_factory=dict)
    exit_items: list[Callable[[Any, datetime], Iterable[ExitItem]]] = field(default_factory=list)
    usage_blockers: dict[str, list[Callable[[Model], Iterable[str]]]] = field(default_factory=dict)
    references: dict[str, list[Reference]] = field(default_factory=dict)
    rename_hooks: dict[str, list[Callable[[Model], None]]] = field(default_factory=dict)
    countables: dict[str, Countable] = field(default_factory=dict)
    copies: dict[str, Callable[[list[Model]], list[Model]]] = field(default_factory=dict)
    undo_handlers: dict[str, Callable[..., Any]] = field(default_factory=dict)
    notification_types: dict[str, NotificationType] = field(default_factory=dict)
    schedules: dict[str, Schedule] = field(default_factory=dict)
    features: dict[str, Feature] = field(default_factory=dict)
    feature_enabled: Callable[[str], bool] = lambda code: True  # set by sitesettings
    exports: dict[str, Export] = field(default_factory=dict)
    tables: dict[str, Any] = field(default_factory=dict)
    dashboard_cards: list[DashboardCard] = field(default_factory=list)
    job_labels: dict[str, Any] = field(default_factory=dict)
    problem_sources: list[Callable[[datetime], Iterable[Problem]]] = field(default_factory=list)
    settings_actions: list[SettingsAction] = field(default_factory=list)
    setup_steps: dict[str, SetupStep] = field(default_factory=dict)
    landings: list[Callable[[Any], str]] = field(default_factory=list)
    admin_actions: dict[str, list[AdminAction]] = field(default_factory=dict)
    person_hooks: list[PersonHooks] = field(default_factory=list)

    admin_filters: dict[str, list[Any]] = field(default_factory=dict)
    panels: dict[str, list[Callable[[Any, Any], Panel | None]]] = field(default_factory=dict)
    health_checks: dict[str, Callable[[], str]] = field(default_factory=dict)
    consistency_checks: dict[str, Callable[[], Iterable[str]]] = field(default_factory=dict)
    letterhead: Callable[[], Letterhead] = lambda: Letterhead("Scandy")  # set by sitesettings
    history: Callable[..., list[Any]] | None = None

    def add_barcode_kind(self, kind: BarcodeKind) -> None:
        self.barcode_kinds[kind.kind] = kind

    def add_events(self, *types: EventType) -> None:
        self.event_types.update({event_type.code: event_type for event_type in types})

    def add_scan_extra(self, kind: str, function: Callable[[Any, Any], dict[str, Any]]) -> None:
        """``function(object_id, now)`` adds to what a scan of this kind shows."""
        self.scan_extras[kind] = function

    def add_row_extra(self, model: str, function: Callable[[list[Model], datetime], None]) -> None:
        """``function(objects, now)`` sets attributes on the objects of one page of a list, with one query."""
        self.row_extras.setdefault(model, []).append(function)

    def add_detail_extra(self, model: str, function: Callable[[Any, datetime], None]) -> None:
        """``function(obj, now)`` sets attributes on the one object of a detail page."""
        self.detail_extras.setdefault(model, []).append(function)

    def add_row_filter(self, name: str, function: Callable[[str, datetime], Iterable[Any]]) -> None:
        """``function(value, now)`` returns the ids that a filter lets through; ``name``: "workers.worker:lendings"."""
        self.row_filters[name] = function

    def add_exit_item(self, function: Callable[[Any, datetime], Iterable[ExitItem]]) -> None:
        """``function(worker, now)`` yields what the person has to settle before leaving."""
        self.exit_items.append(function)

    def exit_items_of(self, worker: Any, now: datetime) -> list[ExitItem]:
        """What the person has to settle before leaving, the most urgent first."""
        items = [item for function in self.exit_items for item in function(worker, now)]
        return sorted(items, key=lambda item: (-item.overdue_days, item.due_date or now))

    def add_usage_blocker(self, model: str, function: Callable[[Model], Iterable[str]]) -> None:
        """``function(obj)`` yields a translated sentence for each use that forbids deleting the object."""
        self.usage_blockers.setdefault(model, []).append(function)

    def add_reference(self, model: str, reference: Reference) -> None:
        """Objects of ``model`` are referred to: apps.core.references counts, holds and moves by what stands here."""
        self.references.setdefault(model, []).append(reference)

    def add_rename_hook(self, model: str, function: Callable[[Model], None]) -> None:
        """``function(obj)`` carries a changed name or barcode into copies of it, in the same transaction."""
        self.rename_hooks.setdefault(model, []).append(function)

    def add_countable(self, countable: Countable) -> None:
        self.countables[countable.kind] = countable

    def add_copies(self, model: str, function: Callable[[list[Model]], list[Model]]) -> None:
        """``function(objects)`` returns those whose names or barcodes are copied elsewhere, with one query."""
        self.copies[model] = function

    def with_copies(self, objects: list[Model]) -> list[Model]:
        """Those of a model's objects that the rename hooks have something to do for."""
        find = self.copies.get(objects[0]._meta.label_lower) if objects else None
        return find(objects) if find else objects

    def add_undo_handler(self, kind: str, function: Callable[..., Any]) -> None:
        self.undo_handlers[kind] = function

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

    def add_dashboard_card(self, card: DashboardCard) -> None:
        self.dashboard_cards.append(card)

    def cards_of(self, user: Any) -> list[dict[str, Any]]:
        """The numbers that the person may see, as templates/components/tile.html draws them."""
        return [
            {
                "label": card.label,
                "icon": card.icon,
                "value": (count := card.count()),
                "tone": card.tone if count else "neutral",
                "url": card.url(),
            }
            for card in self.dashboard_cards
            if user.has_perm(card.permission)
        ]

    def add_export(self, export: Export) -> None:
        self.exports[export.code] = export

    def add_table(self, model: str, table: Any) -> None:
        """Let the back office's list of the model be a file (apps.core.tables)."""
        self.tables[model] = table

    def add_settings_action(self, action: SettingsAction) -> None:
        self.settings_actions.append(action)

    def add_setup_step(self, step: SetupStep) -> None:
        """Let the wizard of a new instance ask one more thing."""
        self.setup_steps[step.code] = step

    def steps_of_setup(self) -> list[SetupStep]:
        """The pages of the wizard, without those of modules that are switched off."""
        steps = [step for step in self.setup_steps.values() if self.is_on(step.feature)]
        return sorted(steps, key=lambda step: step.position)

    def add_landing(self, function: Callable[[Any], str]) -> None:
        """``function(user)`` returns where the person should go first after signing in, or ""."""
        self.landings.append(function)

    def landing_for(self, user: Any) -> str:
        """Where the person goes first after signing in; empty: to the start page."""
        return next(filter(None, (function(user) for function in self.landings)), "")

    def add_admin_actions(self, model: str, *actions: AdminAction) -> None:
        """Offer the actions in the back office of the model (``app.model``); those of upper apps stand first."""
        self.admin_actions[model] = [*actions, *self.admin_actions.get(model, [])]

    def add_person_hooks(self, hooks: PersonHooks) -> None:
        self.person_hooks.append(hooks)

    def user_created(self, user: Model, *, actor: Any, now: datetime) -> None:
        for hooks in self.person_hooks:
            hooks.created(user, actor, now)

    def user_changed(self, user: Model, *, actor: Any, now: datetime) -> None:
        for hooks in self.person_hooks:
            hooks.changed(user, actor, now)

    def add_admin_filters(self, model: str, *filters: Any) -> None:
        """Offer filters (``apps.core.admin.QueryFilter``) in the back office's list of the model."""
        self.admin_filters.setdefault(model, []).extend(filters)

    def add_panel(self, model: str, function: Callable[[Any, Any], Panel | None]) -> None:
        """``function(obj, request)`` returns a panel for the object's page, with a fixed number of commands."""
        self.panels.setdefault(model, []).append(function)

    def panels_of(self, obj: Model, request: Any) -> list[Panel]:
        """The panels of the object that the person may see."""
        functions = self.panels.get(obj._meta.label_lower, [])
        panels = [panel for function in functions if (panel := function(obj, request))]
        return [
            each for each in panels if not each.permission or request.user.has_perm(each.permission)
        ]

    def add_health_check(self, name: str, function: Callable[[], str]) -> None:
        """``function()`` returns a short text, or raises when the service is down."""
        self.health_checks[name] = function

    def add_consistency_check(self, name: str, function: Callable[[], Iterable[str]]) -> None:
        """``function()`` yields a sentence for each thing whose data contradict each other."""
        self.consistency_checks[name] = function

    def set_history(self, function: Callable[..., list[Any]]) -> None:
        """``function(obj, limit=n)`` returns the newest events about the object."""
        self.history = function

    def history_of(self, obj: Model, *, limit: int) -> list[Any]:
        """What happened to the object, newest first; empty while nobody keeps a history."""
        return self.history(obj, limit=limit) if self.history else []

    def uses_of(self, obj: Model) -> list[str]:
        """What still uses the object, as translated sentences."""
        blockers = self.usage_blockers.get(obj._meta.label_lower, [])
        return [str(sentence) for blocker in blockers for sentence in blocker(obj)]

    def renamed(self, obj: Model) -> None:
        for hook in self.rename_hooks.get(obj._meta.label_lower, []):
            hook(obj)

    def add_to_detail(self, obj: Any, now: datetime) -> None:
        """Let other apps complete the object of a detail page."""
        for function in self.detail_extras.get(obj._meta.label_lower, []):
            function(obj, now)

    def add_to_rows(self, objects: list[Model], now: datetime) -> None:
        """Let other apps complete the objects of one list page (all of one model)."""
        if objects:
            for function in self.row_extras.get(objects[0]._meta.label_lower, []):
                function(objects, now)


registry = Registry()
