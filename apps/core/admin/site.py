"""The back office as a whole: who comes in, what its menu and its start page show."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import update_wrapper
from typing import Any

from django.apps import apps
from django.contrib.admin import ModelAdmin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, reverse
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from unfold.sites import UnfoldAdminSite

from apps.core import clock
from apps.core.admin.base import ScandyModelAdmin
from apps.core.admin.suggestions import SuggestionsView
from apps.core.admin.theme import COLORS, DARK_COLORS
from apps.core.dashboard import as_groups, figures_for
from apps.core.mongodb.counting import count_each
from apps.core.registry import Problem, registry

# Doors of the theme and of Django that lead past our services and lists.
SEES_PROBLEMS = "sitesettings.view_scheduledtask"
CLOSED = frozenset({"password_change", "password_change_done", "search", "view_on_site"})


@dataclass(frozen=True)
class MenuEntry:
    """A list of the back office (``app.model``), and its icon, a name of Material Symbols."""

    model: str
    icon: str


@dataclass(frozen=True)
class MenuGroup:
    label: Any
    entries: tuple[MenuEntry, ...]


class ScandySiteBase(UnfoldAdminSite):
    """An admin site for those who may use the back office. A subclass names its menu."""

    menu: tuple[MenuGroup, ...] = ()
    index_title = _("Overview")
    final_catch_all_view = False  # so an address without its last slash is redirected as everywhere

    def __init__(self, name: str = "admin"):
        super().__init__(name)
        self.disable_action("delete_selected")  # it deletes past the services

    def register(
        self, model_or_iterable: Any, admin_class: type[ModelAdmin] | None = None, **options: Any
    ) -> None:
        """Only admins that stand on the seam get in; those of other packages know neither services nor audit."""
        if admin_class is not None and issubclass(admin_class, ScandyModelAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def admin_view(self, view: Callable, cacheable: bool = False) -> Callable:
        """Anonymous people never get here (LoginRequiredMiddleware); whoever may not come in is told so."""
        checked = super().admin_view(view, cacheable)

        def admit(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not self.has_permission(request):
                raise PermissionDenied
            return checked(request, *args, **kwargs)

        return update_wrapper(admit, checked)

    def autocomplete_view(self, request: HttpRequest) -> Any:
        return SuggestionsView.as_view(admin_site=self)(request)

    def get_urls(self) -> list[URLPattern]:
        return [url for url in super().get_urls() if getattr(url, "name", None) not in CLOSED]

    @method_decorator(never_cache)
    @login_not_required
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """There is one sign-in page, and it is not here."""
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def logout(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("accounts:logout", preserve_request=True)

    def app_index(
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The overview groups the lists by what people do, not by app."""
        return redirect("admin:index")

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        user: Any = request.user
        context = {
            **self.each_context(request),
            "title": self.index_title,
            "problems": _problems() if user.has_perm(SEES_PROBLEMS) else [],
            **self._numbers(request),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/index.html", context)

    def _numbers(self, request: HttpRequest) -> dict[str, Any]:
        """The figures of the dashboard and a card for each list; all with one command a database."""
        groups = list(self._visible_groups(request))
        querysets = {
            entry.model: queryset
            for _group, admins in groups
            for entry, admin in admins
            if (queryset := admin.index_queryset(request)) is not None
        }
        figures, now = figures_for(request.user), clock.now()
        rows = [figure.rows(now) for figure in figures]
        counted = count_each([*rows, *querysets.values()])
        counts = dict(zip(querysets, counted[len(rows) :], strict=True))
        cards = [
            {
                "label": group.label,
                "cards": [
                    {**_card(found, request), "count": counts.get(found[0].model)}
                    for found in admins
                ],
            }
            for group, admins in groups
        ]
        return {"groups": cards, "tile_groups": as_groups(figures, counted[: len(rows)])}

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        colors = {"colors": COLORS, "dark_colors": DARK_COLORS}
        return {**super().each_context(request), **colors}

    def get_sidebar_list(self, request: HttpRequest) -> list[dict[str, Any]]:
        """The menu as the theme wants it."""
        work = {"title": _("Back to work view"), "icon": "arrow_back", "link": reverse("home")}
        home = {"title": self.index_title, "icon": "home", "link": reverse("admin:index")}
        home["active"] = request.path == home["link"]
        groups = [{"title": "", "items": [work, home]}]
        for group, admins in self._visible_groups(request):
            items = [_menu_item(entry, admin, request) for entry, admin in admins]
            groups.append({"title": group.label, "items": items})
        return groups

    def _visible_groups(
        self, request: HttpRequest
    ) -> Iterable[tuple[MenuGroup, list[tuple[MenuEntry, ScandyModelAdmin]]]]:
        for group in self.menu:
            admins = [
                (entry, self._registry[apps.get_model(entry.model)]) for entry in group.entries
            ]
            visible = [
                (entry, admin)
                for entry, admin in admins
                if admin.has_view_permission(request) and registry.app_is_on(admin.opts.app_label)
            ]
            if visible:
                yield group, visible


def _problems() -> list[Problem]:
    now = clock.now()
    return [problem for source in registry.problem_sources for problem in source(now)]


def _url(admin: ScandyModelAdmin, page: str) -> str:
    return reverse(f"admin:{admin.opts.app_label}_{admin.opts.model_name}_{page}")


def _menu_item(entry: MenuEntry, admin: ScandyModelAdmin, request: HttpRequest) -> dict[str, Any]:
    url = _url(admin, "changelist")
    return {
        "title": capfirst(admin.opts.verbose_name_plural),
        "icon": entry.icon,
        "link": url,
        "active": request.path.startswith(url),
    }


def _card(found: tuple[MenuEntry, ScandyModelAdmin], request: HttpRequest) -> dict[str, Any]:
    entry, admin = found
    return {
        **_menu_item(entry, admin, request),
        "note": admin.index_note(request),
        "add_url": _url(admin, "add") if admin.has_add_permission(request) else "",
    }
