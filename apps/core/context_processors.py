"""What the frame of every page shows: the system's name and the menu of the person's role."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from apps.core.menu import bottom_bar, main_menu


def shell(request: HttpRequest) -> dict[str, Any]:
    return {"shell": SimpleLazyObject(lambda: _shell(request))}


def _shell(request: HttpRequest) -> dict[str, Any]:
    return {
        "system_name": settings.SYSTEM_NAME,
        "is_demo": settings.IS_DEMO,
        "menu": main_menu(request),
        "bottom": bottom_bar(request),
    }
