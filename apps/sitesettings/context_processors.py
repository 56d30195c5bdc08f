"""What the frame of every page shows: the house's name and colors, and the menu of the person's role."""

from typing import Any

from django.conf import settings as django_settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from apps.core.menu import bottom_bar, main_menu
from apps.core.registry import registry
from apps.sitesettings.models import SystemSettings
from apps.sitesettings.queries import current

OWN_LABELS = {
    "tools:list": "label_tools",
    "consumables:list": "label_consumables",
    "tickets:list": "label_tickets",
}


def shell(request: HttpRequest) -> dict[str, Any]:
    return {"shell": SimpleLazyObject(lambda: _shell(request))}


def _shell(request: HttpRequest) -> dict[str, Any]:
    settings = current()
    menu, bottom = main_menu(request), bottom_bar(request)
    for item in (*(item for group in menu for item in group["items"]), *bottom):
        item["label"] = _own_label(item["name"], settings) or item["label"]
    return {
        "system_name": settings.system_name,
        "logo_version": _version(settings) if settings.logo_type else None,
        "color_version": _version(settings) if settings.primary_color else None,
        "is_demo": django_settings.IS_DEMO,
        "tickets_label": settings.label_tickets,
        "menu": menu,
        "bottom": bottom,
        "can_search": bool(registry.search_sources_for(request.user)),
    }


def _version(settings: SystemSettings) -> str:
    """Changes with each change of the settings: part of addresses that browsers keep."""
    return f"{settings.updated_at:%Y%m%d%H%M%S%f}"


def _own_label(name: str, settings: SystemSettings) -> str:
    """What the house calls the area; empty: our word."""
    return getattr(settings, OWN_LABELS[name]) if name in OWN_LABELS else ""
