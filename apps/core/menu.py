"""The navigation as data: what stands in it, and who sees it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.core.registry import registry


@dataclass(frozen=True)
class Entry:
    """One place to go; it is shown to those who have the permission (None: everybody), if its module is on."""

    label: Any
    url_name: str
    icon: str
    permission: str | None = None
    in_bottom_bar: bool = False
    is_accent: bool = False
    feature: str = ""


GROUPS: tuple[tuple[Any, tuple[Entry, ...]], ...] = (
    (
        _("Workplace"),
        (
            Entry(_("Home"), "home", "house", in_bottom_bar=True),
            Entry(
                _("QuickScan"),
                "quickscan:desk",
                "scan-barcode",
                "lending.lend_tool",
                in_bottom_bar=True,
                is_accent=True,
            ),
            Entry(_("Tools"), "tools:list", "wrench", "tools.view_tool", in_bottom_bar=True),
            Entry(
                _("Tickets"),
                "tickets:list",
                "ticket",
                "tickets.view_ticket",
                in_bottom_bar=True,
                feature="tickets",
            ),
            Entry(
                _("Consumables"),
                "consumables:list",
                "package",
                "consumables.view_consumable",
            ),
            Entry(
                _("Lendings"),
                "lending:list",
                "arrow-left-right",
                "lending.view_lending",
                in_bottom_bar=True,
            ),
        ),
    ),
    (
        _("People"),
        (Entry(_("Workers"), "workers:list", "users", "workers.view_worker"),),
    ),
    (
        _("Administration"),
        (
            Entry(_("Reports"), "reports:index", "chart-column", "reports.view_report"),
            Entry(
                _("Master data"),
                "masterdata:overview",
                "tag",
                "masterdata.change_category",
            ),
            Entry(_("Back office"), "admin:index", "settings", "accounts.use_back_office"),
        ),
    ),
)
BOTTOM_PLACES = 4


def main_menu(request: HttpRequest) -> list[dict[str, Any]]:
    """The groups with at least one entry for this person."""
    groups = [
        {
            "label": label,
            "items": [_item(entry, request) for entry in entries if _sees(entry, request)],
        }
        for label, entries in GROUPS
    ]
    return [group for group in groups if group["items"]]


def bottom_bar(request: HttpRequest) -> list[dict[str, Any]]:
    """The few entries that a phone shows at its lower edge: there is room for four beside "More"."""
    entries = [entry for _label, group in GROUPS for entry in group if entry.in_bottom_bar]
    seen = [entry for entry in entries if _sees(entry, request)]
    return [_item(entry, request) for entry in seen[:BOTTOM_PLACES]]


def _sees(entry: Entry, request: HttpRequest) -> bool:
    user: Any = request.user
    if not registry.is_on(entry.feature):
        return False
    return user.is_authenticated and (entry.permission is None or user.has_perm(entry.permission))


def _item(entry: Entry, request: HttpRequest) -> dict[str, Any]:
    url = reverse(entry.url_name)
    active = request.path == url if url == "/" else request.path.startswith(url)
    return {
        "name": entry.url_name,
        "label": entry.label,
        "url": url,
        "icon": entry.icon,
        "active": active,
        "accent": entry.is_accent,
        "count": registry.menu_count(entry.url_name, request.user),
    }


def back_office_url(request: HttpRequest, page: str, *args: Any) -> str | None:
    """The address of an admin page, for those who may go there."""
    user: Any = request.user
    if not user.has_perm("accounts.use_back_office"):
        return None
    return reverse(f"admin:{page}", args=args)


def is_back_office(request: HttpRequest) -> bool:
    """Whether the page that is asked for belongs to the back office."""
    match = request.resolver_match
    return match is not None and "admin" in match.namespaces
