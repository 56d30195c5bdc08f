"""What apps offer on pages of others: panels, numbers, exports, actions, steps of the setup."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model

from apps.core.registry.things import EVERY_MODEL
from apps.core.registry.work import WorkHooks


@dataclass(frozen=True)
class SettingsAction:
    """A button at the form of the settings, which posts to the address of that name, or only leads there."""

    label: Any
    url_name: str
    help_text: Any = ""
    is_link: bool = False


@dataclass(frozen=True)
class Letterhead:
    """Who sends a printed document: the house's name, and its picture as a ``data:`` address ("" for none)."""

    name: str
    logo: str = ""


@dataclass(frozen=True)
class Export:
    """A list that people take home as a file (apps.core.exports).

    ``rows(params, user, now)`` returns the sorted queryset that the list's address asks for; ``columns(user)`` the
    SheetColumns this person may see; ``complete(objects, now)`` sets attributes on some hundred rows at once.
    """

    code: str
    title: Any
    permission: str
    columns: Callable[[Any], Any]
    rows: Callable[[Any, Any, datetime], Any]
    complete: Callable[[list[Any], datetime], None] | None = None


@dataclass(frozen=True)
class SetupStep:
    """One page of the setup wizard, in the order of ``position`` (ours: 10 to 50).

    ``form(data, user=..., is_done=...)`` returns its form (``data`` None: as it is shown); ``save(values, actor=...,
    now=...)`` stores the cleaned values inside the wizard's transaction; ``summary()`` says in a few words what is
    set up so far. An optional step can be skipped with half-filled fields.
    """

    code: str
    label: Any
    title: Any
    lead: Any
    icon: str
    position: int
    form: Callable[..., Any]
    save: Callable[..., None]
    summary: Callable[[], str]
    template: str = "setup/step.html"
    is_optional: bool = False
    feature: str = ""


@dataclass(frozen=True)
class Panel:
    """A section on an object's page and on its form in the back office, filled by an app above.

    ``template`` draws ``context``, with what both kinds of page know how to style (templates/panels/); ``more_url`` is
    the list that shows all of which the panel shows the first, ``more`` how many those are beyond it (None: some); who
    lacks the ``permission`` does not see it.
    """

    title: Any
    template: str
    context: dict[str, Any]
    permission: str = ""
    more: int | None = 0
    more_url: str = ""


def always(obj: Model) -> bool:
    """The condition of an action that each state allows."""
    return True


@dataclass(frozen=True)
class AdminAction:
    """What the back office does by a service: with one thing on its page, with several in its list.

    ``run(obj, values, actor=..., now=...)`` returns the sentence that says what happened to what; ``done`` is the lazy
    sentence with a plural over ``count`` for several; ``form`` (an ``apps.core.admin.ActionForm``) asks for the values;
    ``is_possible(obj)`` says whether the page offers it, the service has the last word; ``icon`` is a name of
    Material Symbols; what ``is_grave`` asks first, with a red button; ``in_trash`` is for what has been deleted.
    """

    code: str
    label: Any
    icon: str
    permission: str
    run: Callable[..., Any]
    done: Any
    form: Any = None
    is_possible: Callable[[Any], bool] = always
    is_grave: bool = False
    in_trash: bool = False


@dataclass
class PageHooks(WorkHooks):
    """The part of the registry for them."""

    exports: dict[str, Export] = field(default_factory=dict)
    tables: dict[str, Any] = field(default_factory=dict)
    settings_actions: list[SettingsAction] = field(default_factory=list)
    setup_steps: dict[str, SetupStep] = field(default_factory=dict)
    landings: list[Callable[[Any], str]] = field(default_factory=list)
    menu_counts: dict[str, Callable[[Any], int]] = field(default_factory=dict)
    admin_actions: dict[str, list[AdminAction]] = field(default_factory=dict)
    admin_filters: dict[str, list[Any]] = field(default_factory=dict)
    panels: dict[str, list[Callable[[Any, Any], Panel | None]]] = field(default_factory=dict)
    letterhead: Callable[[], Letterhead] = lambda: Letterhead("Scandy")  # set by sitesettings

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

    def add_menu_count(self, url_name: str, function: Callable[[Any], int]) -> None:
        """``function(user)`` says how many things wait behind the menu's entry; it must be cheap."""
        self.menu_counts[url_name] = function

    def menu_count(self, url_name: str, user: Any) -> int:
        function = self.menu_counts.get(url_name)
        return function(user) if function else 0

    def add_admin_actions(self, model: str, *actions: AdminAction) -> None:
        """Offer the actions in the back office of the model (``app.model``); those of upper apps stand first."""
        self.admin_actions[model] = [*actions, *self.admin_actions.get(model, [])]

    def add_admin_filters(self, model: str, *filters: Any) -> None:
        """Offer filters (``apps.core.admin.QueryFilter``) in the back office's list of the model."""
        self.admin_filters.setdefault(model, []).extend(filters)

    def add_panel(self, model: str, function: Callable[[Any, Any], Panel | None]) -> None:
        """``function(obj, request)`` returns a panel for the object's page, with a fixed number of commands."""
        self.panels.setdefault(model, []).append(function)

    def panels_of(self, obj: Model, request: Any) -> list[Panel]:
        """The panels of the object that the person may see."""
        models = (obj._meta.label_lower, EVERY_MODEL)
        functions = [function for model in models for function in self.panels.get(model, [])]
        panels = [panel for function in functions if (panel := function(obj, request))]
        return [
            each for each in panels if not each.permission or request.user.has_perm(each.permission)
        ]
