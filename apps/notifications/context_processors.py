"""The bell in the top bar of every page."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from apps.notifications.queries import unread_count


def bell(request: HttpRequest) -> dict[str, Any]:
    """``unread``: how much the person has not read, counted only where it is shown."""
    return {"unread": SimpleLazyObject(lambda: unread_count(request.user))}
